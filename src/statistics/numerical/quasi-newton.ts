import { at } from '../element.ts';
import { identity, timesVector } from '../linear-algebra/matrix.ts';
import { dot, minus, plus, scaled } from '../linear-algebra/vector.ts';
import { gradient } from './derivatives.ts';

const maximumSteps = 200;

export interface Minimum {
  readonly point: readonly number[];
  readonly value: number;
  readonly converged: boolean;
}

/**
 * A local minimum of a smooth function of several variables by the BFGS method with numerical
 * gradients and step halving. Scale the variables to about one for the best digits.
 */
export function minimiseSmooth(
  objective: (point: readonly number[]) => number,
  start: readonly number[],
  tolerance = 1e-12,
): Minimum {
  let point = [...start];
  let value = objective(point);
  let slope = gradient(objective, point);
  let inverse: number[][] = identity(start.length);
  let quiet = 0;
  for (let step = 0; step < maximumSteps; step++) {
    const direction = scaled(timesVector(inverse, slope), -1);
    const next = stepDownhill(objective, { point, value, direction });
    const nextSlope = gradient(objective, next.point);
    inverse = updated(inverse, minus(next.point, point), minus(nextSlope, slope));
    quiet = value - next.value <= tolerance * (Math.abs(value) + tolerance) ? quiet + 1 : 0;
    [point, value, slope] = [next.point, next.value, nextSlope];
    if (quiet >= 2) return { point, value, converged: true };
    if (quiet === 1) inverse = identity(start.length);
  }
  return { point, value, converged: false };
}

function stepDownhill(
  objective: (point: readonly number[]) => number,
  from: {
    readonly point: readonly number[];
    readonly value: number;
    readonly direction: readonly number[];
  },
): { point: number[]; value: number } {
  for (let size = 1; size > 1e-12; size /= 2) {
    const point = plus(from.point, scaled(from.direction, size));
    const value = objective(point);
    if (Number.isFinite(value) && value < from.value) return { point, value };
  }
  return { point: [...from.point], value: from.value };
}

/** The BFGS update of the inverse Hessian H with step s and change of slope y. */
function updated(
  inverse: readonly (readonly number[])[],
  step: readonly number[],
  change: readonly number[],
): number[][] {
  const curvature = dot(step, change);
  const current = inverse.map((column) => [...column]);
  if (!(curvature > 1e-14 * dot(step, step))) return current;
  const turned = timesVector(inverse, change);
  const factor = (1 + dot(change, turned) / curvature) / curvature;
  return current.map((column, j) =>
    column.map(
      (value, i) =>
        value +
        factor * at(step, i) * at(step, j) -
        (at(turned, i) * at(step, j) + at(step, i) * at(turned, j)) / curvature,
    ),
  );
}
