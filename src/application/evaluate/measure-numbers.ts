import { groupBy, type Month } from '#core';
import { type Branch, rollUp } from '#knowledge';
import type { GroupResult, MeasureResult } from '#store';
import type { MeasureCounts } from './count-memory.ts';

/** What a measure comes to at every level of the organisation. */
export interface MeasureNumbers {
  readonly measureId: string;
  /** Of whole months. */
  readonly results: readonly MeasureResult[];
  /** Of the month that is going on. */
  readonly running: readonly MeasureResult[];
  readonly groups: readonly GroupResult[];
  /** Events in no known unit. */
  readonly withoutUnit: number;
}

export interface NumbersAsked {
  readonly measureId: string;
  readonly counts: MeasureCounts;
  readonly units: readonly Branch[];
  /** The month that is going on. */
  readonly running: Month;
}

/** Adds a measure up over the organisation; what belongs to no known unit is counted, not lost. */
export function measureNumbers({
  measureId,
  counts,
  units,
  running,
}: NumbersAsked): MeasureNumbers {
  const up = rollUp(counts.results, units);
  const all = up.results.map((result) => ({ ...result, measureId }));
  const unplaced = up.unplaced.reduce((sum, { denominator }) => sum + denominator, 0);
  return {
    measureId,
    results: all.filter(({ month }) => month !== running),
    running: all.filter(({ month }) => month === running),
    groups: groupsRolledUp(counts.groups, units),
    withoutUnit: counts.withoutUnit + unplaced,
  };
}

/** Groups add up over the organisation in the same way; the month stands still. */
function groupsRolledUp(
  own: readonly GroupResult[],
  units: readonly Branch[],
): readonly GroupResult[] {
  const month = '0000-01';
  const groups = groupBy(own, ({ groupingId, groupId }) => [groupingId, groupId].join('\n'));
  return [...groups.values()].flatMap((results) => {
    const [first] = results;
    if (first === undefined) return [];
    const { measureId, groupingId, groupId } = first;
    const up = rollUp(
      results.map((result) => ({ ...result, month })),
      units,
    ).results;
    return up.map(({ unitId, numerator, denominator, sumOfSquares }) => ({
      ...{ measureId, unitId, groupingId, groupId },
      ...{ numerator, denominator, sumOfSquares },
    }));
  });
}
