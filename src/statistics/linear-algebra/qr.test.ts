import { expect, test } from 'vitest';
import { crossProduct, identity, multiply } from './matrix.ts';
import {
  inverseCrossProduct,
  leverages,
  logDeterminant,
  qrDecomposition,
  solveUpper,
  solveUpperTransposed,
  thinQ,
  timesQ,
  timesQTransposed,
} from './qr.ts';

const columns = [
  [1, 1, 1, 1],
  [1, 2, 3, 5],
];

const expectMatrix = (
  got: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
) => {
  got.forEach((column, j) => {
    column.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[j]?.[i] ?? Number.NaN, 12);
    });
  });
};

test('the columns of Q are orthonormal and Q undoes its transpose', () => {
  const qr = qrDecomposition(columns);
  const basis = thinQ(qr);
  expectMatrix(crossProduct(basis, basis), identity(2));
  const there = timesQTransposed(qr, [3, 1, 4, 1]);
  Array.from(timesQ(qr, there)).forEach((value, i) => {
    expect(value).toBeCloseTo([3, 1, 4, 1][i] ?? 0, 12);
  });
});

test('the inverse cross product times the cross product is the identity', () => {
  const qr = qrDecomposition(columns);
  expectMatrix(multiply(inverseCrossProduct(qr), crossProduct(columns, columns)), identity(2));
  // |XᵀX| = 4 × 39 − 11² = 35, and half its logarithm is reported
  expect(logDeterminant(qr)).toBeCloseTo(Math.log(35) / 2, 12);
});

test('a column that repeats earlier ones is left out and the order of the rest is kept', () => {
  const sum = [2, 3, 4, 6];
  const qr = qrDecomposition([...columns, sum, [0, 0, 0, 1]]);
  expect(qr.kept).toEqual([0, 1, 3]);
  expect(qr.aliased).toEqual([2]);
});

test('a column of zeros, and columns beyond the number of rows, are aliased', () => {
  expect(qrDecomposition([[0, 0]]).aliased).toEqual([0]);
  expect(
    qrDecomposition([
      [1, 0],
      [0, 1],
      [1, 1],
    ]).aliased,
  ).toEqual([2]);
  expect(qrDecomposition([[]]).kept).toEqual([]);
});

test('triangular systems are solved forwards and backwards', () => {
  const upper = [[2], [1, 4]]; // R = [2 1; 0 4]
  expect(solveUpper(upper, [5, 8])).toEqual([1.5, 2]); // 2·1.5 + 2 = 5, 4·2 = 8
  expect(solveUpperTransposed(upper, [4, 10])).toEqual([2, 2]); // 2·2 = 4, 2 + 4·2 = 10
});

test('leverages of a straight line are 1/n + (x − x̄)²/Σ(x − x̄)²', () => {
  // x̄ = 2.75, Σ(x − 2.75)² = 3.0625 + 0.5625 + 0.0625 + 5.0625 = 8.75
  const expected = [1, 2, 3, 5].map((x) => 0.25 + (x - 2.75) ** 2 / 8.75);
  leverages(qrDecomposition(columns)).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] ?? 0, 12);
  });
});

test('a covariate of 1e9 beside one of 1e-9 keeps its digits', () => {
  const tiny = [1e-9, 2e-9, 3e-9, 5e-9];
  const huge = [1e9, -1e9, 2e9, 3e9];
  const y = tiny.map((value, i) => 3e9 * value + 2e-9 * (huge[i] ?? 0));
  const qr = qrDecomposition([tiny, huge]);
  const [a = 0, b = 0] = solveUpper(qr.upper, timesQTransposed(qr, y));
  expect(a / 3e9).toBeCloseTo(1, 12);
  expect(b / 2e-9).toBeCloseTo(1, 12);
});
