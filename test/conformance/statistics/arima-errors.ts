import * as s from '#statistics';
import { at } from '../../../src/statistics/element.ts';
import { invertPositiveDefinite } from '../../../src/statistics/linear-algebra/cholesky.ts';
import {
  crossProduct,
  diagonal,
  multiply,
  timesVector,
  transpose,
} from '../../../src/statistics/linear-algebra/matrix.ts';
import { symmetricEigen } from '../../../src/statistics/linear-algebra/symmetric.ts';

/** R's step for second derivatives, in the unit of each coefficient whatever its size. */
const rStep = 1e-3;
/** Our own errors are exact; the same differences with a step this fine must agree with them. */
const fineShare = 1e-2;
const agreement = 1e-3;

interface Series {
  readonly response: readonly number[];
  readonly columns: readonly (readonly number[])[];
}

type Objective = (point: readonly number[]) => number;

/**
 * Standard errors of φ and the coefficients as R's `arima` differentiates.
 *
 * It takes second differences with a step of 0.001 in every coefficient's own unit, which for a small
 * coefficient is several standard errors: its errors are then off by a share of a per cent. Ours are
 * exact; they are held against the same differences with a fine step before R's are handed back.
 */
export function errorsAsR(
  { response, columns }: Series,
  fit: {
    readonly phi: number;
    readonly coefficients: readonly number[];
    readonly phiStandardError: number;
    readonly covariance: readonly (readonly number[])[];
  },
): number[] {
  const turn = symmetricEigen(crossProduct(columns, columns)).vectors;
  const turned = multiply(columns, turn);
  const scales = plainErrors(response, turned).map((error) => 10 * error);
  const objective: Objective = ([psi = 0, ...b]) =>
    halfLogVariance(response, timesVector(turned, b), Math.tanh(psi));
  const point = [Math.atanh(fit.phi), ...timesVector(transpose(turn), fit.coefficients)];
  const errorsWith = (steps: readonly number[]): number[] =>
    backTransformed(secondDifferences(objective, { point, steps, scales: [1, ...scales] }), {
      rows: response.length,
      slope: 1 - fit.phi ** 2,
      turn,
    });
  const ours = [fit.phiStandardError, ...diagonal(fit.covariance).map(Math.sqrt)];
  const fine = errorsWith([1e-4, ...scales.map((scale) => (fineShare * scale) / 10)]);
  ours.forEach((error, k) => {
    if (Math.abs(error / at(fine, k) - 1) > agreement) {
      throw new Error(`standard error ${k + 1} is ${error}, by differences ${at(fine, k)}`);
    }
  });
  return errorsWith(point.map(() => rStep));
}

/** Errors of ordinary least squares, by which R scales the coefficients. */
function plainErrors(
  response: readonly number[],
  columns: readonly (readonly number[])[],
): number[] {
  const terms = columns.map((values, k) => ({ name: `x${k}`, values }));
  const fit = s.requireEstimate(s.fitLinearModel({ response, terms }));
  return diagonal(s.classicalCovariance(fit)).map(Math.sqrt);
}

/** ½ ln σ̂² − ln(1 − φ²)/(2n): the exact Gaussian objective of a first-order autoregression. */
function halfLogVariance(
  response: readonly number[],
  fitted: readonly number[],
  phi: number,
): number {
  const errors = response.map((y, i) => y - at(fitted, i));
  const innovations = errors.map((e, i) =>
    i === 0 ? e * Math.sqrt(1 - phi ** 2) : e - phi * at(errors, i - 1),
  );
  const variance = s.sum(innovations.map((e) => e * e)) / response.length;
  return (Math.log(variance) - Math.log(1 - phi ** 2) / response.length) / 2;
}

/** Differences of numerical gradients, the gradients with steps of 0.001 × scale, made symmetric. */
function secondDifferences(
  objective: Objective,
  at0: {
    readonly point: readonly number[];
    readonly steps: readonly number[];
    readonly scales: readonly number[];
  },
): number[][] {
  const { point, steps, scales } = at0;
  const moved = (from: readonly number[], k: number, by: number): number[] =>
    from.map((value, i) => (i === k ? value + by : value));
  const gradient = (from: readonly number[]): number[] =>
    from.map((_, k) => {
      const h = rStep * at(scales, k);
      return (objective(moved(from, k, h)) - objective(moved(from, k, -h))) / (2 * h);
    });
  const rows = point.map((_, k) => {
    const ahead = gradient(moved(point, k, at(steps, k)));
    const behind = gradient(moved(point, k, -at(steps, k)));
    return ahead.map((value, j) => (value - at(behind, j)) / (2 * at(steps, k)));
  });
  return rows.map((row, i) => row.map((value, j) => (value + at(at(rows, j), i)) / 2));
}

function backTransformed(
  hessian: readonly (readonly number[])[],
  scale: {
    readonly rows: number;
    /** dφ/dψ for φ = tanh ψ. */
    readonly slope: number;
    readonly turn: readonly (readonly number[])[];
  },
): number[] {
  const inverse = invertPositiveDefinite(hessian.map((row) => row.map((v) => v * scale.rows)));
  if (inverse === null) throw new Error('the differences are not those of a peak');
  const turned = inverse.slice(1).map((column) => column.slice(1));
  const covariance = multiply(scale.turn, multiply(turned, transpose(scale.turn)));
  const phiError = scale.slope * Math.sqrt(at(at(inverse, 0), 0));
  return [phiError, ...diagonal(covariance).map(Math.sqrt)];
}
