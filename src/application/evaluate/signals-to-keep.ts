import { type Caution, type Month, monthsBetween } from '#core';
import { findSignals, type MonthlyResult } from '#knowledge';
import type {
  ChartHistory,
  ChartSignal,
  KeptSignal,
  MeasureResult,
  StoredCodingChange,
} from '#store';
import type { CompiledMeasure } from './compile-library.ts';
import type { LastMade } from './last-made.ts';

/** Months back from the last one within which a signal is still news; older ones are history from the start. */
export const currentMonths = 3;
/** A signal whose pattern lies this close to a change of coding is read with caution. */
export const codingChangeMonths = 2;

export interface SignalSearch {
  readonly measures: readonly CompiledMeasure[];
  readonly results: readonly MeasureResult[];
  readonly months: readonly Month[];
  readonly historyOf: (unitId: string, measureId: string) => ChartHistory;
  readonly codingChanges: readonly StoredCodingChange[];
  /** By chart. */
  readonly remembered: LastMade<readonly ChartSignal[]>;
}

/** Every signal on every chart, as the results now stand. */
export function searchSignals(search: SignalSearch): readonly ChartSignal[] {
  const measures = new Map(search.measures.map((compiled) => [compiled.measure.id, compiled]));
  const months = search.months.join();
  const codingChanges = JSON.stringify(search.codingChanges);
  return [...seriesByChart(search.results)].flatMap((chart) => {
    const { unitId, measureId } = chart;
    const compiled = measures.get(measureId);
    if (compiled === undefined) return [];
    const history = search.historyOf(unitId, measureId);
    const series = chart.results.map((r) =>
      [r.month, r.numerator, r.denominator, r.sumOfSquares].join(' '),
    );
    const parts = [compiled.digest, months, codingChanges, JSON.stringify(history), series.join()];
    return search.remembered(`${unitId}\n${measureId}`, parts, () =>
      signalsOf(chart, { search, measure: compiled.measure, history }),
    );
  });
}

interface ChartAsked {
  readonly search: SignalSearch;
  readonly measure: CompiledMeasure['measure'];
  readonly history: ChartHistory;
}

function signalsOf(
  { unitId, measureId, results }: ChartSeries,
  { search, measure, history }: ChartAsked,
): readonly ChartSignal[] {
  const found = findSignals({ measure, results, months: search.months, ...history });
  return found.map((signal) => ({
    ...signal,
    unitId,
    measureId,
    cautions: codingCautions(search.codingChanges, {
      unitId,
      firstMonth: signal.firstMonth,
      completeIn: signal.month,
      measureId,
    }),
  }));
}

interface ChartSeries {
  readonly unitId: string;
  readonly measureId: string;
  readonly results: readonly MonthlyResult[];
}

function seriesByChart(results: readonly MeasureResult[]): Iterable<ChartSeries> {
  const charts = new Map<string, { unitId: string; measureId: string; results: MeasureResult[] }>();
  for (const result of results) {
    const key = `${result.unitId}\n${result.measureId}`;
    const chart = charts.get(key);
    if (chart !== undefined) chart.results.push(result);
    else charts.set(key, { unitId: result.unitId, measureId: result.measureId, results: [result] });
  }
  return charts.values();
}

interface Pattern {
  readonly unitId: string;
  readonly firstMonth: Month;
  /** The month in which the pattern was complete. */
  readonly completeIn: Month;
  readonly measureId: string;
}

function codingCautions(
  changes: readonly StoredCodingChange[],
  { unitId, firstMonth, completeIn, measureId }: Pattern,
): readonly Caution[] {
  const near = changes.find(
    (change) =>
      change.unitId === unitId &&
      change.measureIds.includes(measureId) &&
      monthsBetween(change.month, firstMonth) <= codingChangeMonths &&
      monthsBetween(completeIn, change.month) <= codingChangeMonths,
  );
  if (near === undefined) return [];
  return [
    {
      code: 'coding-changed',
      message: `From ${near.month} this unit records ${near.toCode} where it recorded ${near.fromCode}. Look at recording before care.`,
    },
  ];
}

export interface SortedSignals {
  readonly added: readonly ChartSignal[];
  readonly again: readonly (KeptSignal & { readonly found: ChartSignal })[];
}

/** Tells signals that are kept already (the same chart and side, overlapping months) from new ones. */
export function sortSignals(
  found: readonly ChartSignal[],
  kept: readonly KeptSignal[],
): SortedSignals {
  const added: ChartSignal[] = [];
  const again: (KeptSignal & { readonly found: ChartSignal })[] = [];
  const free = new Set(kept);
  for (const signal of found) {
    const match = [...free].find((one) => isSame(one, signal));
    if (match === undefined) added.push(signal);
    else {
      free.delete(match);
      again.push({ ...match, found: signal });
    }
  }
  return { added, again };
}

const isSame = (kept: KeptSignal, found: ChartSignal): boolean =>
  kept.unitId === found.unitId &&
  kept.measureId === found.measureId &&
  kept.side === found.side &&
  kept.firstMonth <= found.lastMonth &&
  found.firstMonth <= kept.lastMonth;
