import { nextForum } from '#organisation';
import { type DecisionOutcome, decide, type Proposal, requireOpen } from '#practice';
import { updateProposal } from '#store';
import { command, type EntryDraft } from '../command.ts';
import type { OrganisationInForce } from '../context.ts';
import { found, permitted } from '../trouble.ts';
import { proposalWanted, replaced, saveSettled } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly proposalId: string;
  readonly outcome: DecisionOutcome;
  readonly reason: string;
  readonly returnOn: string | null;
};

/** A forum's decision is recorded by someone who may decide in the unit that the forum belongs to. */
export const decideProposal = command({
  name: 'proposal.decide',
  load: async (tx, { proposalId }: Input, organisation) => {
    const content = await proposalWanted(tx, proposalId);
    return { content, forum: forumOf(content.proposal, organisation) };
  },
  unitOf: ({ forum }) => forum.unitId,
  undoneBy: null,
  run: async (tx, { content, forum }, input, { at, organisation }) => {
    const { id: threadId, unitId } = permitted(requireOpen(content.thread));
    const next = nextForum(organisation, forum);
    const { outcome, returnOn } = input;
    const ruling = { outcome, returnOn, nextForumId: next?.id ?? null, at };
    const proposal = permitted(decide(content.proposal, ruling));
    await updateProposal(tx, proposal);
    const proposals = replaced(content.proposals, proposal);
    await saveSettled(tx, { ...content, proposals }, at);
    const ids = { unitId, threadId, proposalId: proposal.id, forumId: forum.id };
    return { entry: { ...ids, ...written(input, proposal) } };
  },
});

const forumOf = ({ forumId }: Proposal, { forums }: OrganisationInForce) =>
  found(
    forums.find(({ id }) => id === forumId),
    'forum',
    forumId,
  );

function written(input: Input, proposal: Proposal): Pick<EntryDraft, 'words' | 'detail'> {
  const { outcome, reason } = input;
  const returning = proposal.returnOn === null ? {} : { returnOn: proposal.returnOn };
  return {
    words: { title: proposal.title, reason, ...returning },
    detail: { outcome, nowAtForum: proposal.forumId },
  };
}
