import { sql } from 'kysely';
import { type Database, instantOrNull } from './database.ts';

/** How a program has called, or tried to. */
export interface ClientContact {
  readonly issuer: string;
  readonly calls: number;
  readonly lastSeenAt: string | null;
  readonly refused: number;
  readonly lastRefusedAt: string | null;
  readonly lastRefusal: string | null;
}

export async function clientContacts(db: Database): Promise<readonly ClientContact[]> {
  const rows = await db.selectFrom('client_contact').selectAll().orderBy('issuer').execute();
  return rows.map((row) => ({
    ...{ issuer: row.issuer, calls: Number(row.calls), refused: Number(row.refused) },
    lastSeenAt: instantOrNull(row.last_seen_at),
    ...{ lastRefusedAt: instantOrNull(row.last_refused_at), lastRefusal: row.last_refusal },
  }));
}

/** Adds what has happened since it was last kept. An issuer that is new to us is kept while there are fewer than `issuersMax`. */
export async function addClientContacts(
  db: Database,
  contacts: readonly ClientContact[],
  issuersMax: number,
): Promise<void> {
  if (contacts.length === 0) return;
  await sql`
    insert into client_contact (issuer, calls, last_seen_at, refused, last_refused_at, last_refusal)
    select issuer, calls, "lastSeenAt", refused, "lastRefusedAt", "lastRefusal"
    from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) as c(issuer text, calls bigint,
      "lastSeenAt" timestamptz, refused bigint, "lastRefusedAt" timestamptz, "lastRefusal" text)
    where (select count(*) from client_contact) < ${issuersMax}
      or exists (select from client_contact known where known.issuer = c.issuer)
      or exists (select from decision_support_client trusted where trusted.issuer = c.issuer)
    on conflict (issuer) do update set
      calls = client_contact.calls + excluded.calls,
      last_seen_at = coalesce(excluded.last_seen_at, client_contact.last_seen_at),
      refused = client_contact.refused + excluded.refused,
      last_refused_at = coalesce(excluded.last_refused_at, client_contact.last_refused_at),
      last_refusal = coalesce(excluded.last_refusal, client_contact.last_refusal)`.execute(db);
}
