import { at } from '../element.ts';

/** A column of numbers: an array or a typed array, never changed by this room. */
export type Vector = ArrayLike<number>;

export const dot = (a: Vector, b: Vector): number => {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += at(a, i) * at(b, i);
  return total;
};

/** Euclidean length. */
export const norm = (values: Vector): number => Math.sqrt(dot(values, values));

export const scaled = (values: Vector, factor: number): number[] =>
  Array.from(values, (value) => value * factor);

/** Element by element. */
export const times = (a: Vector, b: Vector): number[] =>
  Array.from(a, (value, i) => value * at(b, i));

export const minus = (a: Vector, b: Vector): number[] =>
  Array.from(a, (value, i) => value - at(b, i));

export const plus = (a: Vector, b: Vector): number[] =>
  Array.from(a, (value, i) => value + at(b, i));
