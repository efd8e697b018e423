import {
  appendEntry,
  inTransaction,
  messageWishByToken,
  type StoredMessageWish,
  saveMessageWish,
} from '#store';
import { blankEntry } from '../command.ts';
import { type Application, organisationInForce } from '../context.ts';
import { found } from '../trouble.ts';

/** Whose way out this is, without signing in; says nothing about who they are. */
export async function unsubscribing(
  { db }: Pick<Application, 'db'>,
  token: string,
): Promise<Pick<StoredMessageWish, 'language' | 'unsubscribedAt'>> {
  return found(await messageWishByToken(db, token), 'way-out', 'unsubscribe');
}

/** No more mail to whom this token belongs; messages in the app stay. Again changes nothing. */
export async function unsubscribe(
  { db, clock }: Pick<Application, 'db' | 'clock'>,
  token: string,
): Promise<Pick<StoredMessageWish, 'language' | 'unsubscribedAt'>> {
  return inTransaction(db, async (tx) => {
    const wish = found(await messageWishByToken(tx, token), 'way-out', 'unsubscribe');
    if (wish.unsubscribedAt !== null) return wish;
    const at = clock();
    const { people } = await organisationInForce(tx);
    const person = people.find(({ id }) => id === wish.personId);
    await saveMessageWish(tx, { ...wish, unsubscribedAt: at }, at);
    await appendEntry(tx, {
      ...blankEntry,
      ...{ at, personId: wish.personId, command: 'message.unsubscribe' },
      unitId: person?.roles[0]?.unitId ?? null,
    });
    return { ...wish, unsubscribedAt: at };
  });
}
