import * as s from '#statistics';
import { type Adapter, type Fields, labels, numbers } from './case.ts';
import { table } from './fits.ts';

const ownFields = new Set(['y', 'group', 'events', 'trials']);

/** The intercept and every column of the input that is neither outcome nor group. */
function termsOf(input: Fields, rows: number): s.Term[] {
  const names = Object.keys(input).filter(
    (name) => !ownFields.has(name) && Array.isArray(input[name]),
  );
  return [s.intercept(rows), ...names.map((name) => ({ name, values: numbers(input, name) }))];
}

const linear: Adapter = ({ input }) => {
  const response = numbers(input, 'y');
  const groups = labels(input, 'group');
  const terms = termsOf(input, response.length);
  const fitBy = (method: 'ML' | 'REML') => {
    const fit = s.requireEstimate(s.fitRandomInterceptModel({ response, terms, groups, method }));
    return {
      fixed: table(fit, fit.covariance, 'normal'),
      var_between: fit.varianceBetween,
      var_within: fit.varianceWithin,
      icc: fit.intraclassCorrelation,
      logLik: fit.logLikelihood,
      blup: fit.groups.map(({ effect }) => effect),
    };
  };
  return { groups: s.distinct(groups), REML: fitBy('REML'), ML: fitBy('ML') };
};

const adaptiveQuadraturePoints = 25;

/** lme4 reports the log-likelihood of adaptive quadrature relative to the saturated model. */
const logistic: Adapter = ({ input }) => {
  const events = numbers(input, 'events');
  const cases = numbers(input, 'trials');
  const groups = labels(input, 'group');
  const terms = termsOf(input, events.length);
  const fitBy = (quadraturePoints: number) => {
    const fit = s.requireEstimate(
      s.fitLogisticRandomIntercept({
        events,
        cases,
        terms,
        groups,
        quadraturePoints,
        asLme4: true,
      }),
    );
    return {
      nAGQ: quadraturePoints,
      fixed: table(fit, fit.covariance, 'normal'),
      sd_between: fit.standardDeviationBetween,
      logLik: fit.logLikelihood - (quadraturePoints > 1 ? fit.saturatedLogLikelihood : 0),
      mode: fit.groups.map(({ effect }) => effect),
    };
  };
  return { groups: s.distinct(groups), laplace: fitBy(1), agq: fitBy(adaptiveQuadraturePoints) };
};

export const mixedModelAdapters: Readonly<Record<string, Adapter>> = {
  'linear-mixed-model': linear,
  'logistic-mixed-model': logistic,
  'stepped-wedge-lmm': linear,
};
