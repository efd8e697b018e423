import type { Text } from '#core';
import type { Measure } from '#cql';
import { qualityChecks } from '#data';
import {
  type Forum,
  forumById,
  type PersonRef,
  personById,
  routeUp,
  type UnitRef,
  unitRef,
} from '#organisation';
import {
  awaitsDecision,
  type DecisionSupportRule,
  overriddenRule,
  overridesTitle,
  type Proposal,
  type Standing,
  standingOf,
  type Thread,
} from '#practice';
import {
  type Database,
  measuresInUse,
  type OpeningDispute,
  rulesInUse,
  type StoredSignal,
  type ThreadOpenings,
} from '#store';
import { type OrganisationInForce, organisationInForce } from '../context.ts';
import { found } from '../trouble.ts';

/** What pages look names up in: the organisation and the measures, on one day. */
export interface Book {
  readonly organisation: OrganisationInForce;
  readonly measures: ReadonlyMap<string, Measure>;
  /** Rules that give advice, by id. */
  readonly rules: ReadonlyMap<string, DecisionSupportRule>;
  readonly asOf: string;
}

export async function openBook(db: Database, asOf: string): Promise<Book> {
  const [organisation, measures, rules] = await Promise.all([
    organisationInForce(db),
    measuresInUse(db),
    rulesInUse(db),
  ]);
  return { organisation, measures, rules, asOf };
}

export const unitNamed = ({ organisation }: Pick<Book, 'organisation'>, unitId: string): UnitRef =>
  unitRef(found(organisation.tree.byId.get(unitId), 'unit', unitId));

export const personNamed = (
  { organisation }: Pick<Book, 'organisation'>,
  personId: string,
): PersonRef => ({
  id: personId,
  name: personById(organisation.people, personId)?.name ?? personId,
});

export const ownerNamed = (book: Book, personId: string | null): PersonRef | null =>
  personId === null ? null : personNamed(book, personId);

export const forumNamed = (
  { organisation }: Pick<Book, 'organisation'>,
  forumId: string,
): Pick<Forum, 'id' | 'name'> => {
  const forum = forumById(organisation, forumId);
  return { id: forumId, name: forum?.name ?? { en: forumId, sv: forumId } };
};

export const kindNamed = ({ forumKinds }: OrganisationInForce, kind: string): Text =>
  forumKinds.find(({ id }) => id === kind)?.name ?? { en: kind, sv: kind };

export function titleOf(book: Book, measureId: string): Text {
  const rule = book.rules.get(overriddenRule(measureId) ?? '');
  if (rule !== undefined) return overridesTitle(rule);
  return book.measures.get(measureId)?.title ?? { en: measureId, sv: measureId };
}

/** The forum that has the thread: where its undecided proposal lies, or else the nearest of its unit. */
export function forumOf(
  book: Book,
  thread: Thread,
  proposals: readonly Proposal[],
): Forum | undefined {
  const { organisation } = book;
  const waiting = proposals.find(awaitsDecision);
  const holder = waiting === undefined ? undefined : forumById(organisation, waiting.forumId);
  return holder ?? routeUp(organisation, thread.unitId)[0];
}

export function standing(book: Book, thread: Thread, proposals: readonly Proposal[]): Standing {
  // Every unit has a forum above it; without one nothing could be overdue by anybody's rhythm.
  const cadenceDays = forumOf(book, thread, proposals)?.cadenceDays ?? Number.POSITIVE_INFINITY;
  return standingOf(thread, book.asOf, cadenceDays);
}

/** What a thread is called: by its signal or dispute in the reader's language where it began with one, else as it was written. */
export function threadName(book: Book, thread: Thread, openings: ThreadOpenings) {
  const opening = openings.get(thread.id);
  return {
    id: thread.id,
    title: thread.title,
    unit: unitNamed(book, thread.unitId),
    measureTitle: thread.measureId === null ? null : titleOf(book, thread.measureId),
    openingSignal: opening?.kind === 'signal' ? opening : null,
    openingDispute: opening?.kind === 'dispute' ? disputeNamed(book, opening) : null,
  };
}

const disputeNamed = (book: Book, { about, firstMonth, lastMonth }: OpeningDispute) => ({
  about: about.kind,
  title: about.kind === 'measure' ? titleOf(book, about.measureId) : checkTitle(about.checkId),
  ...{ firstMonth, lastMonth },
});

const checkTitle = (checkId: string): Text =>
  qualityChecks.find(({ id }) => id === checkId)?.title ?? { en: checkId, sv: checkId };

export function threadSummary(
  book: Book,
  thread: Thread,
  {
    proposals,
    openings,
  }: { readonly proposals: readonly Proposal[]; readonly openings: ThreadOpenings },
) {
  const { state, waitingFor, since, overdue } = standing(book, thread, proposals);
  return {
    ...threadName(book, thread, openings),
    ...{ state, waitingFor, since, overdue },
    owner: ownerNamed(book, thread.ownerId),
    openedAt: thread.openedAt,
    closedAt: thread.closedAt,
  };
}

export const signalShown = (book: Book, signal: StoredSignal) => ({
  id: signal.id,
  measureId: signal.measureId,
  measureTitle: titleOf(book, signal.measureId),
  ruleId: overriddenRule(signal.measureId),
  unit: unitNamed(book, signal.unitId),
  month: signal.month,
  firstMonth: signal.firstMonth,
  rule: signal.rule,
  reading: signal.reading,
  state: signal.state,
  owner: ownerNamed(book, signal.ownerId),
  threadId: signal.threadId,
  cautions: signal.cautions,
});
