import type { Language } from '#core';
import type { MailFrequency, QuietHours, Wishes } from '#practice';
import { messageWishOf, saveMessageWish } from '#store';
import { command } from '../command.ts';
import { found } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly unitId: string;
  readonly address: string | null;
  readonly language: Language;
  readonly frequency: MailFrequency;
  readonly quiet: QuietHours | null;
  readonly wishes: Wishes;
};

/** What somebody wants of messages from now on. The ledger keeps that they said so, not their address. */
export const wishMessages = command({
  name: 'message.wish',
  load: async (_tx, { unitId }: Input, { tree }) => found(tree.byId.get(unitId), 'unit', unitId),
  unitOf: ({ id }) => id,
  undoneBy: 'message.wish',
  run: async (tx, { id: unitId }, input, { person, at, newId }) => {
    const { address, language, frequency, quiet, wishes } = input;
    const known = await messageWishOf(tx, person.id);
    const wish = { address, language, frequency, quiet, wishes };
    // Saying anew what one wants takes back an unsubscribing; the way out stays the same.
    const kept = { ...wish, unsubscribedAt: null, token: known?.token ?? newId() };
    await saveMessageWish(tx, { ...kept, personId: person.id }, at);
    return { entry: { unitId, detail: { outcome: address === null ? 'no-mail' : frequency } } };
  },
});
