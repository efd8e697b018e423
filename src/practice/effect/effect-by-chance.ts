import { compareGroup, type GroupTotal } from '#knowledge';

/** What something changed: those whom chance gave it beside those from whom chance held it back. */
export type EffectByChance =
  | {
      readonly kind: 'effect';
      /** How many with a known outcome, and the share of them whose outcome was met. */
      readonly given: number;
      readonly heldBack: number;
      readonly givenValue: number;
      readonly heldBackValue: number;
      readonly difference: number;
      readonly lower95: number;
      readonly upper95: number;
      readonly reading: 'better' | 'worse' | 'uncertain';
    }
  | { readonly kind: 'not-estimable'; readonly reason: 'not-by-chance' | 'too-few-cases' };

export interface DividedByChance {
  /** Outcomes that are known, yes or no, on each side; null where chance held nothing back. */
  readonly given: readonly boolean[];
  readonly heldBack: readonly boolean[] | null;
  /** Which way the share is wanted to go. */
  readonly direction: 'up' | 'down' | 'neutral';
}

/**
 * The share met among those given it less the share among those held back, with Newcombe's hybrid score interval at 95 %.
 * Better or worse only where the whole interval lies on one side of zero. Fewer than 30 known outcomes on a side say
 * nothing.
 *
 * @example 90 of 100 given, 40 of 100 held back: 0.5, from 0.38 to 0.60
 * @see docs/methods/effect-of-advice.md
 */
export function effectByChance({ given, heldBack, direction }: DividedByChance): EffectByChance {
  if (heldBack === null) return { kind: 'not-estimable', reason: 'not-by-chance' };
  const compared = compareGroup(total('given', given), total('held-back', heldBack), {
    ...{ scoring: 'proportion', comparisons: 1 },
  });
  if (compared.kind === 'not-estimable') return { kind: 'not-estimable', reason: 'too-few-cases' };
  const { value, othersValue, difference, lower, upper } = compared.value;
  return {
    kind: 'effect',
    ...{ given: given.length, heldBack: heldBack.length },
    ...{ givenValue: value, heldBackValue: othersValue },
    ...{ difference, lower95: lower, upper95: upper },
    reading: readingOf(direction, lower, upper),
  };
}

function total(group: string, outcomes: readonly boolean[]): GroupTotal {
  const numerator = outcomes.filter(Boolean).length;
  return { group, numerator, denominator: outcomes.length, sumOfSquares: numerator };
}

function readingOf(direction: DividedByChance['direction'], lower: number, upper: number) {
  if (direction === 'neutral' || (lower <= 0 && upper >= 0)) return 'uncertain';
  return lower > 0 === (direction === 'up') ? 'better' : 'worse';
}
