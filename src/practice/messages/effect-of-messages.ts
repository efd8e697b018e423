import { addMonths, type MessageType, type Month, monthsFromTo } from '#core';
import type { Measure } from '#cql';
import { addUp, type MonthlyResult, measuredValue } from '#knowledge';

/** A matter that chance told, or held back from everybody, once in a quarter. */
export interface Occasion {
  readonly type: MessageType;
  readonly unitId: string;
  readonly measureId: string;
  /** The month in which it was first told or held back. */
  readonly month: Month;
  readonly arm: 'told' | 'held-back';
}

/** What is looked at before and after an occasion. */
export const outcomeMonths = 3;

/** What chance is asked about a matter: once for a chart and kind of message in each quarter of a year. */
export const chanceName = (
  matter: { readonly type: MessageType; readonly unitId: string; readonly about: string },
  period: string,
): string => [matter.type, matter.unitId, matter.about, quarterOf(period)].join('/');

function quarterOf(day: string): string {
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1;
  return `${day.slice(0, 4)}-Q${quarter}`;
}

/** The first occasion of each chart in each quarter; later ones in the same quarter fell on the same side. */
export function occasionsOf(told: readonly Occasion[]): readonly Occasion[] {
  const first = new Map<string, Occasion>();
  for (const occasion of told.toSorted((a, b) => (a.month < b.month ? -1 : 1))) {
    const { measureId: about, month } = occasion;
    const name = chanceName({ ...occasion, about }, `${month}-01`);
    if (!first.has(name)) first.set(name, occasion);
  }
  return [...first.values()];
}

/**
 * Whether the measure was better in the three months after the occasion's month than in the three months before it; null
 * where either side has no number, or where nobody said which way is better.
 */
export function movedAsWanted(
  { month }: Pick<Occasion, 'month'>,
  results: readonly MonthlyResult[],
  { direction, multiplier }: Pick<Measure, 'direction' | 'multiplier'>,
): boolean | null {
  if (direction === 'neutral') return null;
  const valueIn = (from: Month) => {
    const months = monthsFromTo(from, addMonths(from, outcomeMonths - 1));
    const found = results.filter((one) => months.includes(one.month) && one.denominator > 0);
    return found.length < outcomeMonths ? null : measuredValue(addUp(found), multiplier);
  };
  const before = valueIn(addMonths(month, -outcomeMonths));
  const after = valueIn(addMonths(month, 1));
  if (before === null || after === null) return null;
  return direction === 'up' ? after > before : after < before;
}
