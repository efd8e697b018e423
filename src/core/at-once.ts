/**
 * Maps items with work that waits, so many at a time; the results stand in the order of the items.
 *
 * @throws what the first failing work threw, after which nothing more is begun
 */
export async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item, position: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  let hasFailed = false;
  const takeNext = async (): Promise<void> => {
    for (const [position, item] of waiting) {
      if (hasFailed) return;
      results[position] = await work(item, position);
    }
  };
  const workers = Array.from({ length: Math.min(most, items.length) }, () =>
    takeNext().catch((error: unknown) => {
      hasFailed = true;
      throw error;
    }),
  );
  await Promise.all(workers);
  return results;
}
