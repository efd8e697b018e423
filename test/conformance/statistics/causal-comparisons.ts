import * as s from '#statistics';
import {
  type Adapter,
  type Fields,
  fields,
  notInCase,
  numbers,
  optionalNumber,
  text,
} from './case.ts';
import { table } from './fits.ts';

const columnsOf = (record: Fields): s.Term[] =>
  Object.keys(record).map((name) => ({ name, values: numbers(record, name) }));

const differencesOf = (comparison: Parameters<typeof s.standardisedDifferences>[0]): number[] =>
  s
    .requireEstimate(s.standardisedDifferences(comparison))
    .rows.map((row) => s.requireEstimate(row.standardisedDifference));

const weighting: Adapter = ({ input, options }) => {
  const treated = numbers(input, 'treatment');
  const outcome = numbers(input, 'outcome');
  const covariates = columnsOf(fields(input, 'covariates'));
  const { propensity, model } = s.requireEstimate(s.fitPropensity(treated, covariates));
  const balance = (weights: readonly number[]) =>
    differencesOf({ covariates, treated, weights, denominator: 'pooled' });
  const byEstimand = (estimand: s.Estimand) => {
    const weights = s.balancingWeights(propensity, treated, estimand);
    const errorBy = (standardError: 'HC0' | 'HC1') =>
      s.requireEstimate(s.weightedDifference({ outcome, treated, weights, standardError }));
    const result = errorBy('HC1');
    return {
      estimate: result.effect.estimate,
      se_HC0: errorBy('HC0').effect.standardError,
      se_HC1: result.effect.standardError,
      mean_treated: result.meanTreated,
      mean_control: result.meanControl,
      ess_treated: result.effectiveTreated,
      ess_control: result.effectiveControl,
      smd: balance(weights),
    };
  };
  const outcomeModel = text(options, 'outcome_model') === 'logistic' ? 'logistic' : 'linear';
  const comparison: s.AdjustedComparison = { outcome, treated, covariates, outcomeModel };
  const doublyRobust = s.requireEstimate(s.doublyRobustEffect(comparison, propensity));
  const ones = treated.map(() => 1);
  return {
    ps_model: table(model, s.modelCovariance(model), 'normal'),
    propensity,
    smd_unweighted: balance(ones),
    covariate_names: covariates.map(({ name }) => name),
    weighted: { ate: byEstimand('ate'), att: byEstimand('att'), ato: byEstimand('overlap') },
    naive: s.requireEstimate(s.weightedDifference({ outcome, treated, weights: ones })).effect
      .estimate,
    g_computation: s.requireEstimate(s.standardisedEffect(comparison)).estimate,
    aipw: { estimate: doublyRobust.estimate, se: doublyRobust.standardError },
  };
};

/** The reference takes the nearest control from below, not the nearest (docs/methods/propensity-matching.md). */
const matching: Adapter = ({ input, options }) => {
  const treated = numbers(input, 'treatment');
  const outcome = numbers(input, 'outcome');
  const caliper = optionalNumber(options, 'caliper');
  const matched = s.requireEstimate(
    s.matchNearest(treated, numbers(input, 'propensity'), {
      choice: 'from-below',
      ...(caliper === undefined ? {} : { caliper }),
    }),
  );
  const weights = s.matchingWeights(matched, treated.length);
  const matchOf = new Map(matched.pairs.map((pair) => [pair.treated, pair.control + 1]));
  const treatedRows = treated.flatMap((value, row) => (value === 1 ? [row] : []));
  return {
    match_for_treated_row: treatedRows.map((row) => matchOf.get(row) ?? null),
    treated_row: treatedRows.map((row) => row + 1),
    att: s.requireEstimate(s.matchedDifference(outcome, matched)).estimate,
    smd_after:
      input.covariates === undefined
        ? notInCase('the covariates are not in the case')
        : differencesOf({
            covariates: columnsOf(fields(input, 'covariates')),
            treated,
            weights,
            denominator: 'treated-binary-aware',
          }),
    n_control_used: matched.pairs.length,
  };
};

export const causalAdapters: Readonly<Record<string, Adapter>> = {
  'propensity-weighting': weighting,
  'propensity-matching': matching,
};
