import { at, positions } from '../element.ts';
import { timesVector } from '../linear-algebra/matrix.ts';
import type { FollowUp } from './risk-table.ts';

/** How events at the same time are treated: Efron's rule is the more exact, Breslow's the simpler. */
export type TiesRule = 'efron' | 'breslow';

/** Rows sorted by time, latest first, with the covariates as columns. */
export interface OrderedRows extends FollowUp {
  readonly columns: readonly (readonly number[])[];
}

export interface PartialLikelihood {
  readonly logLikelihood: number;
  readonly gradient: readonly number[];
  /** Minus the matrix of second derivatives. */
  readonly information: readonly (readonly number[])[];
}

/** Sums of r, r x and r x xᵀ over a set of rows, r = exp(xᵀβ). */
interface RiskSums {
  mass: number;
  readonly first: Float64Array;
  readonly second: readonly Float64Array[];
}

const emptySums = (size: number): RiskSums => ({
  mass: 0,
  first: new Float64Array(size),
  second: positions(size).map(() => new Float64Array(size)),
});

function addRow(sums: RiskSums, x: readonly number[], risk: number): void {
  sums.mass += risk;
  for (const [j, value] of x.entries()) {
    sums.first[j] = at(sums.first, j) + risk * value;
    const column = at(sums.second, j);
    for (const [k, other] of x.entries()) column[k] = at(column, k) + risk * value * other;
  }
}

/**
 * Cox's partial likelihood with its derivatives.
 *
 * At a time with d events D and those at risk R: Σ_D xᵀβ − Σ_{l=0}^{d−1} ln(Σ_R r − (l/d) Σ_D r) by Efron,
 * with (l/d) = 0 by Breslow.
 */
export function partialLikelihood(
  rows: OrderedRows,
  coefficients: readonly number[],
  ties: TiesRule,
): PartialLikelihood {
  const size = coefficients.length;
  const predictor = timesVector(rows.columns, coefficients);
  const highest = predictor.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const atRisk = emptySums(size);
  const result = emptySums(size);
  let logLikelihood = 0;
  for (let start = 0; start < rows.time.length; ) {
    const tied = emptySums(size);
    let events = 0;
    let end = start;
    for (; end < rows.time.length && at(rows.time, end) === at(rows.time, start); end++) {
      const x = rows.columns.map((column) => at(column, end));
      const shifted = at(predictor, end) - highest;
      addRow(atRisk, x, Math.exp(shifted));
      if (at(rows.event, end) === 0) continue;
      events++;
      logLikelihood += shifted;
      addRow(tied, x, Math.exp(shifted));
      for (const [j, value] of x.entries()) result.first[j] = at(result.first, j) + value;
    }
    for (const l of positions(events)) {
      const share = ties === 'efron' ? l / events : 0;
      logLikelihood -= Math.log(atRisk.mass - share * tied.mass);
      subtractExpected(result, { atRisk, tied, share });
    }
    start = end;
  }
  return {
    logLikelihood,
    gradient: Array.from(result.first),
    information: result.second.map((column) => Array.from(column)),
  };
}

/** Takes the mean of x over the risk set from the gradient and adds its covariance to the information. */
function subtractExpected(
  result: RiskSums,
  { atRisk, tied, share }: { atRisk: RiskSums; tied: RiskSums; share: number },
): void {
  const mass = atRisk.mass - share * tied.mass;
  const means = Array.from(atRisk.first, (value, j) => (value - share * at(tied.first, j)) / mass);
  for (const [j, mean] of means.entries()) {
    result.first[j] = at(result.first, j) - mean;
    const column = at(result.second, j);
    for (const [k, other] of means.entries()) {
      const square = at(at(atRisk.second, j), k) - share * at(at(tied.second, j), k);
      column[k] = at(column, k) + square / mass - mean * other;
    }
  }
}
