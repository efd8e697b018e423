import { addMonths, type Caution, type Month, monthsBetween, monthsFromTo } from '#core';
import type { MonthlyResult } from '#knowledge';
import {
  type InterruptedSeriesResult,
  interruptedTimeSeries,
  type ObservedSeries,
  type Outcome,
} from '#statistics';
import type { Prediction } from '../cycle.ts';
import { againstPrediction, type PredictionMet } from './against-prediction.ts';

/** What the estimate must know of a measure. */
export interface MeasureScale {
  readonly scoring: 'proportion' | 'ratio' | 'continuous';
  readonly direction: 'up' | 'down' | 'neutral';
  /** From numerator/denominator to the display scale: 1000 for a rate per 1 000, else 1. */
  readonly multiplier: number;
}

export type EffectReading = 'better' | 'worse' | 'uncertain' | 'changed';

/** Everything on the measure's display scale; a proportion is 0…1. */
export interface ChangeEstimate {
  readonly kind: 'estimate';
  readonly method: EffectMethod;
  /** After the change minus what would have been without it. */
  readonly difference: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly monthsBefore: number;
  readonly monthsAfter: number;
  /** Mean over the months before; and over the months after, by the same model. */
  readonly before: number;
  readonly after: number;
  readonly reading: EffectReading;
  readonly predictionMet: PredictionMet;
  readonly cautions: readonly Caution[];
}

/** Why an effect cannot be said; each has a sentence in every language of the web app. */
export const effectReasons = [
  'change-not-started',
  'nothing-evaluated',
  'no-months-before',
  'no-months-after',
  'too-few-months-on-a-side',
  'no-scatter',
  'cannot-compute',
] as const;
export type EffectReason = (typeof effectReasons)[number];

export type EffectOfChange =
  | ChangeEstimate
  | { readonly kind: 'not-estimable'; readonly reason: EffectReason };

export type EffectMethod = 'its-level' | 'its-level-and-trend' | 'its-beside-others' | 'its-alone';

/** Two years at most on either side: beyond that the unit before is another unit, and seasons are covered twice. */
export const windowMonths = 24;

export interface EffectInput {
  readonly measure: MeasureScale;
  /** The unit's monthly results; missing months are months without a number. */
  readonly results: readonly MonthlyResult[];
  /** First month in which the new way of working applied. */
  readonly startMonth: Month;
  readonly prediction: Prediction;
  /** First months of other changes on the same unit and measure. */
  readonly otherChanges: readonly Month[];
}

/**
 * What changed when a unit changed its way of working: the monthly numbers before and after, as an interrupted time
 * series.
 *
 * The difference of levels (after − before, pooled over the months) where the numbers were flat before the change;
 * where they were already moving (`pre-existing-trend`), the mean distance from the earlier level and trend carried
 * on. Proportions, rates and means are weighted as in `interruptedTimeSeries`; up to 24 months on either side, and
 * none beyond another change on the same chart.
 *
 * @returns not estimable with fewer than three months with a number on a side, or without scatter
 * @example twelve months at 40 of 100 and twelve at 60 of 100, give or take: difference ≈ 0.20
 * @see docs/methods/effect-of-a-change.md
 */
export function effectOfChange(input: EffectInput): EffectOfChange {
  const months = monthsInWindow(input);
  const index = months.indexOf(input.startMonth);
  if (index < 0) return notEstimable('no-months-after');
  const series = seriesOf(input, months);
  const outcome = interruptedTimeSeries({ series, interruptionIndex: index });
  if (outcome.kind === 'not-estimable') return notEstimable(reasonFor(outcome.reason));
  const chosen = chooseModel(outcome.value);
  if (chosen.kind === 'not-estimable') return notEstimable(reasonFor(chosen.reason));
  const cautions = [...outcome.cautions, ...chosen.cautions, ...windowCautions(input, months)];
  return onDisplayScale(input, { ...chosen.value, ...counted(outcome.value) }, cautions);
}

const notEstimable = (reason: EffectReason): EffectOfChange => ({ kind: 'not-estimable', reason });

/** What the statistics say, in terms of months and a change. The window always reaches the change, so a bare side lies before it. */
const reasonsOfSeries: Readonly<Record<string, EffectReason>> = {
  'no-points-on-a-side': 'no-months-before',
  'too-few-points': 'too-few-months-on-a-side',
  'no-scatter': 'no-scatter',
  'no-variation': 'no-scatter',
};

const reasonFor = (reason: string): EffectReason => reasonsOfSeries[reason] ?? 'cannot-compute';

/** Every month of the window, those without a number too; empty when nothing reaches the change. */
export function monthsInWindow({
  results,
  startMonth,
  otherChanges,
}: EffectInput): readonly Month[] {
  const withNumbers = results.filter(({ denominator }) => denominator > 0).map((r) => r.month);
  const first = earliest([startMonth, ...withNumbers]);
  const last = latest(['', ...withNumbers]);
  if (last < startMonth) return [];
  const before = otherChanges.filter((month) => month < startMonth);
  const after = otherChanges.filter((month) => month > startMonth);
  const from = latest([first, addMonths(startMonth, -windowMonths), ...before]);
  const to = earliest([
    last,
    addMonths(startMonth, windowMonths - 1),
    ...after.map((month) => addMonths(month, -1)),
  ]);
  return monthsFromTo(from, to);
}

const latest = (months: readonly Month[]): Month => months.toSorted().at(-1) ?? '';
const earliest = (months: readonly Month[]): Month => months.toSorted()[0] ?? '';

export function seriesOf(
  { measure, results }: Pick<EffectInput, 'measure' | 'results'>,
  months: readonly Month[],
): ObservedSeries {
  const byMonth = new Map(results.map((result) => [result.month, result]));
  const numerators = months.map((month) => byMonth.get(month)?.numerator ?? null);
  const denominators = months.map((month) => byMonth.get(month)?.denominator ?? null);
  switch (measure.scoring) {
    case 'proportion':
      return { kind: 'proportions', events: numerators, cases: denominators };
    case 'ratio':
      return { kind: 'rates', events: numerators, exposure: denominators };
    case 'continuous':
      return {
        kind: 'values',
        values: months.map((_, i) => quotient(numerators[i] ?? null, denominators[i] ?? null)),
      };
    default:
      return measure.scoring satisfies never;
  }
}

const quotient = (numerator: number | null, denominator: number | null): number | null =>
  numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;

interface ChosenModel {
  readonly method: EffectMethod;
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly before: number;
}

/** The plain difference of levels, unless the numbers were already moving before the change. */
function chooseModel({ levelOnly, segmented }: InterruptedSeriesResult): Outcome<ChosenModel> {
  if (levelOnly.kind === 'not-estimable') return levelOnly;
  const { difference, meanBefore } = levelOnly.value;
  const moving = levelOnly.cautions.some(({ code }) => code === 'pre-existing-trend');
  if (!moving || segmented.kind === 'not-estimable')
    return {
      ...levelOnly,
      value: { method: 'its-level', ...interval(difference), before: meanBefore },
    };
  const { averageEffect } = segmented.value;
  return {
    ...segmented,
    value: { method: 'its-level-and-trend', ...interval(averageEffect), before: meanBefore },
    cautions: [...segmented.cautions, trendFollowed],
  };
}

const trendFollowed: Caution = {
  code: 'trend-before',
  message:
    'The numbers were already moving before the change; the effect is the distance from that trend carried on.',
};

const interval = (effect: {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}) => ({ difference: effect.estimate, lower: effect.lower, upper: effect.upper });

const counted = ({ pointsBefore, pointsAfter }: InterruptedSeriesResult) => ({
  monthsBefore: pointsBefore,
  monthsAfter: pointsAfter,
});

export function windowCautions(
  { otherChanges, startMonth }: Pick<EffectInput, 'otherChanges' | 'startMonth'>,
  months: readonly Month[],
): readonly Caution[] {
  const cautions: Caution[] = [];
  if (otherChanges.includes(startMonth))
    cautions.push({
      code: 'other-change-same-month',
      message: 'Another change started in the same month; their effects cannot be told apart.',
    });
  const after = monthsBetween(startMonth, months.at(-1) ?? startMonth) + 1;
  if (after < 12)
    cautions.push({
      code: 'part-of-a-year',
      message: `${after} months after the change, 12 make a year: a season may look like an effect.`,
    });
  return cautions;
}

interface Fitted extends ChosenModel {
  readonly monthsBefore: number;
  readonly monthsAfter: number;
}

function onDisplayScale(
  { measure, prediction, results }: EffectInput,
  fitted: Fitted,
  cautions: readonly Caution[],
): ChangeEstimate {
  const { multiplier, direction } = measure;
  const { method, monthsBefore, monthsAfter } = fitted;
  const before = fitted.before * multiplier;
  const difference = fitted.difference * multiplier;
  const lower95 = fitted.lower * multiplier;
  const upper95 = fitted.upper * multiplier;
  const estimated = { before, difference, lower95, upper95 };
  const lastMonth = latest(['', ...results.map(({ month }) => month)]);
  const judged = againstPrediction(prediction, estimated, lastMonth);
  return {
    kind: 'estimate',
    ...{ method, difference, lower95, upper95, monthsBefore, monthsAfter },
    ...{ before, after: before + difference },
    reading: readingOf(estimated, direction),
    predictionMet: judged.met,
    cautions: [...cautions, ...judged.cautions],
  };
}

/** Better or worse only where the whole interval lies on one side of no change. */
export function readingOf(
  { lower95, upper95 }: { readonly lower95: number; readonly upper95: number },
  direction: MeasureScale['direction'],
): EffectReading {
  if (lower95 <= 0 && upper95 >= 0) return 'uncertain';
  if (direction === 'neutral') return 'changed';
  return lower95 > 0 === (direction === 'up') ? 'better' : 'worse';
}
