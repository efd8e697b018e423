import * as s from '#statistics';
import { type Adapter, type Fields, fields, number, numbers } from './case.ts';

/** A value, or null where the reference has none or divides by zero. */
const orNull = <T>(outcome: s.Outcome<T>): T | null =>
  outcome.kind === 'estimate' ? outcome.value : null;

const distribution = (record: Fields): s.ScoreDistribution => ({
  mean: number(record, 'mean'),
  standardDeviation: number(record, 'sd'),
});

const reliable: Adapter = ({ input, options }) => {
  const before = numbers(input, 'pre');
  const after = numbers(input, 'post');
  const result = s.reliableChange({
    before,
    after,
    reliability: number(options, 'reliability'),
    standardDeviationBefore: number(options, 'sd_pre'),
    dysfunctional: distribution(fields(options, 'dysfunctional')),
    functional: distribution(fields(options, 'functional')),
    higherIsBetter: options.higher_is_better === true,
  });
  const paired = s.requireEstimate(s.pairedChange(before, after));
  return {
    sem: result.standardErrorOfMeasurement,
    s_diff: result.standardErrorOfDifference,
    minimum_reliable_change: result.minimumReliableChange,
    rci: result.index,
    cutoff_a: result.cutoffs.a,
    cutoff_b: result.cutoffs.b,
    cutoff_c: result.cutoffs.c,
    class: result.classes,
    counts: result.counts,
    change: {
      mean: paired.change.estimate,
      sd: paired.standardDeviation,
      effect_size_sd_pre: orNull(paired.effectSize),
      srm: paired.standardisedResponseMean,
      t: paired.change.statistic,
      p: paired.change.pValue,
      ci: [paired.change.lower, paired.change.upper],
    },
  };
};

const cronbach: Adapter = ({ input }) => {
  const columns = fields(input, 'items');
  const items = Object.keys(columns).map((name) => ({ name, answers: numbers(columns, name) }));
  const result = s.requireEstimate(s.internalConsistency(items));
  return {
    raw_alpha: result.alpha,
    std_alpha: orNull(result.standardisedAlpha),
    alpha_if_dropped: result.items.map(({ alphaWithout }) => orNull(alphaWithout)),
    item_total_corrected: result.items.map(({ correlationWithRest }) =>
      orNull(correlationWithRest),
    ),
    sd_total: result.standardDeviationOfTotal,
    sem: result.standardErrorOfMeasurement,
    mdc95: result.minimalDetectableChange,
  };
};

export const scoreChangeAdapters: Readonly<Record<string, Adapter>> = {
  'reliable-change': reliable,
  'cronbach-alpha': cronbach,
};
