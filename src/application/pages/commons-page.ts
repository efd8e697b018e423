import { inSnapshot, type PracticesSought, practicesSought } from '#store';
import type { Context } from '../context.ts';
import { openBook, titleOf, unitNamed } from './organisation-book.ts';

/** What others have found to work, for whoever looks. */
export const commonsPage = (context: Context, sought: PracticesSought) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { practices, truncated } = await practicesSought(db, sought);
    const today = book.asOf.slice(0, 10);
    return {
      truncated,
      practices: practices.map(({ unitId, measureIds, withdrawnAt, expiresOn, ...one }) => ({
        ...one,
        unit: unitNamed(book, unitId),
        measureTitle: titleOf(book, measureIds[0] ?? ''),
        state: stateOf(withdrawnAt, expiresOn, today),
      })),
    };
  });

function stateOf(withdrawnAt: string | null, expiresOn: string | null, today: string) {
  if (withdrawnAt !== null) return 'withdrawn' as const;
  return expiresOn !== null && expiresOn < today ? ('expired' as const) : ('in-force' as const);
}
