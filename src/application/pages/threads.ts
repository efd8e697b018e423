import { subtree } from '#organisation';
import { type Database, inSnapshot, proposalsOfUnits, threadsOfUnits } from '#store';
import type { Context } from '../context.ts';
import { type Book, openBook, threadSummary, unitNamed } from './organisation-book.ts';

export interface ThreadsWanted {
  readonly unitId: string;
  readonly state: 'open' | 'parked' | 'closed' | null;
}

/** The threads of a unit and everything under it, the longest waiting first. */
export const threads = (context: Context, wanted: ThreadsWanted) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    unitNamed(book, wanted.unitId);
    const all = await summariesUnder(db, book, wanted.unitId);
    return {
      threads: all.filter(({ state }) => wanted.state === null || state === wanted.state),
    };
  });

async function summariesUnder(db: Database, book: Book, unitId: string) {
  const unitIds = subtree(book.organisation.tree, unitId).map(({ id }) => id);
  const found = await threadsOfUnits(db, unitIds);
  const proposals = byThread(await proposalsOfUnits(db, unitIds));
  return found
    .map((thread) => threadSummary(book, thread, proposals.get(thread.id) ?? []))
    .toSorted((a, b) => (a.since < b.since ? -1 : 1));
}

export function byThread<T extends { readonly threadId: string }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.threadId);
    if (group === undefined) groups.set(item.threadId, [item]);
    else group.push(item);
  }
  return groups;
}
