import { isQualityCheckId } from '#data';
import { saveQualityThreshold } from '#store';
import { command } from '../command.ts';
import { found } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly checkId: string;
  readonly share: number;
  readonly reason: string;
};

/** How large a share of bad rows a check tolerates from now on; what was counted is read anew, not counted anew. */
export const setQualityThreshold = command({
  name: 'quality.set-threshold',
  load: async (_tx, { checkId }: Input, { tree }) => {
    found(isQualityCheckId(checkId) ? checkId : null, 'check', checkId);
    return found(tree.units[0], 'unit', 'top');
  },
  unitOf: ({ id }) => id,
  undoneBy: 'quality.set-threshold',
  run: async (_tx, { id: unitId }, { checkId, share, reason }, { person, at }) => ({
    entry: { unitId, words: { reason, check: checkId, share: String(share) } },
    afterwards: (tx, { seq }) =>
      saveQualityThreshold(tx, { checkId, share, reason, setBy: person.id, setAt: at }, seq),
  }),
});
