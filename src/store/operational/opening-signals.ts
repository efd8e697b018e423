import { sql } from 'kysely';
import type { Database } from './database.ts';

/** The signal a thread began with, as it was when it was found. */
export interface OpeningSignal {
  readonly month: string;
  readonly firstMonth: string;
  readonly rule: string;
  readonly reading: string;
}

/** By thread, for those that began with a signal; a thread that began with an idea has none, whatever joined it later. */
export async function openingSignals(
  db: Database,
  threadIds: readonly string[],
): Promise<ReadonlyMap<string, OpeningSignal>> {
  const { rows } = await sql<{ thread_id: string; words: Readonly<Record<string, string>> }>`
    select asked.thread_id, opening.words
    from unnest(${[...threadIds]}::text[]) as asked(thread_id)
    cross join lateral (
      select command, words from ledger where ledger.thread_id = asked.thread_id order by seq limit 1
    ) as opening
    where opening.command = 'signal.received'`.execute(db);
  return new Map(rows.map(({ thread_id, words }) => [thread_id, openingOf(words)]));
}

const openingOf = (words: Readonly<Record<string, string>>): OpeningSignal => {
  const { month = '', firstMonth = month, rule = '', reading = '' } = words;
  return { month, firstMonth, rule, reading };
};
