import { at, positions } from '../element.ts';
import { invertPositiveDefinite } from '../linear-algebra/cholesky.ts';
import { timesVector } from '../linear-algebra/matrix.ts';
import { qrDecomposition } from '../linear-algebra/qr.ts';
import { plus, scaled } from '../linear-algebra/vector.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { requireDesign, type Term } from '../regression/design.ts';
import { mean, standardDeviation } from '../summary/moments.ts';
import { concordance } from './concordance.ts';
import {
  type OrderedRows,
  type PartialLikelihood,
  partialLikelihood,
  type TiesRule,
} from './partial-likelihood.ts';
import { type FollowUp, requireFollowUp } from './risk-table.ts';

const maximumSteps = 50;
const tolerance = 1e-12;
/** A log hazard ratio per standard deviation beyond this is on its way to infinity. */
const runawayCoefficient = 15;

export interface CoxInput extends FollowUp {
  /** Columns without an intercept: the baseline hazard takes its place. */
  readonly covariates: readonly Term[];
  /** Efron unless given. */
  readonly ties?: TiesRule;
}

export interface CoxFit {
  readonly names: readonly string[];
  /** Covariates left out because earlier ones already say the same, or that do not vary. */
  readonly aliased: readonly string[];
  /** Log hazard ratios per unit of each covariate. */
  readonly coefficients: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly logLikelihood: number;
  /** With all coefficients 0. */
  readonly nullLogLikelihood: number;
  /** Share of comparable pairs in which the one with the higher predicted hazard had the event first. */
  readonly concordance: Outcome<number>;
  readonly rows: number;
  readonly events: number;
}

/**
 * Proportional hazards regression (Cox): how covariates multiply the hazard of the event.
 *
 * Assumes that hazard ratios do not change over time and that censoring is unrelated to prognosis.
 * Maximises the partial likelihood by Newton's method with step halving; standard errors from the information.
 *
 * @returns not estimable without events, without covariates that vary, or when a covariate separates
 *   early from late events so that its hazard ratio runs off to infinity
 * @throws RangeError when lengths differ, a time is negative or a value is not finite
 * @example events at 1, 2, 3 with x = 1, 0, 1: e^β = 1/√2
 * @see Cox (1972); Efron (1977); docs/methods/survival.md
 */
export function fitCoxModel(input: CoxInput): Outcome<CoxFit> {
  requireFollowUp('fitCoxModel', input);
  requireDesign('fitCoxModel', input.time, input.covariates);
  const events = input.event.filter((value) => value === 1).length;
  if (events === 0) {
    return cannotEstimate('no-events', `No events among ${input.event.length} rows.`);
  }
  const centred = input.covariates.map(({ values }) => {
    const centre = mean(values);
    return values.map((value) => value - centre);
  });
  const { kept, aliased } = qrDecomposition(centred);
  if (kept.length === 0) {
    return cannotEstimate(
      'no-variation',
      'The covariates do not vary: there is nothing to compare.',
    );
  }
  const ties = input.ties ?? 'efron';
  const columns = kept.map((k) => at(centred, k));
  const peak = highestPoint(inReverseOrder(input, columns), ties);
  if (peak.kind === 'not-estimable') return peak;
  const { coefficients, likelihood, nullLogLikelihood } = peak.value;
  const covariance = invertPositiveDefinite(likelihood.information);
  if (covariance === null || hasRunAway(coefficients, columns)) return separated();
  return estimated({
    names: kept.map((k) => at(input.covariates, k).name),
    aliased: aliased.map((k) => at(input.covariates, k).name),
    coefficients,
    covariance,
    logLikelihood: likelihood.logLikelihood,
    nullLogLikelihood,
    concordance: concordance(input, timesVector(columns, coefficients)),
    rows: input.time.length,
    events,
  });
}

function inReverseOrder(
  { time, event }: FollowUp,
  columns: readonly (readonly number[])[],
): OrderedRows {
  const order = positions(time.length).sort((a, b) => at(time, b) - at(time, a));
  const sorted = (values: readonly number[]): number[] => order.map((row) => at(values, row));
  return { time: sorted(time), event: sorted(event), columns: columns.map(sorted) };
}

interface Peak {
  readonly coefficients: readonly number[];
  readonly likelihood: PartialLikelihood;
  readonly nullLogLikelihood: number;
}

function highestPoint(rows: OrderedRows, ties: TiesRule): Outcome<Peak> {
  let coefficients: readonly number[] = rows.columns.map(() => 0);
  let likelihood = partialLikelihood(rows, coefficients, ties);
  const nullLogLikelihood = likelihood.logLikelihood;
  for (let step = 0; step < maximumSteps; step++) {
    const inverse = invertPositiveDefinite(likelihood.information);
    if (inverse === null) return separated();
    const direction = timesVector(inverse, likelihood.gradient);
    const next = uphill(rows, ties, { coefficients, likelihood, direction });
    const gain = next.likelihood.logLikelihood - likelihood.logLikelihood;
    ({ coefficients, likelihood } = next);
    if (gain <= tolerance * Math.abs(likelihood.logLikelihood)) {
      return estimated({ coefficients, likelihood, nullLogLikelihood });
    }
  }
  return separated();
}

/** The full Newton step, or a half, a quarter … of it until the likelihood does not fall. */
function uphill(
  rows: OrderedRows,
  ties: TiesRule,
  from: {
    readonly coefficients: readonly number[];
    readonly likelihood: PartialLikelihood;
    readonly direction: readonly number[];
  },
) {
  for (let size = 1; size > 1e-6; size /= 2) {
    const coefficients = plus(from.coefficients, scaled(from.direction, size));
    const likelihood = partialLikelihood(rows, coefficients, ties);
    if (likelihood.logLikelihood >= from.likelihood.logLikelihood) {
      return { coefficients, likelihood };
    }
  }
  return from;
}

const hasRunAway = (
  coefficients: readonly number[],
  columns: readonly (readonly number[])[],
): boolean =>
  coefficients.some(
    (value, k) => Math.abs(value) * standardDeviation(at(columns, k)) > runawayCoefficient,
  );

const separated = <T>(): Outcome<T> =>
  cannotEstimate(
    'separation',
    'A covariate tells early events from the rest perfectly, so no finite hazard ratio fits. Use fewer or coarser covariates.',
  );
