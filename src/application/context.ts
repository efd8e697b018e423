import { type Organisation, type Person, type UnitTree, unitTree } from '#organisation';
import { type Database, loadOrganisation, type StoredJob } from '#store';

/** Something that other people's screens should hear of at once. */
export type News =
  | { readonly kind: 'thread'; readonly threadId: string }
  | { readonly kind: 'results'; readonly dataVersion: string }
  | { readonly kind: 'job'; readonly job: Omit<StoredJob, 'request'> };

/** What every act of the running program needs; the clock and new identifiers are given, not taken. */
export interface Application {
  readonly db: Database;
  /** The instant now, as ISO text in UTC with milliseconds. */
  readonly clock: () => string;
  readonly newId: () => string;
  readonly announce: (news: News) => void;
  /** Of the marks by which the ledger names patients; lies in the data folder, never in the database. */
  readonly auditKey: Buffer;
}

/** The program in the hands of somebody who is signed in. */
export interface Context extends Application {
  readonly person: Person;
}

/** The organisation in force, with its tree. */
export interface OrganisationInForce extends Organisation {
  readonly tree: UnitTree;
}

export async function organisationInForce(db: Database): Promise<OrganisationInForce> {
  const organisation = await loadOrganisation(db);
  return { ...organisation, tree: unitTree(organisation.units) };
}
