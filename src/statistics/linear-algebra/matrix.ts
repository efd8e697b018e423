import { at, positions } from '../element.ts';
import { dot, type Vector } from './vector.ts';

/** A matrix as the list of its columns; all columns have the same length. */
export type Matrix = readonly Vector[];

export const rowCount = (matrix: Matrix): number => matrix[0]?.length ?? 0;

export const identity = (size: number): number[][] =>
  positions(size).map((column) => positions(size).map((row) => (row === column ? 1 : 0)));

export const transpose = (matrix: Matrix): number[][] =>
  positions(rowCount(matrix)).map((row) => matrix.map((column) => at(column, row)));

/** A v: the columns of A added up with the weights in v. */
export function timesVector(matrix: Matrix, vector: Vector): number[] {
  const result = new Float64Array(rowCount(matrix));
  matrix.forEach((column, j) => {
    const weight = at(vector, j);
    for (let i = 0; i < result.length; i++) result[i] = at(result, i) + weight * at(column, i);
  });
  return Array.from(result);
}

/** A B */
export const multiply = (a: Matrix, b: Matrix): number[][] =>
  b.map((column) => timesVector(a, column));

/** Aᵀ B */
export const crossProduct = (a: Matrix, b: Matrix): number[][] =>
  b.map((right) => a.map((left) => dot(left, right)));

/** vᵀ A v for a symmetric A. */
export const quadraticForm = (matrix: Matrix, vector: Vector): number =>
  dot(vector, timesVector(matrix, vector));

/** B M B: bread, meat, bread, both symmetric. */
export const sandwich = (bread: Matrix, meat: Matrix): number[][] =>
  multiply(bread, multiply(meat, bread));

export const diagonal = (matrix: Matrix): number[] => matrix.map((column, j) => at(column, j));

export const scaleMatrix = (matrix: Matrix, factor: number): number[][] =>
  matrix.map((column) => Array.from(column, (value) => value * factor));

export const addMatrices = (a: Matrix, b: Matrix): number[][] =>
  a.map((column, j) => Array.from(column, (value, i) => value + at(at(b, j), i)));

/** The chosen rows of every column, in the order given. */
export const pickRows = (matrix: Matrix, rows: readonly number[]): number[][] =>
  matrix.map((column) => rows.map((row) => at(column, row)));
