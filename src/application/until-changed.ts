import type { Database } from '#store';

/** How often somebody has changed something through a command, by database. */
const changes = new WeakMap<Database, number>();

/** A command has changed something: what is remembered is read again. */
export function noteChange(db: Database): void {
  changes.set(db, changesOf(db) + 1);
}

const changesOf = (db: Database): number => changes.get(db) ?? 0;

/** Another process on the same database is heard of after this long at most. */
const millisecondsMax = 1000;

/** What was last read, until a command changes anything; for what is asked hundreds of times a second and seldom changes. */
export function untilChanged<T>(db: Database, read: () => Promise<T>): () => Promise<T> {
  let held: { readonly value: Promise<T>; readonly changes: number; readonly at: number } | null =
    null;
  return () => {
    const at = performance.now();
    if (held !== null && held.changes === changesOf(db) && at - held.at < millisecondsMax)
      return held.value;
    const value = read();
    held = { value, changes: changesOf(db), at };
    // A reading that failed is not remembered: whoever asks next reads again.
    value.catch(() => {
      if (held?.value === value) held = null;
    });
    return value;
  };
}
