import type { ClinicalStore } from '../clinical-store.ts';
import { numberOf, textOf } from '../rows.ts';
import type { UnfoldedPosts } from './unfold-posts.ts';

/** Who sent what a file of the live feed holds, so that a row leads to its post. */
export async function prepareFeedPosts(store: ClinicalStore): Promise<void> {
  await store.write([
    {
      sql: `create table if not exists archive.feed_post (
        path varchar not null, source varchar not null, received_at timestamp not null,
        first_line bigint not null, last_line bigint not null)`,
    },
  ]);
}

/** Notes which post stands where in a file; the same file again replaces what was noted of it. */
export async function noteFeedPosts(
  store: ClinicalStore,
  { file, places }: UnfoldedPosts,
): Promise<void> {
  await store.write([
    { sql: 'delete from archive.feed_post where path = $1', parameters: [file] },
    {
      sql: `insert into archive.feed_post
        select $1, p->>'source', (p->>'receivedAt')::timestamptz::timestamp,
          (p->>'firstLine')::bigint, (p->>'lastLine')::bigint
        from (select unnest($2)::json as p)`,
      parameters: [file, places.map((place) => JSON.stringify(place))],
    },
  ]);
}

/** What came from one sender: counts only. */
export interface FeedSource {
  readonly source: string;
  readonly posts: number;
  readonly resources: number;
  readonly lastReceivedAt: string;
}

/** What each sender posted since a moment, the busiest first. */
export async function feedSources(
  store: ClinicalStore,
  since: string,
): Promise<readonly FeedSource[]> {
  const rows = await store.query(
    `select source, count(*) as posts, sum(last_line - first_line + 1)::bigint as resources,
       max(received_at) as last_received_at
     from archive.feed_post where received_at >= $1::timestamptz::timestamp
     group by source order by resources desc, source`,
    { parameters: [since] },
  );
  return rows.map((row) => ({
    source: textOf(row, 'source'),
    posts: numberOf(row, 'posts'),
    resources: numberOf(row, 'resources'),
    lastReceivedAt: textOf(row, 'last_received_at'),
  }));
}
