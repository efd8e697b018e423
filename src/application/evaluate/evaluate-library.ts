import { type Month, mapAtOnce, monthsFromTo } from '#core';
import { findCodingChanges } from '#data';
import { type MonthPeriod, monthPeriods } from '#knowledge';
import { type ClinicalStore, type Database, inTransaction } from '#store';
import type { News } from '../context.ts';
import type { Library } from '../library/open-library.ts';
import type { BesideCounter } from '../own-measures/count-beside.ts';
import { ownToAsk, withFailed } from '../own-measures/own-to-ask.ts';
import { countAdvice } from '../signals/override-signals.ts';
import { codeUses, layOutPeriods, monthsOfCare, monthsToEvaluate } from './clinical-questions.ts';
import { type CompiledMeasure, compiledLibrary } from './compile-library.ts';
import type { EvaluationMemory } from './evaluation-memory.ts';
import { type CountedMeasure, keepEvaluation } from './keep-evaluation.ts';
import { measuresReading } from './measures-reading.ts';

export interface Evaluating {
  readonly db: Database;
  readonly clinical: ClinicalStore;
  readonly library: Library;
  readonly dataVersion: string;
  readonly timeZone: string;
  readonly memory: EvaluationMemory;
  readonly clock: () => string;
  readonly newId: () => string;
  readonly announce: (news: News) => void;
  /** Counts what would let everything else wait. */
  readonly beside: Pick<BesideCounter, 'want' | 'failure'>;
  /** Told of our own mistakes that keep one measure from being counted, and no other. */
  readonly onTrouble: (error: unknown) => void;
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
  /** Measures that are still being counted, patient by patient. */
  readonly counting: number;
}

const nothing = {
  measures: 0,
  asked: 0,
  changed: 0,
  eventsWithoutUnit: 0,
  signalsAdded: 0,
  counting: 0,
};

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
  const tried = await ownToAsk(evaluating, periods);
  const measures = [...compiledLibrary(evaluating.library, evaluating.timeZone), ...tried.asked];
  const asking = { periods, lastMonth: span.last, mayFail: new Set<CompiledMeasure>(tried.asked) };
  const counted = await countAll(evaluating, measures, asking);
  const own = withFailed(tried, counted.failed);
  const codingChanges = findCodingChanges(await codeUses(evaluating.clinical, months), months).map(
    (change) => ({ ...change, measureIds: measuresReading(change, measures) }),
  );
  const advice = await countAdvice(
    evaluating.clinical,
    evaluating.library.rules.map(({ rule }) => rule.id),
  );
  const found = { counted: counted.measures, own, codingChanges, advice };
  const kept = await inTransaction(evaluating.db, (tx) =>
    keepEvaluation(tx, evaluating, { ...found, span, months, startedAt }),
  );
  evaluating.memory.keep(kept.numbers);
  evaluating.beside.want(own.toCount);
  evaluating.announce({ kind: 'results', dataVersion: evaluating.dataVersion });
  return {
    months: span,
    measures: measures.length,
    asked: counted.asked,
    changed: kept.changed,
    eventsWithoutUnit: kept.withoutUnit,
    signalsAdded: kept.signalsAdded,
    counting: own.toCount.length,
  };
}

interface Counted {
  readonly measures: readonly CountedMeasure[];
  /** Measures whose question the database could not answer. */
  readonly failed: readonly CompiledMeasure[];
  readonly asked: number;
}

interface Asking {
  readonly periods: readonly MonthPeriod[];
  readonly lastMonth: Month;
  /** Measures whose failure keeps no other from being counted. */
  readonly mayFail: ReadonlySet<CompiledMeasure>;
}

/** While one question waits for its last rows, the next keeps the other processor at work. */
const questionsAtOnce = 2;

async function countAll(
  { clinical, library, memory, onProgress, onTrouble }: Evaluating,
  measures: readonly CompiledMeasure[],
  { periods, lastMonth, mayFail }: Asking,
): Promise<Counted> {
  const counting = await memory.begin(clinical);
  const told = JSON.stringify(periods);
  const failed: CompiledMeasure[] = [];
  const counted = await mapAtOnce(measures, questionsAtOnce, async (compiled, done) => {
    const { measure, sql } = compiled;
    onProgress?.({ done, of: measures.length, measureId: measure.id });
    const groupings = measure.scoring === 'ratio' ? [] : library.groupings;
    try {
      const counts = await counting.count({ measure, sql, groupings, lastMonth }, told);
      return [{ compiled, counts }];
    } catch (error) {
      if (!mayFail.has(compiled)) throw error;
      onTrouble(error);
      failed.push(compiled);
      return [];
    }
  });
  return { measures: counted.flat(), failed, asked: counting.asked() };
}
