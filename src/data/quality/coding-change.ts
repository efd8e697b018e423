import { groupBy, type Month, monthsBetween } from '#core';

/** How often one code was used in one unit in one month. */
export interface CodeUse {
  readonly unitId: string;
  /** The flat table the code stands in, such as 'observation'. */
  readonly table: string;
  readonly code: string;
  readonly month: Month;
  readonly count: number;
}

/** A unit stopped using one code and began using another at the same time: recording changed, perhaps not care. */
export interface CodingChange {
  readonly unitId: string;
  readonly table: string;
  readonly month: Month;
  readonly fromCode: string;
  readonly toCode: string;
}

/** Months a code must have been in regular use before it can be said to have been dropped. */
export const regularMonths = 6;
/** Uses a month that count as regular. */
export const regularUsesPerMonth = 5;
/** A dropped code falls to this share of its earlier mean or less: habits die slowly. */
export const droppedShare = 0.2;
/** And in no later month comes back to this share. */
export const comeBackShare = 0.5;
/** The new code was used at most this share of what it comes to be used. */
export const newcomerShare = 0.1;
/** Months that must show the new state before it is believed. */
export const confirmingMonths = 2;
/** The new code takes over at least this share of the old code's uses. */
export const takenOverShare = 0.5;

interface Series {
  readonly unitId: string;
  readonly table: string;
  readonly code: string;
  readonly counts: readonly number[];
}

/**
 * Finds months in which a unit replaced one code by another in the same table.
 *
 * A code in regular use (mean ≥ 5 a month over at least six months) falls to a fifth or less from some month on, in no month coming back to half, and
 * a code that the unit hardly used before takes over at least half of its volume from the same month, one month of overlap allowed.
 *
 * @param uses  counts per unit, table, code and month; months without a row count as zero
 * @param months all months looked at, in order
 * @returns one change per dropped code, with the code that took over most; in order of unit, table and month
 * @see docs/methods/recording-or-care.md
 */
export function findCodingChanges(
  uses: readonly CodeUse[],
  months: readonly Month[],
): readonly CodingChange[] {
  const byPlace = groupBy(seriesOf(uses, months), (s) => `${s.unitId}\n${s.table}`);
  return [...byPlace.values()].flatMap((series) =>
    series.flatMap((old) => {
      const from = droppedFrom(old.counts);
      if (from === null) return [];
      const successor = successorOf(old, from, series);
      const month = months[from];
      return successor === null || month === undefined
        ? []
        : [{ unitId: old.unitId, table: old.table, month, fromCode: old.code, toCode: successor }];
    }),
  );
}

function seriesOf(uses: readonly CodeUse[], months: readonly Month[]): readonly Series[] {
  const first = months[0];
  if (first === undefined) return [];
  const series = new Map<
    string,
    { unitId: string; table: string; code: string; counts: number[] }
  >();
  for (const use of uses) {
    const at = monthsBetween(first, use.month);
    if (at < 0 || at >= months.length) continue;
    const key = `${use.unitId}\n${use.table}\n${use.code}`;
    const known = series.get(key) ?? { ...use, counts: months.map(() => 0) };
    known.counts[at] = (known.counts[at] ?? 0) + use.count;
    series.set(key, known);
  }
  return [...series.values()];
}

/** The first month from which the code is as good as gone, or null while it is in use or never was. */
function droppedFrom(counts: readonly number[]): number | null {
  for (let at = regularMonths; at + confirmingMonths <= counts.length; at += 1) {
    const before = mean(counts.slice(0, at));
    if (before < regularUsesPerMonth) continue;
    const after = counts.slice(at);
    const isDropped = mean(after) <= droppedShare * before;
    if (isDropped && after.every((count) => count < comeBackShare * before)) return at;
  }
  return null;
}

function successorOf(old: Series, from: number, candidates: readonly Series[]): string | null {
  const lost = mean(old.counts.slice(0, from));
  let best: { code: string; gained: number } | null = null;
  for (const { code, counts } of candidates) {
    const gained = mean(counts.slice(from));
    const before = mean(counts.slice(0, from - 1));
    const takesOver = gained >= takenOverShare * lost && before <= newcomerShare * gained;
    if (code !== old.code && takesOver && gained > (best?.gained ?? 0)) best = { code, gained };
  }
  return best?.code ?? null;
}

const mean = (counts: readonly number[]): number =>
  counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length;
