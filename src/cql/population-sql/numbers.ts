import { comparison } from './truth.ts';
import { isCertain, type NumberValue, type Truth } from './value.ts';

/** Numbers that come from partial dates lie between two others; a comparison holds when it holds for all of them. */
export const lessNumber = (a: NumberValue, b: NumberValue): Truth =>
  comparison(`${a.high} < ${b.low}`, `${a.low} >= ${b.high}`);

export const sameOrLessNumber = (a: NumberValue, b: NumberValue): Truth =>
  comparison(`${a.high} <= ${b.low}`, `${a.low} > ${b.high}`);

export function equalNumber(a: NumberValue, b: NumberValue): Truth {
  if (isCertain(a) && isCertain(b))
    return comparison(`${a.low} = ${b.low}`, `${a.low} <> ${b.low}`);
  const same = `${a.low} = ${b.low} AND ${a.low} = ${a.high} AND ${b.low} = ${b.high}`;
  return comparison(same, `${a.high} < ${b.low} OR ${a.low} > ${b.high}`);
}
