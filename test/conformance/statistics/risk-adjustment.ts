import {
  averageRunLength,
  type Outcome,
  riskAdjustedCusum,
  riskAdjustedThreshold,
  vlad,
} from '#statistics';
import {
  type Adapter,
  asFields,
  notInCase,
  number,
  numbers,
  optionalNumber,
  type StatisticsCase,
} from './case.ts';

/** Without a threshold the case asks for the sums only. */
const OUT_OF_REACH = 1e6;

function vladCusum({ options, input, expected }: StatisticsCase): unknown {
  const risks = numbers(input, 'p');
  const outcomes = numbers(input, 'y');
  const display = vlad(risks, outcomes);
  const threshold = optionalNumber(options, 'h') ?? OUT_OF_REACH;
  const oddsRatio = { alternative: number(options, 'RA'), unchanged: number(options, 'R0') };
  const cusum = riskAdjustedCusum({ risks, outcomes, oddsRatio, threshold });
  const first = cusum.signals[0];
  const result = {
    vlad: display.lives,
    weights: cusum.weights,
    racusum: cusum.sums,
    observed: display.observed,
    expected: display.expected,
    smr: display.ratio,
    first_signal: first === undefined ? null : first + 1,
  };
  if (asFields(expected).logistic === undefined) return result;
  return {
    ...result,
    logistic: notInCase(
      'the risk model was fitted to scores and cases that the input does not hold',
    ),
  };
}

function needed(outcome: Outcome<number>): number {
  if (outcome.kind === 'not-estimable') throw new Error(outcome.message);
  return outcome.value;
}

function runLengths({ input, options, expected }: StatisticsCase): unknown {
  const risks = numbers(input, 'risks');
  const oddsRatio = { alternative: optionalNumber(options, 'RA') ?? 2, unchanged: 1 };
  const thresholds = numbers(asFields(expected), 'h');
  const lengths = (trueOddsRatio: number): number[] =>
    thresholds.map((threshold) =>
      needed(averageRunLength({ risks, oddsRatio, trueOddsRatio, threshold })),
    );
  return {
    h: thresholds,
    arl_in_control: lengths(1),
    arl_doubled_odds: lengths(2),
    h_for_ARL0_500: needed(riskAdjustedThreshold({ risks, oddsRatio, runLength: 500 })),
  };
}

export const riskAdjustmentAdapters: Readonly<Record<string, Adapter>> = {
  'vlad-racusum': vladCusum,
  'racusum-arl-mc': runLengths,
};
