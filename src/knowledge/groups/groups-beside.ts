import type { Measure } from '#cql';
import { type SuppressedUnit, suppressSmall } from '../variation/suppress-small.ts';
import { unitsBeside } from '../variation/units-beside.ts';
import { compareGroup, type GroupTotal, isGap } from './compare-groups.ts';

/** How one group lies to everybody else in its grouping, on the measure's display scale; or why nobody can say. */
export type GroupDifference =
  | {
      readonly kind: 'difference';
      readonly difference: number;
      readonly lower: number;
      readonly upper: number;
      /** Rarer than chance would make it anywhere among all the comparisons looked at together. */
      readonly isGap: boolean;
    }
  | { readonly kind: 'not-estimable'; readonly reason: 'too-few-cases' | 'suppressed' };

export interface GroupBeside
  extends Pick<
    SuppressedUnit,
    'value' | 'numerator' | 'denominator' | 'lower95' | 'upper95' | 'suppressed'
  > {
  readonly group: string;
  readonly othersValue: number | null;
  readonly toOthers: GroupDifference;
}

interface Reading {
  /** How many comparisons are looked at together, ≥ 1: every group of every measure of the unit. */
  readonly comparisons: number;
  /** True for readers who may see small numbers of this unit. */
  readonly maySeeSmall: boolean;
}

/**
 * The groups of one grouping beside each other, each compared with everybody else in the grouping. Small counts are hidden
 * as they are for units, and with one group hidden the next smallest is too.
 *
 * @param totals what the measure counted for each group, over the same time
 * @returns one for each group, in the order given
 * @see docs/methods/group-gaps.md
 */
export function groupsBeside(
  measure: Pick<Measure, 'scoring' | 'multiplier'>,
  totals: readonly GroupTotal[],
  { comparisons, maySeeSmall }: Reading,
): readonly GroupBeside[] {
  const { units } = unitsBeside(
    measure,
    totals.map(({ group, ...total }) => ({ unitId: group, ...total })),
  );
  const shown = suppressSmall(units, () => maySeeSmall);
  return shown.map((one, i) => {
    const { value, numerator, denominator, lower95, upper95, suppressed } = one;
    const seen = { group: one.unitId, value, numerator, denominator, lower95, upper95, suppressed };
    const own = totals[i];
    // Where one group is hidden, what the others differ from it would give it away.
    if (own === undefined || shown.some((other) => other.suppressed))
      return { ...seen, othersValue: null, toOthers: hidden };
    return { ...seen, ...compared(measure, own, { totals, comparisons }) };
  });
}

const hidden = { kind: 'not-estimable', reason: 'suppressed' } as const;
const tooFew = { kind: 'not-estimable', reason: 'too-few-cases' } as const;

interface Comparison {
  readonly totals: readonly GroupTotal[];
  readonly comparisons: number;
}

function compared(
  { scoring, multiplier }: Pick<Measure, 'scoring' | 'multiplier'>,
  own: GroupTotal,
  { totals, comparisons }: Comparison,
): Pick<GroupBeside, 'othersValue' | 'toOthers'> {
  if (scoring === 'ratio') return { othersValue: null, toOthers: tooFew };
  const others = together(totals.filter(({ group }) => group !== own.group));
  const result = compareGroup(own, others, { scoring, comparisons });
  if (result.kind === 'not-estimable') return { othersValue: null, toOthers: tooFew };
  const { othersValue, difference, lower, upper } = result.value;
  return {
    othersValue: othersValue * multiplier,
    toOthers: {
      kind: 'difference',
      difference: difference * multiplier,
      lower: lower * multiplier,
      upper: upper * multiplier,
      isGap: isGap(result.value),
    },
  };
}

function together(totals: readonly GroupTotal[]): GroupTotal {
  const sum = (of: (total: GroupTotal) => number) => totals.reduce((all, one) => all + of(one), 0);
  return {
    group: 'others',
    numerator: sum(({ numerator }) => numerator),
    denominator: sum(({ denominator }) => denominator),
    sumOfSquares: sum(({ sumOfSquares }) => sumOfSquares),
  };
}
