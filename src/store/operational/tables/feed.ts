import type { Instant } from './columns.ts';

interface UsedAssertionTable {
  digest: string;
  until: Instant;
}

/** What the live feed keeps of those who send. */
export interface FeedTables {
  used_assertion: UsedAssertionTable;
}
