import { expect, test } from 'vitest';
import { cholesky, invertPositiveDefinite, solvePositiveDefinite } from './cholesky.ts';
import { multiply } from './matrix.ts';
import { symmetricEigen, symmetricPower } from './symmetric.ts';

test('eigenvalues of [2 1; 1 2] are 1 and 3', () => {
  const { values } = symmetricEigen([
    [2, 1],
    [1, 2],
  ]);
  expect([...values].sort((a, b) => a - b)).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
});

test('the −½ power, applied twice, is the inverse', () => {
  const matrix = [
    [4, 1, 0],
    [1, 3, 1],
    [0, 1, 2],
  ];
  const half = symmetricPower(matrix, -0.5);
  const identity = multiply(multiply(half, half), matrix);
  identity.forEach((column, j) => {
    column.forEach((value, i) => {
      expect(value).toBeCloseTo(i === j ? 1 : 0, 12);
    });
  });
});

test('the power of a singular matrix leaves its empty direction at zero', () => {
  // [1 1; 1 1] has eigenvalues 2 along (1, 1)/√2 and 0: its generalised inverse is itself / 4
  const power = symmetricPower(
    [
      [1, 1],
      [1, 1],
    ],
    -1,
  );
  expect(power.flat()).toEqual([0.25, 0.25, 0.25, 0.25].map((value) => expect.closeTo(value, 14)));
});

test('a matrix that is not positive definite has no Cholesky root and no inverse', () => {
  const singular = [
    [1, 1],
    [1, 1],
  ];
  expect(cholesky(singular)).toBeNull();
  expect(invertPositiveDefinite(singular)).toBeNull();
  expect(solvePositiveDefinite([[-1]], [1])).toBeNull();
});

test('a positive definite system is solved', () => {
  // [4 2; 2 3] x = (8, 8) has x = (1, 2)
  expect(
    solvePositiveDefinite(
      [
        [4, 2],
        [2, 3],
      ],
      [8, 8],
    ),
  ).toEqual([expect.closeTo(1, 14), expect.closeTo(2, 14)]);
});
