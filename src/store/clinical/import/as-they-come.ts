/** What several give, each as soon as it is there. */
export async function* asTheyCome<Item>(
  givers: readonly AsyncGenerator<Item>[],
): AsyncGenerator<Item, void> {
  const next = (giver: AsyncGenerator<Item>) => {
    const coming = giver.next().then((result) => ({ giver, result }));
    // It may fail while whoever listens is busy with what came before, or no longer listens: that is told when it is
    // waited for, and must not end the program before.
    coming.catch(() => undefined);
    return coming;
  };
  const coming = new Map(givers.map((giver) => [giver, next(giver)]));
  while (coming.size > 0) {
    const { giver, result } = await Promise.race(coming.values());
    coming.delete(giver);
    if (result.done === true) continue;
    coming.set(giver, next(giver));
    yield result.value;
  }
}
