import { type Month, monthsBetween } from '#core';
import {
  type ConcludedIntervention,
  type InterventionScore,
  scoreInterventions,
} from './score-interventions.ts';
import type { DemoTruth, Truth } from './truth.ts';

/** What the program concluded, in the words of the score. */
export interface Conclusions {
  readonly signals: readonly ConcludedSignal[];
  readonly effects: readonly ConcludedEffect[];
  /** Units that lie outside the funnel of their level. */
  readonly unusual: readonly {
    readonly measure: string;
    readonly unit: string;
    readonly place: 'above' | 'below';
  }[];
  /** Differences between one group of patients and all others, at the top of the organisation. */
  readonly gaps: readonly ConcludedGap[];
  /** What is tried by chance, as its page judges it. */
  readonly interventions: readonly ConcludedIntervention[];
  /** Charts of units that own events themselves, with the months they show. */
  readonly charts: readonly {
    readonly measure: string;
    readonly unit: string;
    readonly months: number;
  }[];
}

export interface ConcludedSignal {
  readonly measure: string;
  readonly unit: string;
  /** When it could first be known. */
  readonly month: Month;
  readonly reading: 'improvement' | 'concern' | 'neutral';
  readonly cautions: readonly string[];
}

export interface Interval95 {
  readonly difference: number;
  readonly lower95: number;
  readonly upper95: number;
}

export interface ConcludedEffect extends Interval95 {
  readonly measure: string;
  readonly unit: string;
  readonly startMonth: Month;
  readonly reading: EffectReading;
  /** What could be said knowing only the months up to `monthsToFind` after the change; null when nothing could. */
  readonly readingInTime: EffectReading | null;
}

type EffectReading = 'better' | 'worse' | 'uncertain' | 'changed';

export interface ConcludedGap extends Interval95 {
  readonly measure: string;
  readonly unit: string;
  readonly group: string;
  /** True when it is named a gap after allowing for all comparisons. */
  readonly named: boolean;
}

export interface Score {
  readonly planted: number;
  /** Found within six months, or at all where the truth has no beginning. */
  readonly found: number;
  readonly falseSignalsPerUnitYear: number;
  /** Share of 95 % intervals that hold the true effect. */
  readonly coverage: number;
  readonly intervals: number;
  readonly falseSignals: number;
  readonly unitYears: number;
  /** What was tried by chance, and whether it was judged as it is. */
  readonly interventions: InterventionScore;
}

export interface ScoreTold {
  readonly score: Score;
  readonly lines: readonly string[];
}

/**
 * A change found later than this many months after it began is not counted as found. A change that the organisation
 * made itself is found by a signal or by its estimated effect, whichever can be had in time.
 */
export const monthsToFind = 6;

/** Compares what the program concluded with what was planted. Each truth is judged by the conclusion a person would draw from it. */
export function scoreConclusions(truth: DemoTruth, conclusions: Conclusions): ScoreTold {
  const verdicts = truth.planted.map((planted) => judge(planted, conclusions));
  const held = verdicts.flatMap(({ interval, planted }) =>
    interval === null ? [] : [isWithin(planted.effect, interval)],
  );
  const falseSignals = falseSignalsIn(truth, conclusions);
  const unitYears = quietUnitYears(truth, conclusions);
  const interventions = scoreInterventions(truth.interventions, conclusions.interventions);
  const score: Score = {
    planted: verdicts.length,
    found: verdicts.filter(({ found }) => found).length,
    falseSignalsPerUnitYear: unitYears === 0 ? 0 : rounded(falseSignals / unitYears),
    coverage: held.length === 0 ? 0 : rounded(held.filter(Boolean).length / held.length),
    intervals: held.length,
    falseSignals,
    unitYears: rounded(unitYears),
    interventions: interventions.score,
  };
  return {
    score,
    lines: [...verdicts.map(verdictLine), ...interventions.lines, ...figures(score)],
  };
}

interface Verdict {
  readonly planted: Truth;
  readonly found: boolean;
  readonly monthsLate: number | null;
  readonly interval: Interval95 | null;
}

function judge(planted: Truth, conclusions: Conclusions): Verdict {
  const verdict = (found: boolean, monthsLate: number | null, interval: Interval95 | null) => ({
    ...{ planted, found, monthsLate, interval },
  });
  switch (planted.kind) {
    case 'improvement':
    case 'adoption': {
      const effect = conclusions.effects.find((one) => isAbout(planted, one)) ?? null;
      if (planted.works === false) return verdict(effect?.reading === 'uncertain', null, effect);
      const late = monthsLate(planted, conclusions, 'improvement');
      return verdict(late !== null || effect?.readingInTime === 'better', late, effect);
    }
    case 'deterioration':
    case 'outbreak': {
      const late = monthsLate(planted, conclusions, 'concern');
      return verdict(late !== null, late, null);
    }
    case 'recording-artefact': {
      const late = monthsLate(planted, conclusions, 'concern', 'coding-changed');
      return verdict(late !== null, late, null);
    }
    case 'unusual-unit': {
      const place = planted.effect > 0 ? 'above' : 'below';
      const found = conclusions.unusual.some((one) => isAbout(planted, one) && one.place === place);
      return verdict(found, null, null);
    }
    case 'group-gap': {
      const gap =
        conclusions.gaps.find((one) => isAbout(planted, one) && one.group === gapGroup) ?? null;
      const found = gap?.named === true && Math.sign(gap.difference) === Math.sign(planted.effect);
      return verdict(found, null, gap);
    }
    default:
      return planted.kind satisfies never;
  }
}

/** The group of library/groupings/interpreter.yaml that the generator's gap is about. */
const gapGroup = 'interpreter';

interface Place {
  readonly measure: string;
  readonly unit: string;
}

const isAbout = (planted: Place, one: Place): boolean =>
  planted.measure === one.measure && planted.unit === one.unit;

/** Months from the beginning of a truth to the first fitting signal; null when there is none in time. */
function monthsLate(
  planted: Truth,
  { signals }: Conclusions,
  reading: ConcludedSignal['reading'],
  caution?: string,
): number | null {
  const lags = signals
    .filter((signal) => isAbout(planted, signal) && signal.reading === reading)
    .filter(({ cautions }) => caution === undefined || cautions.includes(caution))
    .map(({ month }) => monthsBetween(planted.startMonth, month))
    .filter((lag) => lag >= 0 && lag <= monthsToFind);
  return lags.length === 0 ? null : Math.min(...lags);
}

const isWithin = (effect: number, { lower95, upper95 }: Interval95): boolean =>
  lower95 <= effect && effect <= upper95;

/** Where something is planted, or moves with it, a signal is not false. */
const isPlanted = (truth: DemoTruth, place: Place): boolean =>
  truth.planted.some(
    (planted) =>
      planted.unit === place.unit &&
      (planted.measure === place.measure || planted.alsoMoves.includes(place.measure)),
  );

/** Signals on charts of units that own events, where nothing is planted. */
function falseSignalsIn(truth: DemoTruth, { signals, charts }: Conclusions): number {
  return signals.filter(
    (signal) => charts.some((chart) => isAbout(chart, signal)) && !isPlanted(truth, signal),
  ).length;
}

const quietUnitYears = (truth: DemoTruth, { charts }: Conclusions): number =>
  charts
    .filter((chart) => !isPlanted(truth, chart))
    .reduce((years, { months }) => years + months / 12, 0);

function verdictLine({ planted, found, monthsLate: late, interval }: Verdict): string {
  const isOwnChange = planted.kind === 'improvement' || planted.works === true;
  const without = found && isOwnChange ? ', without a signal, by its effect in six months' : '';
  const when = late === null ? without : `, ${late} months after it began`;
  const effect =
    interval === null
      ? ''
      : `; true effect ${planted.effect}, estimated ${rounded(interval.difference)} (${rounded(interval.lower95)} to ${rounded(interval.upper95)})`;
  return `${found ? 'found' : 'MISSED'}: ${planted.id} (${planted.measure}, ${planted.unit})${when}${effect}`;
}

const figures = (score: Score): readonly string[] => [
  `${score.found} of ${score.planted} planted truths found`,
  `${score.interventions.judgedRightly} of ${score.interventions.planted} interventions judged rightly`,
  `${score.falseSignals} false signals in ${score.unitYears} unit-years of charts: ${score.falseSignalsPerUnitYear} per unit-year and measure`,
  `${Math.round(100 * score.coverage)} % of ${score.intervals} intervals hold the true effect`,
];

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
