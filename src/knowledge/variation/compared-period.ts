import { addMonths, groupBy, type Month } from '#core';

/** Lengths of the period that units are compared over; the shortest that gives enough cases is used. */
const lengths = [12, 24, 36] as const;
/** Cases that the middle unit should have: with 50, a share of 40 % is known to ± 14 percentage points. */
export const casesOfMiddleUnitMin = 50;

export interface UnitMonth {
  readonly unitId: string;
  readonly month: Month;
  readonly denominator: number;
}

/**
 * The first month of the period that units are compared over: the last 12 months, or 24 or 36 where the
 * middle one of the units with cases would have fewer than 50 of them. What is rare needs longer to be seen.
 *
 * @see docs/methods/units-beside.md
 */
export function firstComparedMonth(results: readonly UnitMonth[], lastMonth: Month): Month {
  const firsts = lengths.map((months) => addMonths(lastMonth, 1 - months));
  const enough = firsts.find((first) => casesOfMiddleUnit(results, first) >= casesOfMiddleUnitMin);
  return enough ?? addMonths(lastMonth, 1 - Math.max(...lengths));
}

function casesOfMiddleUnit(results: readonly UnitMonth[], first: Month): number {
  const compared = results.filter(({ month, denominator }) => month >= first && denominator > 0);
  const cases = [...groupBy(compared, ({ unitId }) => unitId).values()]
    .map((own) => own.reduce((sum, { denominator }) => sum + denominator, 0))
    .toSorted((a, b) => a - b);
  return cases[Math.floor(cases.length / 2)] ?? 0;
}
