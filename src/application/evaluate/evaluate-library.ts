import { addMonths, groupBy, type Month, mapAtOnce, monthsFromTo } from '#core';
import { findCodingChanges } from '#data';
import { type Branch, type MonthPeriod, monthPeriods, presetInUse, rollUp } from '#knowledge';
import { unitTree } from '#organisation';
import {
  type ChartSignal,
  type ClinicalStore,
  chartHistories,
  type Database,
  type GroupResult,
  growSignals,
  insertSignals,
  inTransaction,
  keptSignals,
  loadOrganisation,
  type MeasureResult,
  type MeasureVersion,
  recordEvaluation,
  recordMeasureVersions,
  replaceCodingChanges,
  replaceGroupResults,
  replaceOwnCharts,
  replaceRunningResults,
} from '#store';
import type { News } from '../context.ts';
import type { Library, MeasureInUse } from '../library/open-library.ts';
import { ownToAsk } from '../own-measures/own-to-ask.ts';
import { countAdvice, overrideSignals } from '../signals/override-signals.ts';
import { receiveSignals } from '../signals/receive-signals.ts';
import { codeUses, layOutPeriods, monthsOfCare, monthsToEvaluate } from './clinical-questions.ts';
import { type CompiledMeasure, compiledLibrary } from './compile-library.ts';
import type { CountMemory } from './count-memory.ts';
import { measuresReading } from './measures-reading.ts';
import { currentMonths, searchSignals, sortSignals } from './signals-to-keep.ts';

export interface Evaluating {
  readonly db: Database;
  readonly clinical: ClinicalStore;
  readonly library: Library;
  readonly dataVersion: string;
  readonly timeZone: string;
  readonly memory: CountMemory;
  readonly clock: () => string;
  readonly newId: () => string;
  readonly announce: (news: News) => void;
  readonly onProgress?: (progress: EvaluationProgress) => void;
}

export interface EvaluationProgress {
  readonly done: number;
  readonly of: number;
  readonly measureId: string;
}

export interface EvaluationSummary {
  readonly months: { readonly first: Month; readonly last: Month } | null;
  readonly measures: number;
  /** Measures that were asked of the records, of all patients or of those whose records have changed. */
  readonly asked: number;
  /** Results that are new or different, over all levels. */
  readonly changed: number;
  readonly eventsWithoutUnit: number;
  readonly signalsAdded: number;
}

const nothing = { measures: 0, asked: 0, changed: 0, eventsWithoutUnit: 0, signalsAdded: 0 };

/**
 * Asks every measure for every month and unit, adds up over the organisation, keeps what is new or different,
 * and turns what chance seldom makes into signals with an owner and a thread. All of it is kept, or nothing.
 */
export async function evaluateLibrary(evaluating: Evaluating): Promise<EvaluationSummary> {
  const startedAt = evaluating.clock();
  const care = await monthsOfCare(evaluating.clinical);
  if (care === null) return { ...nothing, months: null };
  const span = monthsToEvaluate(care, startedAt);
  const months = monthsFromTo(span.first, span.last);
  const running = startedAt.slice(0, 7);
  const periods = monthPeriods([...months, running], evaluating.timeZone);
  await layOutPeriods(evaluating.clinical, periods);
  const own = await ownToAsk(evaluating);
  const measures = [...compiledLibrary(evaluating.library, evaluating.timeZone), ...own.asked];
  const counted = await countAll(evaluating, measures, { periods, lastMonth: span.last });
  const codingChanges = findCodingChanges(await codeUses(evaluating.clinical, months), months).map(
    (change) => ({ ...change, measureIds: measuresReading(change, measures) }),
  );
  const advice = await countAdvice(
    evaluating.clinical,
    evaluating.library.rules.map(({ rule }) => rule.id),
  );
  const kept = await inTransaction(evaluating.db, async (tx) => {
    const { units } = await loadOrganisation(tx);
    const { results: all, unplaced } = rolledUp(counted.results, units);
    const results = all.filter(({ month }) => month !== running);
    const { evaluationId, changed } = await recordEvaluation(tx, {
      dataVersion: evaluating.dataVersion,
      firstMonth: span.first,
      lastMonth: span.last,
      eventsUnassigned: counted.withoutUnit + unplaced,
      startedAt,
      finishedAt: evaluating.clock(),
      versions: measures.map(versionOf),
      results,
    });
    await replaceRunningResults(
      tx,
      evaluationId,
      all.filter(({ month }) => month === running),
    );
    await replaceGroupResults(tx, evaluationId, groupsRolledUp(counted.groups, units));
    await replaceCodingChanges(tx, evaluationId, codingChanges);
    await recordMeasureVersions(tx, own.unasked.map(versionOf), evaluating.clock());
    await replaceOwnCharts(tx, own.charts);
    const historyOf = await chartHistories(tx);
    const found = [
      ...searchSignals({ measures, results, months, historyOf, codingChanges }),
      ...overrideSignals(advice, unitTree(units), span.last),
    ];
    const added = await keepSignals(tx, evaluating, { evaluationId, found, lastMonth: span.last });
    return { changed, added, unplaced };
  });
  evaluating.announce({ kind: 'results', dataVersion: evaluating.dataVersion });
  return {
    months: span,
    measures: measures.length,
    asked: counted.asked,
    changed: kept.changed,
    eventsWithoutUnit: counted.withoutUnit + kept.unplaced,
    signalsAdded: kept.added,
  };
}

const versionOf = ({ digest, measure, cql }: MeasureInUse): MeasureVersion => ({
  ...{ digest, measureId: measure.id, version: measure.version },
  ...{ definition: measure, cql },
});

interface Counted {
  readonly results: readonly MeasureResult[];
  readonly groups: readonly GroupResult[];
  readonly withoutUnit: number;
  readonly asked: number;
}

interface MonthsAsked {
  readonly periods: readonly MonthPeriod[];
  readonly lastMonth: Month;
}

/** While one question waits for its last rows, the next keeps the other processor at work. */
const questionsAtOnce = 2;

async function countAll(
  { clinical, library, memory, onProgress }: Evaluating,
  measures: readonly CompiledMeasure[],
  { periods, lastMonth }: MonthsAsked,
): Promise<Counted> {
  const counting = await memory.begin(clinical);
  const told = JSON.stringify(periods);
  const counted = await mapAtOnce(measures, questionsAtOnce, async ({ measure, sql }, done) => {
    onProgress?.({ done, of: measures.length, measureId: measure.id });
    const groupings = measure.scoring === 'ratio' ? [] : library.groupings;
    const counts = await counting.count({ measure, sql, groupings, lastMonth }, told);
    return { measureId: measure.id, ...counts };
  });
  return {
    results: counted.flatMap(({ measureId, results }) =>
      results.map((result) => ({ ...result, measureId })),
    ),
    groups: counted.flatMap(({ groups }) => groups),
    withoutUnit: counted.reduce((sum, { withoutUnit }) => sum + withoutUnit, 0),
    asked: counting.asked(),
  };
}

/** Each measure added up over the organisation; what belongs to no known unit is counted, not lost. */
function rolledUp(own: readonly MeasureResult[], units: readonly Branch[]) {
  const results: MeasureResult[] = [];
  let unplaced = 0;
  for (const [measureId, measured] of groupBy(own, (result) => result.measureId)) {
    const up = rollUp(measured, units);
    for (const result of up.results) results.push({ ...result, measureId });
    for (const result of up.unplaced) unplaced += result.denominator;
  }
  return { results, unplaced };
}

/** Groups add up over the organisation in the same way; the month stands still. */
function groupsRolledUp(
  own: readonly GroupResult[],
  units: readonly Branch[],
): readonly GroupResult[] {
  const month = '0000-01';
  const groups = groupBy(own, ({ measureId, groupingId, groupId }) =>
    [measureId, groupingId, groupId].join('\n'),
  );
  return [...groups.values()].flatMap((results) => {
    const [first] = results;
    if (first === undefined) return [];
    const { measureId, groupingId, groupId } = first;
    const up = rollUp(
      results.map((result) => ({ ...result, month })),
      units,
    ).results;
    return up.map(({ unitId, numerator, denominator, sumOfSquares }) => ({
      ...{ measureId, unitId, groupingId, groupId },
      ...{ numerator, denominator, sumOfSquares },
    }));
  });
}

interface Keeping {
  readonly evaluationId: number;
  readonly found: readonly ChartSignal[];
  readonly lastMonth: Month;
}

async function keepSignals(
  tx: Parameters<typeof recordEvaluation>[0],
  { clock, newId }: Evaluating,
  { evaluationId, found, lastMonth }: Keeping,
): Promise<number> {
  const { added, again } = sortSignals(found, await keptSignals(tx));
  const newsFrom = addMonths(lastMonth, 1 - currentMonths);
  const stored = added.map((signal) => ({
    ...signal,
    id: newId(),
    closedReason: closedReason(signal, newsFrom),
  }));
  await insertSignals(tx, stored, { evaluationId, preset: presetInUse, foundAt: clock() });
  await growSignals(
    tx,
    again.map(({ id, found: signal }) => ({
      id,
      lastMonth: signal.lastMonth,
      cautions: signal.cautions,
    })),
  );
  await receiveSignals(
    tx,
    stored.filter((signal) => signal.closedReason === null),
    clock(),
  );
  return stored.length;
}

/** Why nobody need act on it: it lies in the past, or no direction of the measure is good. Null when somebody should. */
function closedReason(signal: ChartSignal, newsFrom: Month): string | null {
  if (signal.reading === 'neutral') return 'neutral-measure';
  return signal.month < newsFrom && signal.lastMonth < newsFrom ? 'before-first-look' : null;
}
