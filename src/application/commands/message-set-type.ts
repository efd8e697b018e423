import type { MessageType } from '#core';
import type { MessageTypeSetting } from '#practice';
import { saveMessageTypeSetting } from '#store';
import { command } from '../command.ts';
import { found } from '../trouble.ts';

type Input = MessageTypeSetting & {
  readonly requestId: string;
  readonly type: MessageType;
  readonly reason: string;
};

/** How a kind of message is used from the next round on: told, not told, or by chance, with the reason. */
export const setMessageType = command({
  name: 'message.set-type',
  load: async (_tx, _input: Input, { tree }) => found(tree.units[0], 'unit', 'top'),
  unitOf: ({ id }) => id,
  undoneBy: 'message.set-type',
  run: async (_tx, { id: unitId }, input, { person, at }) => {
    const { type, isOn, randomised, reason } = input;
    const setting = { type, isOn, randomised };
    return {
      entry: { unitId, words: { reason }, detail: { messageType: setting } },
      afterwards: (tx, { seq }) =>
        saveMessageTypeSetting(tx, { ...setting, reason, setBy: person.id, setAt: at }, seq),
    };
  },
});
