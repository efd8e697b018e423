/** A calendar month as people and tables write it: '2026-03'. */
export type Month = string;

const pattern = /^(\d{4})-(0[1-9]|1[0-2])$/;

export const isMonth = (text: string): boolean => pattern.test(text);

/** Months since year 0, so that months can be counted and compared as whole numbers. */
export function monthNumber(month: Month): number {
  const parts = pattern.exec(month);
  if (parts === null) throw new RangeError(`monthNumber: '${month}' is not a month like 2026-03`);
  return Number(parts[1]) * 12 + Number(parts[2]) - 1;
}

export function monthFromNumber(number: number): Month {
  const year = Math.floor(number / 12);
  return `${String(year).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

export const addMonths = (month: Month, count: number): Month =>
  monthFromNumber(monthNumber(month) + count);

/** Whole months from the first to the second; negative when the second is earlier. */
export const monthsBetween = (first: Month, second: Month): number =>
  monthNumber(second) - monthNumber(first);

/** Every month from the first to the last, both included; none when the last is earlier. */
export function monthsFromTo(first: Month, last: Month): readonly Month[] {
  const start = monthNumber(first);
  const length = Math.max(0, monthNumber(last) - start + 1);
  return Array.from({ length }, (_, i) => monthFromNumber(start + i));
}
