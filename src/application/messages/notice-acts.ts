import { actsSinceTold, appendEntry, inTransaction, markActed } from '#store';
import { blankEntry } from '../command.ts';
import type { Application } from '../context.ts';

/** A step taken later than this is no longer counted as an answer to a message. */
const answeredWithinDays = 28;
const dayMilliseconds = 86_400_000;

/**
 * Notices, from the ledger, whose next step somebody has taken since they were told: a command on the message's thread or
 * chart by the person told, the team or the board.
 *
 * @returns how many messages were found to be acted on
 */
export async function noticeActs({
  db,
  clock,
}: Pick<Application, 'db' | 'clock'>): Promise<number> {
  const now = clock();
  const since = new Date(Date.parse(now) - answeredWithinDays * dayMilliseconds).toISOString();
  return inTransaction(db, async (tx) => {
    const acts = await actsSinceTold(tx, { since });
    for (const { messageId, unitId, measureId, personId, seq, at } of acts) {
      await markActed(tx, messageId, at);
      await appendEntry(tx, {
        ...blankEntry,
        ...{ at: now, personId, command: 'message.acted-on', unitId, measureId },
        detail: { messages: [messageId], actSeq: seq },
      });
    }
    return acts.length;
  });
}
