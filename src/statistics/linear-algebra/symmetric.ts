import { at, positions } from '../element.ts';
import { identity, type Matrix } from './matrix.ts';

/** Eigenvalues at or below this count as zero when a power of a singular matrix is taken. */
const zeroEigenvalue = 1e-12;
const maximumSweeps = 60;
/** Off-diagonal squares below this share of all squares are rounding. */
const smallestShare = 1e-30;

export interface EigenDecomposition {
  readonly values: readonly number[];
  /** Unit eigenvectors as columns, in the order of the values. */
  readonly vectors: readonly (readonly number[])[];
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
 *
 * Slower than tridiagonal methods and more accurate for small eigenvalues; meant for the
 * matrices of one cluster, not for thousands of rows.
 */
export function symmetricEigen(matrix: Matrix): EigenDecomposition {
  const work = matrix.map((column) => Float64Array.from(column));
  const vectors = identity(matrix.length);
  for (let sweep = 0; sweep < maximumSweeps && offDiagonalShare(work) > smallestShare; sweep++) {
    for (let p = 0; p < work.length - 1; p++) {
      for (let q = p + 1; q < work.length; q++) rotate(work, vectors, p, q);
    }
  }
  return { values: work.map((column, j) => at(column, j)), vectors };
}

/** Σ off-diagonal² / Σ all², zero for a diagonal matrix. */
function offDiagonalShare(work: readonly Float64Array[]): number {
  let off = 0;
  let all = 0;
  work.forEach((column, j) => {
    column.forEach((value, i) => {
      all += value * value;
      if (i !== j) off += value * value;
    });
  });
  return all === 0 ? 0 : off / all;
}

/** One Jacobi rotation in the plane (p, q) that makes element (p, q) zero. */
function rotate(work: Float64Array[], vectors: number[][], p: number, q: number): void {
  const pivot = at(at(work, q), p);
  if (pivot === 0) return;
  const theta = (at(at(work, q), q) - at(at(work, p), p)) / (2 * pivot);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  rotateColumns(at(work, p), at(work, q), cosine, sine);
  for (const column of work) {
    const left = at(column, p);
    const right = at(column, q);
    column[p] = cosine * left - sine * right;
    column[q] = sine * left + cosine * right;
  }
  rotateColumns(at(vectors, p), at(vectors, q), cosine, sine);
}

function rotateColumns(
  left: Float64Array | number[],
  right: Float64Array | number[],
  cosine: number,
  sine: number,
): void {
  for (let i = 0; i < left.length; i++) {
    const a = at(left, i);
    const b = at(right, i);
    left[i] = cosine * a - sine * b;
    right[i] = sine * a + cosine * b;
  }
}

/**
 * Aᵖ of a symmetric positive semi-definite matrix, as a generalised inverse where p < 0:
 * directions with eigenvalue zero stay zero.
 */
export function symmetricPower(matrix: Matrix, exponent: number): number[][] {
  const { values, vectors } = symmetricEigen(matrix);
  const powers = values.map((value) => (value > zeroEigenvalue ? value ** exponent : 0));
  return positions(matrix.length).map((j) =>
    positions(matrix.length).map((i) =>
      powers.reduce((total, power, k) => {
        const vector = at(vectors, k);
        return total + power * at(vector, i) * at(vector, j);
      }, 0),
    ),
  );
}
