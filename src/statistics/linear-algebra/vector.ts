/** A column of numbers: an array or a typed array, never changed by this room. */
export type Vector = ArrayLike<number>;

/** The element at an index that must exist; a gap is our own mistake and is never read as zero. */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index];
  if (value === undefined) {
    throw new RangeError(`at: index ${index} is outside 0…${values.length - 1}`);
  }
  return value;
}

export const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

export const sum = (values: Vector): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += at(values, i);
  return total;
};

export const dot = (a: Vector, b: Vector): number => {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += at(a, i) * at(b, i);
  return total;
};

export const norm = (values: Vector): number => Math.sqrt(dot(values, values));

export const mean = (values: Vector): number => sum(values) / values.length;

/** Σ wᵢ xᵢ / Σ wᵢ */
export const weightedMean = (values: Vector, weights: Vector): number =>
  dot(values, weights) / sum(weights);

/** Sample variance with divisor n − 1, in two passes so that a large mean costs no digits. */
export const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  const deviations = values.map((value) => value - centre);
  return (dot(deviations, deviations) - sum(deviations) ** 2 / values.length) / (values.length - 1);
};

export const standardDeviation = (values: readonly number[]): number => Math.sqrt(variance(values));

export const scaled = (values: Vector, factor: number): number[] =>
  Array.from(values, (value) => value * factor);

export const times = (a: Vector, b: Vector): number[] =>
  Array.from(a, (value, i) => value * at(b, i));

export const minus = (a: Vector, b: Vector): number[] =>
  Array.from(a, (value, i) => value - at(b, i));

export const plus = (a: Vector, b: Vector): number[] =>
  Array.from(a, (value, i) => value + at(b, i));
