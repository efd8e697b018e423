import { addMonths, type Month } from '#core';
import { type Branch, presetInUse } from '#knowledge';
import { unitTree } from '#organisation';
import {
  type Changes,
  type ChartSignal,
  chartHistories,
  growSignals,
  insertSignals,
  keptSignals,
  loadOrganisation,
  type MeasureVersion,
  measuresInUse,
  recordEvaluation,
  recordMeasureVersions,
  replaceCodingChanges,
  replaceGroupResults,
  replaceOwnCharts,
  replaceOwnCountings,
  replaceRunningResults,
  type StoredCodingChange,
} from '#store';
import type { MeasureInUse } from '../library/open-library.ts';
import type { OwnToAsk } from '../own-measures/own-to-ask.ts';
import { type AdviceCounts, overrideSignals } from '../signals/override-signals.ts';
import { receiveSignals } from '../signals/receive-signals.ts';
import type { CompiledMeasure } from './compile-library.ts';
import type { MeasureCounts } from './count-memory.ts';
import type { EvaluationMemory } from './evaluation-memory.ts';
import { type MeasureNumbers, measureNumbers } from './measure-numbers.ts';
import { currentMonths, searchSignals, sortSignals } from './signals-to-keep.ts';

export interface Keeping {
  readonly memory: EvaluationMemory;
  readonly dataVersion: string;
  readonly clock: () => string;
  readonly newId: () => string;
}

export interface CountedMeasure {
  readonly compiled: CompiledMeasure;
  readonly counts: MeasureCounts;
}

/** Everything an evaluation found. */
export interface FoundByEvaluation {
  readonly counted: readonly CountedMeasure[];
  readonly own: OwnToAsk;
  readonly codingChanges: readonly StoredCodingChange[];
  readonly advice: AdviceCounts;
  /** Whole months. */
  readonly span: { readonly first: Month; readonly last: Month };
  readonly months: readonly Month[];
  readonly startedAt: string;
}

export interface KeptEvaluation {
  readonly numbers: readonly MeasureNumbers[];
  /** Results that are new or different, over all levels. */
  readonly changed: number;
  readonly withoutUnit: number;
  readonly signalsAdded: number;
}

/** Writes what is new or different of an evaluation; what the store is known to hold already is not looked at again. */
export async function keepEvaluation(
  tx: Changes,
  keeping: Keeping,
  found: FoundByEvaluation,
): Promise<KeptEvaluation> {
  const { memory, dataVersion, clock } = keeping;
  const { counted, own, span, startedAt } = found;
  const { units } = await loadOrganisation(tx);
  const numbers = numbersOf(memory, found, units);
  const fresh = notKept(memory.kept(), numbers);
  const versions = counted.filter(({ compiled }) => fresh.has(compiled.measure.id));
  const withoutUnit = numbers.reduce((sum, one) => sum + one.withoutUnit, 0);
  const { evaluationId, changed } = await recordEvaluation(tx, {
    ...{ dataVersion, firstMonth: span.first, lastMonth: span.last, startedAt },
    ...{ finishedAt: clock(), eventsUnassigned: withoutUnit },
    versions: versions.map(({ compiled }) => versionOf(compiled)),
    results: [...fresh.values()].flatMap(({ results }) => results),
  });
  const running = numbers.flatMap((one) => one.running);
  if (fresh.size > 0) await replaceRunningResults(tx, evaluationId, running);
  await replaceGroupResults(tx, evaluationId, {
    // What is being counted keeps what was said of it before.
    of: fresh.size === numbers.length && own.awaited.length === 0 ? 'all' : [...fresh.keys()],
    results: [...fresh.values()].flatMap(({ groups }) => groups),
  });
  await replaceCodingChanges(tx, evaluationId, found.codingChanges);
  await keepOwn(tx, own, clock());
  const historyOf = await chartHistories(tx);
  const signals = [
    ...searchSignals({
      measures: counted.map(({ compiled }) => compiled),
      results: numbers.flatMap(({ results }) => results),
      ...{ historyOf, months: found.months, codingChanges: found.codingChanges },
      remembered: memory.signals,
    }),
    ...overrideSignals(found.advice, unitTree(units), span.last),
  ];
  const signalsFound = { evaluationId, found: signals, lastMonth: span.last };
  const signalsAdded = await keepSignals(tx, keeping, signalsFound);
  return { numbers, changed, withoutUnit, signalsAdded };
}

/** A definition that is being counted comes into force with its numbers; a measure that is new has a page before. */
async function keepOwn(tx: Changes, own: OwnToAsk, at: string): Promise<void> {
  const inUse = await measuresInUse(tx);
  const added = own.awaited.filter(({ measure }) => !inUse.has(measure.id));
  await recordMeasureVersions(tx, [...own.unasked, ...added].map(versionOf), at);
  await replaceOwnCharts(tx, own.charts);
  await replaceOwnCountings(
    tx,
    own.toCount.map(({ question }) => question.id),
  );
}

function numbersOf(
  memory: EvaluationMemory,
  { counted, startedAt }: FoundByEvaluation,
  units: readonly Branch[],
): readonly MeasureNumbers[] {
  const running = startedAt.slice(0, 7);
  const tree = JSON.stringify(units.map(({ id, parentId }) => [id, parentId]));
  return counted.map(({ compiled: { measure, digest }, counts }) =>
    memory.numbers(measure.id, [counts, digest, running, tree], () =>
      measureNumbers({ measureId: measure.id, counts, units, running }),
    ),
  );
}

/** The numbers that are others than the store holds; all of them when it may hold those of other measures. */
function notKept(
  kept: ReadonlyMap<string, MeasureNumbers> | null,
  numbers: readonly MeasureNumbers[],
): ReadonlyMap<string, MeasureNumbers> {
  const isSame =
    kept?.size === numbers.length && numbers.every(({ measureId }) => kept.has(measureId));
  return new Map(
    numbers
      .filter((one) => !isSame || kept.get(one.measureId) !== one)
      .map((one) => [one.measureId, one]),
  );
}

const versionOf = ({ digest, measure, cql }: MeasureInUse): MeasureVersion => ({
  ...{ digest, measureId: measure.id, version: measure.version },
  ...{ definition: measure, cql },
});

interface SignalsFound {
  readonly evaluationId: number;
  readonly found: readonly ChartSignal[];
  readonly lastMonth: Month;
}

async function keepSignals(
  tx: Changes,
  { clock, newId }: Keeping,
  { evaluationId, found, lastMonth }: SignalsFound,
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
