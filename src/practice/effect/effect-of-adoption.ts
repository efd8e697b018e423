import { type Caution, groupBy, type Month } from '#core';
import { addUp, type MonthlyResult } from '#knowledge';
import { normalQuantile } from '#statistics';
import {
  type EffectOfChange,
  type EffectReading,
  effectOfChange,
  type MeasureScale,
  monthsInWindow,
  readingOf,
} from './effect-of-change.ts';

export interface AdoptionEffectInput {
  readonly measure: MeasureScale;
  /** The adopting unit's monthly results. */
  readonly results: readonly MonthlyResult[];
  readonly startMonth: Month;
  /** First months of other changes on the same unit and measure. */
  readonly otherChanges: readonly Month[];
  /** Monthly results of each unit that may be compared with: of the same kind, and without a change of its own. */
  readonly others: readonly (readonly MonthlyResult[])[];
}

/** An adoption as an experiment, on the measure's display scale. */
export type AdoptionEffect =
  | {
      readonly kind: 'estimate';
      readonly method: 'its-beside-others' | 'its-alone';
      readonly difference: number;
      readonly lower95: number;
      readonly upper95: number;
      readonly before: number;
      readonly after: number;
      readonly monthsBefore: number;
      readonly monthsAfter: number;
      readonly reading: EffectReading;
      /** The units compared with, and what happened there in the same months; null where there were none. */
      readonly beside: { readonly units: number; readonly difference: number } | null;
      readonly cautions: readonly Caution[];
    }
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** A unit with numbers in fewer of the months would change the comparison by coming and going. */
const presentShare = 0.75;
const z95 = normalQuantile(0.975);

/** Standard error whose normal 95 % interval is as wide as the given one: Student's wider interval is kept. */
export const errorOf = (interval: { readonly lower95: number; readonly upper95: number }): number =>
  (interval.upper95 - interval.lower95) / (2 * z95);

/**
 * What a practice did in one unit that took it up: the unit's interrupted time series less that of the units which
 * changed nothing in the same months (a controlled interrupted time series). Without such units, the unit's own series.
 *
 * Both series are read by `effectOfChange` over the same months. d = d_unit − d_others;
 * standard error √(s_unit² + s_others²), each s the 95 % interval's width over 2 × 1.96; interval d ± 1.96 s.
 * Others are added up, numerators and denominators; a unit counts among them with a number in three quarters of the
 * months at least.
 *
 * Assumes that what happened everywhere happened alike in both, and that the series are independent.
 *
 * @returns not estimable where `effectOfChange` is not for the unit itself
 * @example the unit from 0.40 to 0.65, others from 0.40 to 0.45 in the same months: 0.20
 * @see Lopez Bernal J, Cummins S, Gasparrini A. Int J Epidemiol 2018;47:2082–93; docs/methods/practice-effect.md
 */
export function effectOfAdoption(input: AdoptionEffectInput): AdoptionEffect {
  const own = alone(input, input.results);
  if (own.kind === 'not-estimable') return own;
  const cautions = own.cautions.filter(({ code }) => code !== 'prediction-without-number');
  const levels = { before: own.before, after: own.after };
  const months = { monthsBefore: own.monthsBefore, monthsAfter: own.monthsAfter };
  const comparison = comparisonOf(input);
  if (comparison.kind === 'none') {
    const { difference, lower95, upper95, reading } = own;
    return {
      ...{ kind: 'estimate', method: 'its-alone', difference, lower95, upper95, reading },
      ...{ ...levels, ...months, beside: null },
      cautions: [...cautions, nobodyBeside],
    };
  }
  const { effect: others, units } = comparison;
  const difference = own.difference - others.difference;
  const reach = z95 * Math.hypot(errorOf(own), errorOf(others));
  const interval = { lower95: difference - reach, upper95: difference + reach };
  return {
    ...{ kind: 'estimate', method: 'its-beside-others', difference, ...interval },
    ...{ ...levels, ...months, cautions },
    reading: readingOf(interval, input.measure.direction),
    beside: { units, difference: others.difference },
  };
}

const nobodyBeside: Caution = {
  code: 'no-units-beside',
  message:
    'No unit could be compared with: what happened everywhere cannot be told from the practice.',
};

const noPrediction = { text: '', value: null, byMonth: null } as const;

const alone = (
  { measure, startMonth, otherChanges }: AdoptionEffectInput,
  results: readonly MonthlyResult[],
): EffectOfChange =>
  effectOfChange({ measure, results, startMonth, otherChanges, prediction: noPrediction });

type Comparison =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'others';
      readonly units: number;
      readonly effect: Extract<EffectOfChange, { kind: 'estimate' }>;
    };

function comparisonOf(input: AdoptionEffectInput): Comparison {
  const { measure, results, startMonth, otherChanges, others } = input;
  const window = new Set(
    monthsInWindow({ measure, results, startMonth, otherChanges, prediction: noPrediction }),
  );
  const within = others
    .map((unit) => unit.filter(({ month, denominator }) => window.has(month) && denominator > 0))
    .filter((unit) => unit.length >= presentShare * window.size);
  if (within.length === 0) return { kind: 'none' };
  const effect = alone({ ...input, otherChanges: [] }, allTogether(within.flat()));
  if (effect.kind === 'not-estimable') return { kind: 'none' };
  return { kind: 'others', units: within.length, effect };
}

const allTogether = (results: readonly MonthlyResult[]): readonly MonthlyResult[] =>
  [...groupBy(results, ({ month }) => month)].map(([month, own]) => ({ ...addUp(own), month }));
