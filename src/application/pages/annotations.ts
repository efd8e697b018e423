import type { PersonRef } from '#organisation';
import type { Challenge, Cycle } from '#practice';
import {
  type AdoptionBegun,
  adoptionsBegun,
  type ChartPart,
  challengesOnChart,
  changesBegun,
  chartPartsOf,
  type Database,
  type StoredCodingChange,
  type StoredSignal,
  signalsOnChart,
} from '#store';
import { codingChangesUnder } from './coding-changes.ts';
import { type Book, ownerNamed, personNamed } from './organisation-book.ts';

/** A mark on a chart: what happened in that month, and where to read more. */
export interface Annotation {
  readonly month: string;
  readonly kind: 'change' | 'recalculation' | 'signal' | 'recording' | 'challenge';
  readonly label: string;
  readonly threadId: string | null;
  readonly cycleId: string | null;
  readonly by: PersonRef | null;
  readonly reason: string | null;
}

/**
 * What has been noted on one chart, by month. Nobody writes annotations: a change that went live, a recalculation
 * that was signed and a signal that was found appear by themselves.
 */
export async function annotationsOn(
  db: Database,
  book: Book,
  chart: { readonly unitId: string; readonly measureId: string },
): Promise<readonly Annotation[]> {
  const [changes, adoptions, parts, signals, coding, disputed] = await Promise.all([
    changesBegun(db, chart),
    adoptionsBegun(db, chart.measureId, [chart.unitId]),
    chartPartsOf(db, chart),
    signalsOnChart(db, chart),
    codingChangesUnder(db, book, chart.unitId),
    challengesOnChart(db, chart),
  ]);
  return [
    ...changes.flatMap((cycle) => change(book, cycle)),
    ...adoptions.flatMap((adoption) => adopted(book, adoption)),
    ...parts.map((part) => recalculation(book, part)),
    ...signals.map(signalFound),
    ...monthsOf(coding, chart.measureId).map(recordingChanged),
    ...disputed.map((challenge) => challenged(book, challenge)),
  ].toSorted((a, b) => (a.month < b.month ? -1 : 1));
}

const change = (book: Book, cycle: Cycle): readonly Annotation[] =>
  cycle.startMonth === null
    ? []
    : [
        {
          month: cycle.startMonth,
          kind: 'change',
          label: cycle.title,
          threadId: cycle.threadId,
          cycleId: cycle.id,
          by: ownerNamed(book, cycle.ownerId),
          reason: cycle.change,
        },
      ];

/** A practice taken up, unless a cycle of the unit's own marks it already. */
const adopted = (book: Book, adoption: AdoptionBegun): readonly Annotation[] =>
  adoption.cycleId !== null
    ? []
    : [
        {
          month: adoption.startMonth,
          kind: 'change',
          label: adoption.title,
          threadId: adoption.threadId,
          cycleId: null,
          by: ownerNamed(book, adoption.ownerId),
          reason: adoption.reason,
        },
      ];

const recalculation = (book: Book, part: ChartPart): Annotation => ({
  month: part.fromMonth,
  kind: 'recalculation',
  label: part.reason,
  threadId: null,
  cycleId: null,
  by: personNamed(book, part.signedBy),
  reason: part.reason,
});

/** Months in which coding changed under this chart, each once however many codes or units it touched. */
const monthsOf = (changes: readonly StoredCodingChange[], measureId: string): readonly string[] => [
  ...new Set(changes.filter((one) => one.measureIds.includes(measureId)).map(({ month }) => month)),
];

/** Told in the reader's language by its kind. */
const recordingChanged = (month: string): Annotation => ({
  ...{ month, kind: 'recording', label: '' },
  ...{ threadId: null, cycleId: null, by: null, reason: null },
});

/** A number that is disputed, and what came of it: told in the reader's language by its outcome. */
const challenged = (book: Book, { firstMonth, threadId, conclusion }: Challenge): Annotation => ({
  ...{ month: firstMonth, kind: 'challenge', label: conclusion?.outcome ?? 'open' },
  ...{ threadId, cycleId: null, by: ownerNamed(book, conclusion?.by ?? null) },
  reason: conclusion?.because ?? null,
});

const signalFound = (signal: StoredSignal): Annotation => ({
  month: signal.firstMonth,
  kind: 'signal',
  label: signal.rule,
  threadId: signal.threadId,
  cycleId: null,
  by: null,
  reason: null,
});
