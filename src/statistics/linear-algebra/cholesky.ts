import { at } from '../element.ts';
import { identity, type Matrix } from './matrix.ts';
import { solveUpper, solveUpperTransposed } from './qr.ts';
import type { Vector } from './vector.ts';

/** Upper triangular R with RᵀR = A, or null when A is not positive definite. */
export function cholesky(matrix: Matrix): readonly Vector[] | null {
  const upper: Float64Array[] = [];
  for (const [j, column] of matrix.entries()) {
    const result = new Float64Array(j + 1);
    for (let i = 0; i < j; i++) {
      const earlier = at(upper, i);
      let rest = at(column, i);
      for (let k = 0; k < i; k++) rest -= at(earlier, k) * at(result, k);
      result[i] = rest / at(earlier, i);
    }
    let pivot = at(column, j);
    for (let k = 0; k < j; k++) pivot -= at(result, k) ** 2;
    if (!(pivot > 1e-14 * Math.abs(at(column, j)))) return null;
    result[j] = Math.sqrt(pivot);
    upper.push(result);
  }
  return upper;
}

/** A⁻¹ b for a positive definite A, or null when A is singular. */
export function solvePositiveDefinite(matrix: Matrix, values: Vector): number[] | null {
  const upper = cholesky(matrix);
  return upper === null ? null : solveUpper(upper, solveUpperTransposed(upper, values));
}

/** A⁻¹ of a positive definite A, or null when A is singular. */
export function invertPositiveDefinite(matrix: Matrix): number[][] | null {
  const upper = cholesky(matrix);
  if (upper === null) return null;
  return identity(matrix.length).map((unit) =>
    solveUpper(upper, solveUpperTransposed(upper, unit)),
  );
}
