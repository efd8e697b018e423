import { subtree, unitRef } from '#organisation';
import type { Proposal, Thread } from '#practice';
import {
  type Database,
  inSnapshot,
  newSignals,
  proposalsOfUnits,
  type SafetyAlert,
  type StoredSignal,
  threadOpenings,
  threadsOfUnits,
} from '#store';
import type { Context } from '../context.ts';
import { found } from '../trouble.ts';
import { alertsIn } from './alert-page.ts';
import { type Book, forumOf, openBook, signalShown, threadSummary } from './organisation-book.ts';
import { byThread } from './threads.ts';

/**
 * What needs this unit: its own threads that wait for people, what lies before its forums, and whatever has been
 * forgotten further down. The longest waiting first.
 */
export const inbox = (context: Context, unitId: string) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { tree } = book.organisation;
    const unit = found(tree.byId.get(unitId), 'unit', unitId);
    const waiting = await waitingIn(db, book, unitId);
    const items = waiting
      .filter((one) => needs(book, unitId, one))
      .map((one) => itemShown(context, book, one));
    const alerts = await alertsIn(context, db, unitId);
    return {
      unit: unitRef(unit),
      items: [
        // Somebody may be in danger: that comes before everything else.
        ...alerts.map((alert) => alertShown(book, alert)),
        ...items.toSorted((a, b) => (a.since < b.since ? -1 : 1)),
      ],
    };
  });

function alertShown(
  { organisation: { tree } }: Book,
  { id, unitId, raisedAt, escalatedAt, mine }: SafetyAlert & { readonly mine: boolean },
) {
  const unit = unitRef(found(tree.byId.get(unitId), 'unit', unitId));
  const kind = 'alert' as const;
  return { kind, since: raisedAt, overdue: escalatedAt !== null, mine, alert: { id, unit } };
}

interface Waiting {
  readonly thread: Thread;
  readonly proposals: readonly Proposal[];
  readonly summary: ReturnType<typeof threadSummary>;
  /** The newest signal nobody has looked at, when the thread waits for a look. */
  readonly signal: StoredSignal | null;
}

async function waitingIn(db: Database, book: Book, unitId: string): Promise<readonly Waiting[]> {
  const unitIds = subtree(book.organisation.tree, unitId).map(({ id }) => id);
  const [threads, allProposals, allSignals] = await Promise.all([
    threadsOfUnits(db, unitIds),
    proposalsOfUnits(db, unitIds),
    newSignals(db, unitIds),
  ]);
  const openings = await threadOpenings(
    db,
    threads.map(({ id }) => id),
  );
  const proposalsIn = byThread(allProposals);
  const signalOf = new Map(allSignals.map((signal) => [signal.threadId, signal]));
  return threads
    .filter(({ state }) => state === 'open')
    .map((thread) => {
      const proposals = proposalsIn.get(thread.id) ?? [];
      const summary = threadSummary(book, thread, { proposals, openings });
      const signal = thread.waitingFor === 'a-look' ? (signalOf.get(thread.id) ?? null) : null;
      return { thread, proposals, summary, signal };
    });
}

function needs(book: Book, unitId: string, { thread, proposals, summary }: Waiting): boolean {
  if (summary.overdue) return true;
  if (summary.state === 'parked' || summary.waitingFor === 'the-effect') return false;
  if (summary.waitingFor !== 'a-decision') return thread.unitId === unitId;
  return forumOf(book, thread, proposals)?.unitId === unitId;
}

function itemShown(context: Context, book: Book, { thread, proposals, summary, signal }: Waiting) {
  const { since, overdue } = summary;
  const mine =
    thread.ownerId === context.person.id ||
    (summary.waitingFor === 'a-decision' && sitsIn(context, book, thread, proposals));
  if (signal === null) return { kind: 'thread' as const, since, overdue, mine, thread: summary };
  return { kind: 'signal' as const, since, overdue, mine, signal: signalShown(book, signal) };
}

const sitsIn = (
  { person }: Context,
  book: Book,
  thread: Thread,
  proposals: readonly Proposal[],
): boolean =>
  forumOf(book, thread, proposals)?.members.some(({ personId }) => personId === person.id) ?? false;
