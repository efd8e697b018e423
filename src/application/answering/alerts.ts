import {
  appendEntry,
  insertAlert,
  inTransaction,
  lockDueAlerts,
  markEscalated,
  type SafetyAlert,
} from '#store';
import { blankEntry } from '../command.ts';
import type { Answering } from './answering.ts';

/**
 * Puts every alert that is owed into the operational store, once each. The journal owes an alert from the moment the
 * answer is on the disk, so neither a kill nor a stopped database loses one.
 */
export async function raiseOwedAlerts(answering: Answering): Promise<void> {
  const { db, book, keep, clock, announce } = answering;
  const owed = book.owedAlerts();
  if (owed.length === 0) return;
  await inTransaction(db, async (tx) => {
    for (const alert of owed)
      if (await insertAlert(tx, alert))
        await appendEntry(tx, entryOf('alert.raised', alert, clock()));
  });
  await keep({ kind: 'alerts-raised', at: clock(), alertIds: owed.map(({ id }) => id) });
  for (const { unitId } of owed) announce({ kind: 'alert', unitId });
}

/** An alert that nobody has acknowledged in time is everybody's on the next role's list too. */
export async function escalateAlerts({ db, clock, announce }: Answering): Promise<void> {
  const now = clock();
  const due = await inTransaction(db, async (tx) => {
    const alerts = await lockDueAlerts(tx, now);
    for (const alert of alerts) {
      await markEscalated(tx, alert.id, now);
      await appendEntry(tx, entryOf('alert.escalated', alert, now));
    }
    return alerts;
  });
  for (const { unitId } of due) announce({ kind: 'alert', unitId });
}

/** The program itself tells the ledger; neither who answered nor what. */
const entryOf = (
  command: 'alert.raised' | 'alert.escalated',
  { id, unitId, role, escalateTo }: Pick<SafetyAlert, 'id' | 'unitId' | 'role' | 'escalateTo'>,
  at: string,
) => ({
  ...blankEntry,
  ...{ at, personId: null, command, unitId },
  detail: { alert: { id, role: command === 'alert.raised' ? role : escalateTo } },
});
