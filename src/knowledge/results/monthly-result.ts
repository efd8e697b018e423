import type { Month } from '#core';

/** What a measure counted for one unit in one month. Everything here adds up over units and months. */
export interface MonthlyResult {
  readonly month: Month;
  /** Events in the numerator, or the sum of the observations. */
  readonly numerator: number;
  /** Events in the denominator: how many the numerator is counted among, or averaged over. */
  readonly denominator: number;
  /** Sum of the squared observations of a continuous measure; 0 for the others. */
  readonly sumOfSquares: number;
}

export interface UnitResult extends MonthlyResult {
  readonly unitId: string;
}

/** The measure's value on its display scale (a proportion 0…1, a rate per multiplier); null when nothing was at risk. */
export const measuredValue = (
  result: { readonly numerator: number; readonly denominator: number },
  multiplier: number,
): number | null =>
  result.denominator > 0 ? (multiplier * result.numerator) / result.denominator : null;

/** Adds results up. Means are never averaged: the sums are, exactly. */
export function addUp(results: readonly MonthlyResult[]): Omit<MonthlyResult, 'month'> {
  let numerator = 0;
  let denominator = 0;
  let sumOfSquares = 0;
  for (const result of results) {
    numerator += result.numerator;
    denominator += result.denominator;
    sumOfSquares += result.sumOfSquares;
  }
  return { numerator, denominator, sumOfSquares };
}
