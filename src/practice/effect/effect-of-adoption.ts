import { type Caution, groupBy, type Month } from '#core';
import { addUp, type MonthlyResult } from '#knowledge';
import { levelReading, normalQuantile, tQuantile } from '#statistics';
import {
  type EffectReading,
  effectOfChange,
  type MeasureScale,
  monthsInWindow,
  readingOf,
  seriesOf,
  windowCautions,
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
export interface AdoptionEstimate {
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

export type AdoptionEffect =
  | AdoptionEstimate
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** A unit with numbers in fewer of the months would change the comparison by coming and going. */
const presentShare = 0.75;

/**
 * Standard error whose normal 95 % interval is as wide as the given one: where the interval is Student's, the allowance
 * for few months is kept.
 */
export const errorOf = (interval: { readonly lower95: number; readonly upper95: number }): number =>
  (interval.upper95 - interval.lower95) / (2 * normalQuantile(0.975));

/**
 * What a practice did in one unit that took it up: its difference of levels, after less before, less that of the units
 * which changed nothing in the same months (a controlled interrupted time series, read as a difference in
 * differences). Without such units: the unit's own series, by `effectOfChange`.
 *
 * d = d_unit − d_others, each the weighted difference of levels of `interruptedTimeSeries` over the same months; standard
 * error √(s_unit² + s_others²); interval by Student's t with the unit's months less two. Others are added up,
 * numerators and denominators; a unit counts among them with a number in three quarters of the months at least.
 *
 * Beside others no trend is carried on: a slope from two years of one unit's months, carried on for two more, moves the
 * answer by more than most changes do. Caution `pre-existing-trend` where the unit was moving away from the others
 * before the change, or towards them: by the monthly difference between them.
 *
 * Assumes that what happened everywhere happened alike in both, and that the series are independent.
 *
 * @returns not estimable where `effectOfChange` is not for the unit itself
 * @example the unit from 0.40 to 0.65, others from 0.40 to 0.45 in the same months: 0.20
 * @see Lopez Bernal J, Cummins S, Gasparrini A. Int J Epidemiol 2018;47:2082–93; docs/methods/practice-effect.md
 */
export function effectOfAdoption(input: AdoptionEffectInput): AdoptionEffect {
  const months = monthsInWindow({ ...input, prediction: noPrediction });
  const own = levelsOf(input, input.results, months);
  const beside = own === null ? null : levelsBeside(input, months);
  if (own === null || beside === null) return alone(input);
  const { multiplier, direction } = input.measure;
  const difference = own.difference - beside.difference;
  const reach =
    tQuantile(0.975, own.pointsBefore + own.pointsAfter - 2) *
    Math.hypot(own.standardError, beside.standardError);
  const interval = {
    lower95: (difference - reach) * multiplier,
    upper95: (difference + reach) * multiplier,
  };
  return {
    ...{ kind: 'estimate', method: 'its-beside-others', ...interval },
    difference: difference * multiplier,
    before: own.before * multiplier,
    after: (own.before + own.difference) * multiplier,
    ...{ monthsBefore: own.pointsBefore, monthsAfter: own.pointsAfter },
    reading: readingOf(interval, direction),
    beside: { units: beside.units, difference: beside.difference * multiplier },
    cautions: [
      ...own.cautions.filter(({ code }) => code !== trendBefore),
      ...parting(input, months, beside.values),
      ...windowCautions(input, months),
    ],
  };
}

const trendBefore = 'pre-existing-trend';

/**
 * Whether the unit was already moving away from the others, or towards them, before the change: a trend that both had
 * is taken away by the comparison and needs no caution.
 */
function parting(
  input: AdoptionEffectInput,
  months: readonly Month[],
  beside: readonly (number | null)[],
): readonly Caution[] {
  const own = quotients(input.results, months);
  const values = own.map((value, i) => {
    const other = beside[i] ?? null;
    return value === null || other === null ? null : value - other;
  });
  const interruptionIndex = months.indexOf(input.startMonth);
  const outcome = levelReading({ series: { kind: 'values', values }, interruptionIndex });
  if (outcome.kind === 'not-estimable' || outcome.value.levelOnly.kind === 'not-estimable')
    return [];
  return outcome.value.levelOnly.cautions.filter(({ code }) => code === trendBefore);
}

function quotients(
  results: readonly MonthlyResult[],
  months: readonly Month[],
): readonly (number | null)[] {
  const byMonth = new Map(results.map((result) => [result.month, result]));
  return months.map((month) => {
    const result = byMonth.get(month);
    return result === undefined || result.denominator === 0
      ? null
      : result.numerator / result.denominator;
  });
}

const noPrediction = { text: '', value: null, byMonth: null } as const;

interface Levels {
  readonly difference: number;
  readonly standardError: number;
  readonly before: number;
  readonly pointsBefore: number;
  readonly pointsAfter: number;
  readonly cautions: readonly Caution[];
}

/** The levels before and after in one series; null where they cannot be estimated. */
function levelsOf(
  { measure, startMonth }: AdoptionEffectInput,
  results: readonly MonthlyResult[],
  months: readonly Month[],
): Levels | null {
  const interruptionIndex = months.indexOf(startMonth);
  if (interruptionIndex < 0) return null;
  const series = seriesOf({ measure, results }, months);
  const outcome = levelReading({ series, interruptionIndex });
  if (outcome.kind === 'not-estimable' || outcome.value.levelOnly.kind === 'not-estimable')
    return null;
  const { levelOnly, pointsBefore, pointsAfter } = outcome.value;
  const { difference, meanBefore } = levelOnly.value;
  return {
    difference: difference.estimate,
    standardError: difference.standardError,
    before: meanBefore,
    ...{ pointsBefore, pointsAfter },
    cautions: [...outcome.cautions, ...levelOnly.cautions],
  };
}

interface BesideLevels extends Levels {
  readonly units: number;
  /** All of them together, month by month. */
  readonly values: readonly (number | null)[];
}

/** By the list of units itself, which never changes: many units begin in the same months. */
const besideKnown = new WeakMap<AdoptionEffectInput['others'], Map<string, BesideLevels | null>>();

/** The levels of the units beside over the same months; null where there are none to speak of. */
function levelsBeside(input: AdoptionEffectInput, months: readonly Month[]): BesideLevels | null {
  const { others, measure, startMonth } = input;
  const known = besideKnown.get(others) ?? new Map<string, BesideLevels | null>();
  besideKnown.set(others, known);
  const key = [measure.scoring, months[0], startMonth, months.at(-1)].join(' ');
  const before = known.get(key);
  if (before !== undefined) return before;
  const counted = comparable(input, months);
  const together = allTogether(counted.flat());
  const levels = counted.length === 0 ? null : levelsOf(input, together, months);
  const values = quotients(together, months);
  const beside = levels === null ? null : { ...levels, units: counted.length, values };
  known.set(key, beside);
  return beside;
}

const comparable = (
  { others }: AdoptionEffectInput,
  months: readonly Month[],
): readonly (readonly MonthlyResult[])[] => {
  const window = new Set(months);
  return others
    .map((unit) => unit.filter(({ month, denominator }) => window.has(month) && denominator > 0))
    .filter((unit) => unit.length > 0 && unit.length >= presentShare * months.length);
};

/** The unit's own series, for want of others. */
function alone({
  measure,
  results,
  startMonth,
  otherChanges,
}: AdoptionEffectInput): AdoptionEffect {
  const own = effectOfChange({
    ...{ measure, results, startMonth, otherChanges, prediction: noPrediction },
  });
  if (own.kind === 'not-estimable') return own;
  const { predictionMet: _, method: __, cautions, ...said } = own;
  const kept = cautions.filter(({ code }) => code !== 'prediction-without-number');
  return { ...said, method: 'its-alone', beside: null, cautions: [...kept, nobodyBeside] };
}

const nobodyBeside: Caution = {
  code: 'no-units-beside',
  message:
    'No unit could be compared with: what happened everywhere cannot be told from the practice.',
};

const allTogether = (results: readonly MonthlyResult[]): readonly MonthlyResult[] =>
  [...groupBy(results, ({ month }) => month)].map(([month, own]) => ({ ...addUp(own), month }));
