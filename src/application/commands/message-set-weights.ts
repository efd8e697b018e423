import { type MessageWeights, weightProblems } from '#practice';
import { saveWeights } from '#store';
import { command } from '../command.ts';
import { Conflict, found } from '../trouble.ts';

type Input = MessageWeights & { readonly requestId: string; readonly reason: string };

/** What the program goes by when it picks messages, from the next round on, with the reason. */
export const setMessageWeights = command({
  name: 'message.set-weights',
  load: async (_tx, _input: Input, { tree }) => found(tree.units[0], 'unit', 'top'),
  unitOf: ({ id }) => id,
  undoneBy: 'message.set-weights',
  run: async (_tx, { id: unitId }, input, { person, at }) => {
    const { parts, importance, worthSending, reason } = input;
    const weights = { parts, importance, worthSending };
    const [wrong] = weightProblems(weights);
    if (wrong !== undefined) throw new Conflict(wrong);
    return {
      entry: { unitId, words: { reason }, detail: { messageWeights: weights } },
      afterwards: (tx, { seq }) =>
        saveWeights(tx, { weights, reason, setBy: person.id, setAt: at }, seq),
    };
  },
});
