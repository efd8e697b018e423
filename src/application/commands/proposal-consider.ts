import { consider, forumWithoutMembers, requireOpen } from '#practice';
import {
  decidingRules,
  insertConsideration,
  insertProposalStep,
  updateConsideration,
  updateProposal,
} from '#store';
import { command } from '../command.ts';
import { stepOf } from '../deciding/hand-over.ts';
import { Conflict, permitted } from '../trouble.ts';
import { onTheTable, replaced, saveSettled, tableIds } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly proposalId: string;
  readonly seenStep: number | null;
};

/** The forum takes a proposal up: from now on its members score it, each for themselves. */
export const considerProposal = command({
  name: 'proposal.consider',
  load: onTheTable<Input>,
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'proposal.decide',
  run: async (tx, table, { seenStep }, { at, newId }) => {
    const { content, forum, deliberation } = table;
    permitted(requireOpen(content.thread));
    if (!deliberation.members.some(({ counts }) => counts))
      throw new Conflict(forumWithoutMembers(forum.id));
    const proposal = permitted(consider(content.proposal, seenStep));
    const { consideration } = deliberation;
    if (consideration !== null) await updateConsideration(tx, { ...consideration, closedAt: at });
    const begun = { id: newId(), proposalId: proposal.id, forumId: forum.id, begunAt: at };
    const rules = await decidingRules(tx, forum.id);
    await insertConsideration(tx, { ...begun, rules, openedAt: null, closedAt: null });
    await updateProposal(tx, proposal);
    await saveSettled(tx, { ...content, proposals: replaced(content.proposals, proposal) }, at);
    return {
      entry: { ...tableIds(table), words: { title: proposal.title } },
      afterwards: (changes, entry) =>
        insertProposalStep(changes, {
          ...{ ...stepOf(entry, proposal), move: 'consider', reason: '' },
        }),
    };
  },
});
