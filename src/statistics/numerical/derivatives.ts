import { at, positions } from '../element.ts';

type Objective = (point: readonly number[]) => number;

const moved = (point: readonly number[], moves: ReadonlyMap<number, number>): number[] =>
  point.map((value, i) => value + (moves.get(i) ?? 0));

const stepAt = (value: number, relative: number): number => relative * Math.max(1, Math.abs(value));

/** Central differences, error of order h². */
export function gradient(
  objective: Objective,
  point: readonly number[],
  relative = 1e-6,
): number[] {
  return point.map((value, i) => {
    const h = stepAt(value, relative);
    const ahead = objective(moved(point, new Map([[i, h]])));
    const behind = objective(moved(point, new Map([[i, -h]])));
    return (ahead - behind) / (2 * h);
  });
}

/**
 * Matrix of second derivatives by central differences at steps h and 2h, combined by
 * Richardson's rule so that the error is of order h⁴.
 */
export function hessian(
  objective: Objective,
  point: readonly number[],
  relative = 1e-3,
): number[][] {
  const fine = plainHessian(objective, point, relative);
  const coarse = plainHessian(objective, point, 2 * relative);
  return fine.map((column, j) => column.map((value, i) => (4 * value - at(at(coarse, j), i)) / 3));
}

function plainHessian(
  objective: Objective,
  point: readonly number[],
  relative: number,
): number[][] {
  const steps = point.map((value) => stepAt(value, relative));
  const centre = objective(point);
  const along = (i: number, signI: number, j: number, signJ: number): number =>
    objective(
      moved(
        point,
        new Map([
          [i, signI * at(steps, i)],
          [j, signJ * at(steps, j)],
        ]),
      ),
    );
  const second = (i: number, j: number): number => {
    const area = at(steps, i) * at(steps, j);
    if (i === j) return (along(i, 1, i, 1) - 2 * centre + along(i, -1, i, -1)) / area;
    const corners =
      along(i, 1, j, 1) - along(i, 1, j, -1) - along(i, -1, j, 1) + along(i, -1, j, -1);
    return corners / (4 * area);
  };
  const lower = point.map((_, j) => positions(j + 1).map((i) => second(i, j)));
  return point.map((_, j) => point.map((_, i) => at(at(lower, Math.max(i, j)), Math.min(i, j))));
}
