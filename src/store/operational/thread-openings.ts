import { sql } from 'kysely';
import type { Challenge } from '#practice';
import { challengesOfThreads } from './challenges.ts';
import type { Database } from './database.ts';

/** The signal a thread began with, as it was when it was found. */
export interface OpeningSignal {
  readonly kind: 'signal';
  readonly month: string;
  readonly firstMonth: string;
  readonly rule: string;
  readonly reading: string;
}

/** The number or the check whose dispute a thread is. */
export interface OpeningDispute extends Pick<Challenge, 'about' | 'firstMonth' | 'lastMonth'> {
  readonly kind: 'dispute';
}

/** By thread; one that began with an idea has none, whatever joined it later. */
export type ThreadOpenings = ReadonlyMap<string, OpeningSignal | OpeningDispute>;

/** What these threads began with, where it was no person's words: pages say it in the reader's language. */
export async function threadOpenings(
  db: Database,
  threadIds: readonly string[],
): Promise<ThreadOpenings> {
  const [signals, disputes] = [
    await openingSignals(db, threadIds),
    await challengesOfThreads(db, threadIds),
  ];
  return new Map<string, OpeningSignal | OpeningDispute>([
    ...signals,
    ...disputes.map(({ threadId, about, firstMonth, lastMonth }) => {
      const dispute = { kind: 'dispute', about, firstMonth, lastMonth } as const;
      return [threadId, dispute] as const;
    }),
  ]);
}

async function openingSignals(
  db: Database,
  threadIds: readonly string[],
): Promise<readonly (readonly [string, OpeningSignal])[]> {
  const { rows } = await sql<{ thread_id: string; words: Readonly<Record<string, string>> }>`
    select asked.thread_id, opening.words
    from unnest(${[...threadIds]}::text[]) as asked(thread_id)
    cross join lateral (
      select command, words from ledger where ledger.thread_id = asked.thread_id order by seq limit 1
    ) as opening
    where opening.command = 'signal.received'`.execute(db);
  return rows.map(({ thread_id, words }) => [thread_id, signalIn(words)]);
}

const signalIn = (words: Readonly<Record<string, string>>): OpeningSignal => {
  const { month = '', firstMonth = month, rule = '', reading = '' } = words;
  return { kind: 'signal', month, firstMonth, rule, reading };
};
