import { may, subtree } from '#organisation';
import {
  type Database,
  inSnapshot,
  proposalsOfUnits,
  threadOpenings,
  threadsOfUnits,
} from '#store';
import type { Context } from '../context.ts';
import { found } from '../trouble.ts';
import { type Book, openBook, threadSummary } from './organisation-book.ts';

export interface ThreadsWanted {
  /** Null for the whole organisation. */
  readonly unitId: string | null;
  readonly state: 'open' | 'parked' | 'closed' | null;
}

/** The threads of a unit and everything under it, the longest waiting first. */
export const threads = (context: Context, wanted: ThreadsWanted) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const all = await summariesUnder(db, book, unitsUnder(book, wanted.unitId));
    return {
      threads: all.filter(({ state }) => wanted.state === null || state === wanted.state),
      mayRaiseIdea:
        wanted.unitId !== null &&
        may(context.person, 'thread.raise-idea', wanted.unitId, book.organisation.tree),
    };
  });

/** The ids of a unit and everything under it; of every unit when none is named. */
export function unitsUnder({ organisation }: Book, unitId: string | null): readonly string[] {
  const { tree, units } = organisation;
  if (unitId === null) return units.map(({ id }) => id);
  return subtree(tree, found(tree.byId.get(unitId), 'unit', unitId).id).map(({ id }) => id);
}

async function summariesUnder(db: Database, book: Book, unitIds: readonly string[]) {
  const all = await threadsOfUnits(db, unitIds);
  const proposalsIn = byThread(await proposalsOfUnits(db, unitIds));
  const openings = await threadOpenings(
    db,
    all.map(({ id }) => id),
  );
  return all
    .map((thread) =>
      threadSummary(book, thread, { proposals: proposalsIn.get(thread.id) ?? [], openings }),
    )
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
