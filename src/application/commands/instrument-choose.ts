import { saveUnitInstrument } from '#store';
import { command } from '../command.ts';
import { found } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly unitId: string;
  readonly instrumentId: string;
  readonly inUse: boolean;
  readonly reason: string;
};

/** A unit takes an instrument into use, or lets it rest; the units below follow, unless they choose for themselves. */
export const chooseInstrument = command({
  name: 'instrument.choose',
  load: async (_tx, input: Input, { tree }) =>
    found(tree.byId.get(input.unitId), 'unit', input.unitId),
  unitOf: ({ id }) => id,
  undoneBy: 'instrument.choose',
  run: async (_tx, { id: unitId }, { instrumentId, inUse, reason }, { person, at }) => ({
    entry: { unitId, words: { reason }, detail: { instrument: { id: instrumentId, inUse } } },
    afterwards: (tx, { seq }) =>
      saveUnitInstrument(
        tx,
        { unitId, instrumentId, inUse, reason, setBy: person.id, setAt: at },
        seq,
      ),
  }),
});
