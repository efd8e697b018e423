import { declareInterest, requireOpen } from '#practice';
import { saveInterest } from '#store';
import { command } from '../command.ts';
import { openWhenAllHaveScored } from '../deciding/deliberation.ts';
import { permitted } from '../trouble.ts';
import { onTheTable, tableIds } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly proposalId: string;
  readonly text: string;
};

/** A member has something to gain or lose: shown to all, and from now on not counted. */
export const declareProposalInterest = command({
  name: 'proposal.declare-interest',
  load: onTheTable<Input>,
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: null,
  run: async (tx, table, { proposalId, text }, act) => {
    permitted(requireOpen(table.content.thread));
    const declared = { personId: act.person.id, text };
    const deliberation = permitted(declareInterest(table.deliberation, declared));
    await saveInterest(tx, proposalId, { ...declared, at: act.at });
    const ids = tableIds(table);
    return {
      entry: { ...ids, words: { text } },
      afterwards: (changes) => openWhenAllHaveScored(changes, deliberation, ids, act),
    };
  },
});
