import type { Changes } from './database.ts';

/** Marks an assertion as used; false when it was used before. Those that have expired are forgotten. */
export async function useAssertion(
  tx: Changes,
  { digest, until, now }: { readonly digest: string; readonly until: string; readonly now: string },
): Promise<boolean> {
  await tx.deleteFrom('used_assertion').where('until', '<', new Date(now)).execute();
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('used_assertion')
    .values({ digest, until })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}
