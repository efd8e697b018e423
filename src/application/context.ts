import { type Organisation, type Person, type UnitTree, unitTree } from '#organisation';
import { type Database, loadOrganisation, organisationMark, type StoredJob } from '#store';

/** Something that other people's screens should hear of at once. */
export type News =
  /** An alert was raised or passed on in this unit. */
  | { readonly kind: 'alert'; readonly unitId: string }
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

/** What was last read, by its mark: every page and every command asks for the organisation, and it seldom changes. */
let lastRead: { readonly mark: string; readonly organisation: OrganisationInForce } | undefined;

export async function organisationInForce(db: Database): Promise<OrganisationInForce> {
  const mark = await organisationMark(db);
  if (lastRead?.mark === mark) return lastRead.organisation;
  const organisation = await loadOrganisation(db);
  const inForce = { ...organisation, tree: unitTree(organisation.units) };
  lastRead = { mark, organisation: inForce };
  return inForce;
}
