import type { ChartSignal } from '#store';
import { type CountMemory, countMemory } from './count-memory.ts';
import { type LastMade, lastMade } from './last-made.ts';
import type { MeasureNumbers } from './measure-numbers.ts';

/** What the last evaluation came to. It is lost with the program, and the first evaluation of the next one makes everything. */
export interface EvaluationMemory extends CountMemory {
  /** The numbers of each measure. */
  readonly numbers: LastMade<MeasureNumbers>;
  /** The signals of each chart. */
  readonly signals: LastMade<readonly ChartSignal[]>;
  /** The numbers that the operational store holds, by measure; null when that is not known. */
  readonly kept: () => ReadonlyMap<string, MeasureNumbers> | null;
  /** To be told once they are in the store for good. */
  readonly keep: (numbers: readonly MeasureNumbers[]) => void;
}

export function evaluationMemory(): EvaluationMemory {
  const counts = countMemory();
  let kept: ReadonlyMap<string, MeasureNumbers> | null = null;
  return {
    begin: counts.begin,
    forget: () => {
      counts.forget();
      kept = null;
    },
    numbers: lastMade(),
    signals: lastMade(),
    kept: () => kept,
    keep: (numbers) => {
      kept = new Map(numbers.map((one) => [one.measureId, one]));
    },
  };
}
