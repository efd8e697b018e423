import { subtree, type Unit, unitRef } from '#organisation';
import { daysBetween, loopDays, type Proposal, type Thread } from '#practice';
import { median } from '#statistics';
import { inSnapshot, proposalsOfUnits, threadsOfUnits } from '#store';
import type { Context } from '../context.ts';
import { found } from '../trouble.ts';
import { type Book, openBook, standing } from './organisation-book.ts';
import { byThread } from './threads.ts';

/** Does our own wheel turn? One row for the unit and one for each below it, everything under it included. */
export const loops = (context: Context, unitId: string | null) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { tree, units } = book.organisation;
    const shown = rowsFor(book, unitId);
    const ids = units.map(({ id }) => id);
    const threads = await threadsOfUnits(db, ids);
    const proposals = byThread(await proposalsOfUnits(db, ids));
    return {
      units: shown.map((unit) => {
        const under = new Set(subtree(tree, unit.id).map(({ id }) => id));
        const own = threads.filter((thread) => under.has(thread.unitId));
        return { unit: unitRef(unit), ...loopFigures(book, own, proposals) };
      }),
    };
  });

function rowsFor(book: Book, unitId: string | null): readonly Unit[] {
  const { tree } = book.organisation;
  const tops =
    unitId === null
      ? tree.units.filter(({ parentId }) => parentId === null)
      : [found(tree.byId.get(unitId), 'unit', unitId)];
  return tops.flatMap((top) => [top, ...(tree.below.get(top.id) ?? [])]);
}

function loopFigures(
  book: Book,
  threads: readonly Thread[],
  proposals: ReadonlyMap<string, readonly Proposal[]>,
) {
  const stands = threads.map((thread) => standing(book, thread, proposals.get(thread.id) ?? []));
  const decided = threads
    .flatMap(({ id }) => proposals.get(id) ?? [])
    .flatMap(({ raisedAt, firstDecidedAt }) =>
      firstDecidedAt === null ? [] : daysBetween(raisedAt, firstDecidedAt),
    );
  const closed = threads.flatMap((thread) => loopDays(thread) ?? []);
  return {
    open: threads.length - closed.length,
    overdue: stands.filter(({ overdue }) => overdue).length,
    closed: closed.length,
    medianLoopDays: medianOrNull(closed),
    medianDaysToDecision: medianOrNull(decided),
  };
}

const medianOrNull = (days: readonly number[]): number | null =>
  days.length === 0 ? null : median(days);
