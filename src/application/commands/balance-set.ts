import { problem } from '#core';
import type { BalanceAims } from '#practice';
import { command } from '../command.ts';
import { Conflict, found } from '../trouble.ts';

type Input = BalanceAims & { readonly requestId: string; readonly reason: string };

/** Where the organisation wants its balance to be, with the reason. */
export const setBalance = command({
  name: 'balance.set',
  load: async (_tx, _input: Input, { tree }) => found(tree.units[0], 'unit', 'top'),
  unitOf: ({ id }) => id,
  undoneBy: 'balance.set',
  run: async (_tx, { id: unitId }, input) => {
    const { requestId: _, reason, ...balance } = input;
    if (Object.values(balance).every((aim) => aim === null)) throw new Conflict(nothingSaid);
    return { entry: { unitId, words: { reason }, detail: { balance } } };
  },
});

const nothingSaid = problem(
  'balance-without-aim',
  'No figure says where the organisation wants to be.',
  'Give at least one.',
  'balance',
);
