import { at, positions } from '../element.ts';
import type { Matrix } from './matrix.ts';
import { rowCount } from './matrix.ts';
import { dot, norm, type Vector } from './vector.ts';

/** A column is aliased when less than this share of its length is new beside the columns before it. */
const aliasedShare = 1e-7;
/** A column shorter than this cannot be squared without vanishing; it counts as a column of zeros. */
const smallestLength = 1e-140;

/** X = Q R by Householder reflections, without the columns that are combinations of earlier ones. */
export interface QrDecomposition {
  readonly rows: number;
  /** Indices of the columns of X that stand in R. */
  readonly kept: readonly number[];
  /** Indices of the columns left out because earlier columns already say the same. */
  readonly aliased: readonly number[];
  /** Unit vectors v of the reflections I − 2 v vᵀ; the j-th is zero before element j. */
  readonly reflectors: readonly Vector[];
  /** Columns of the upper triangular R; column j has j + 1 elements. */
  readonly upper: readonly Vector[];
}

/**
 * Householder QR decomposition that keeps the order of the columns.
 *
 * Reflections never square a column, so a covariate in the millions beside one in
 * thousandths loses no digits, as normal equations XᵀX would.
 *
 * @param columns the matrix X as columns of equal length
 * @param tolerance share of a column's length below which it counts as aliased
 * @see docs/methods/regression.md
 */
export function qrDecomposition(columns: Matrix, tolerance = aliasedShare): QrDecomposition {
  const rows = rowCount(columns);
  const kept: number[] = [];
  const aliased: number[] = [];
  const reflectors: Float64Array[] = [];
  const upper: Float64Array[] = [];
  columns.forEach((column, index) => {
    const reflected = Float64Array.from(column);
    for (const [k, reflector] of reflectors.entries()) reflect(reflected, reflector, k);
    const step = kept.length;
    const remaining = norm(reflected.subarray(step));
    const isNew = remaining > Math.max(smallestLength, tolerance * norm(column));
    if (step >= rows || !isNew) {
      aliased.push(index);
      return;
    }
    const { reflector, diagonalElement } = reflectionFor(reflected, step, remaining);
    reflected[step] = diagonalElement;
    kept.push(index);
    reflectors.push(reflector);
    upper.push(reflected.slice(0, step + 1));
  });
  return { rows, kept, aliased, reflectors, upper };
}

/** The reflection that turns everything from `step` on into one element, its sign chosen against cancellation. */
function reflectionFor(column: Float64Array, step: number, length: number) {
  const diagonalElement = at(column, step) >= 0 ? -length : length;
  const reflector = new Float64Array(column.length);
  reflector.set(column.subarray(step), step);
  reflector[step] = at(column, step) - diagonalElement;
  const size = norm(reflector.subarray(step));
  for (let i = step; i < reflector.length; i++) reflector[i] = at(reflector, i) / size;
  return { reflector, diagonalElement };
}

/** x ← x − 2 v (vᵀx), in place on our own copy. */
function reflect(values: Float64Array, reflector: Vector, step: number): void {
  let projection = 0;
  for (let i = step; i < values.length; i++) projection += at(reflector, i) * at(values, i);
  for (let i = step; i < values.length; i++) {
    values[i] = at(values, i) - 2 * projection * at(reflector, i);
  }
}

/** Qᵀ y */
export function timesQTransposed(qr: QrDecomposition, values: Vector): Float64Array {
  const result = Float64Array.from(values);
  for (const [step, reflector] of qr.reflectors.entries()) reflect(result, reflector, step);
  return result;
}

/** Q z for a z of full length. */
export function timesQ(qr: QrDecomposition, values: Vector): Float64Array {
  const result = Float64Array.from(values);
  for (const step of positions(qr.reflectors.length).reverse()) {
    reflect(result, at(qr.reflectors, step), step);
  }
  return result;
}

/** Solves R b = z by back substitution; only the first rank elements of z are read. */
export function solveUpper(upper: readonly Vector[], values: Vector): number[] {
  const solution = Array.from({ length: upper.length }, (_, i) => at(values, i));
  for (const j of positions(upper.length).reverse()) {
    const column = at(upper, j);
    const value = at(solution, j) / at(column, j);
    solution[j] = value;
    for (let i = 0; i < j; i++) solution[i] = at(solution, i) - value * at(column, i);
  }
  return solution;
}

/** Solves Rᵀ b = z by forward substitution. */
export function solveUpperTransposed(upper: readonly Vector[], values: Vector): number[] {
  const solution: number[] = [];
  for (const [j, column] of upper.entries()) {
    const known = solution.reduce((total, value, i) => total + value * at(column, i), 0);
    solution.push((at(values, j) - known) / at(column, j));
  }
  return solution;
}

/** (XᵀX)⁻¹ = R⁻¹ R⁻ᵀ over the kept columns. */
export function inverseCrossProduct(qr: QrDecomposition): number[][] {
  const size = qr.upper.length;
  const inverse = positions(size).map((j) =>
    solveUpper(
      qr.upper,
      positions(size).map((i) => (i === j ? 1 : 0)),
    ),
  );
  return positions(size).map((i) =>
    positions(size).map((j) =>
      inverse.reduce((sum, column) => sum + at(column, i) * at(column, j), 0),
    ),
  );
}

/** The first rank columns of Q: an orthonormal basis of what the columns of X span. */
export const thinQ = (qr: QrDecomposition): Float64Array[] =>
  positions(qr.upper.length).map((j) => {
    const unit = new Float64Array(qr.rows);
    unit[j] = 1;
    return timesQ(qr, unit);
  });

/** log |det R| = ½ log det XᵀX over the kept columns. */
export const logDeterminant = (qr: QrDecomposition): number =>
  qr.upper.reduce((total, column, j) => total + Math.log(Math.abs(at(column, j))), 0);

/** Diagonal of the hat matrix X (XᵀX)⁻¹ Xᵀ. */
export function leverages(qr: QrDecomposition): number[] {
  const basis = thinQ(qr);
  return positions(qr.rows).map((row) => {
    const point = basis.map((column) => at(column, row));
    return dot(point, point);
  });
}
