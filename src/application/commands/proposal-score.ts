import { requireOpen, score } from '#practice';
import { saveScore } from '#store';
import { command } from '../command.ts';
import { openWhenAllHaveScored } from '../deciding/deliberation.ts';
import { permitted } from '../trouble.ts';
import { onTheTable, tableIds } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly proposalId: string;
  readonly points: Readonly<Record<string, number>>;
};

/** A member scores, alone and unseen; when the last one has, the scores open. */
export const scoreProposal = command({
  name: 'proposal.score',
  load: onTheTable<Input>,
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'proposal.score',
  run: async (tx, table, { points }, act) => {
    permitted(requireOpen(table.content.thread));
    const scored = { personId: act.person.id, points };
    const deliberation = permitted(score(table.deliberation, scored));
    const considerationId = deliberation.consideration?.id;
    if (considerationId === undefined) throw new Error('a score was allowed off the table');
    await saveScore(tx, considerationId, { ...scored, at: act.at });
    const ids = tableIds(table);
    return {
      entry: { ...ids, detail: { points } },
      afterwards: (changes) => openWhenAllHaveScored(changes, deliberation, ids, act),
    };
  },
});
