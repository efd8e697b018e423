import { openScores, requireOpen } from '#practice';
import { updateConsideration } from '#store';
import { command } from '../command.ts';
import { tallied } from '../deciding/deliberation.ts';
import { permitted } from '../trouble.ts';
import { onTheTable, tableIds } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly proposalId: string;
};

/** The chair shows the scores without waiting for the rest. */
export const openProposalScores = command({
  name: 'proposal.open-scores',
  load: onTheTable<Input>,
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'proposal.consider',
  run: async (tx, table, _input, { at }) => {
    permitted(requireOpen(table.content.thread));
    await updateConsideration(tx, permitted(openScores(table.deliberation, at)));
    return { entry: { ...tableIds(table), detail: tallied(table.deliberation) } };
  },
});
