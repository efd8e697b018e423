import * as s from '#statistics';
import { errorsAsR } from './arima-errors.ts';
import { type Adapter, type Fields, number, numbers, type StatisticsCase } from './case.ts';
import { table } from './fits.ts';

const designFields = new Set(['y', 'interruption_index', 'offset_exposure']);
/** Poisson cases carry no covariates in their input: their model has one yearly wave of twelve points. */
const monthsInAYear = 12;

/** Columns of the input that are neither the series nor the change. */
const covariates = (input: Fields): s.Term[] =>
  Object.keys(input)
    .filter((name) => !designFields.has(name) && Array.isArray(input[name]))
    .map((name) => ({ name, values: numbers(input, name) }));

function design({ input }: StatisticsCase) {
  const y = numbers(input, 'y');
  const interruption = number(input, 'interruption_index') - 1;
  return { y, terms: [...s.segmentedTerms(y.length, interruption), ...covariates(input)] };
}

const segmented: Adapter = (theCase) => {
  const { y, terms } = design(theCase);
  const lag = number(theCase.options, 'lag');
  const fit = s.requireEstimate(s.fitLinearModel({ response: y, terms }));
  const adjusted = s.neweyWestCovariance(fit, { lag, adjust: true });
  const unadjusted = s.neweyWestCovariance(fit, { lag, adjust: false });
  const ljungBox = s.requireEstimate(s.ljungBoxTest(fit.residuals, 12));
  return {
    ols: table(fit, s.classicalCovariance(fit), fit.degreesOfFreedom),
    newey_west_adjusted: table(fit, adjusted, fit.degreesOfFreedom),
    newey_west_unadjusted_se: table(fit, unadjusted, fit.degreesOfFreedom).se,
    sigma: fit.sigma,
    r_squared: s.requireEstimate(s.explainedShare(fit)),
    durbin_watson: s.requireEstimate(s.durbinWatson(fit.residuals)),
    ljung_box_lag12: { stat: ljungBox.statistic, p: ljungBox.pValue },
    gls_ar1_ml: autoregressive(y, terms, 'ML'),
    gls_ar1_reml: autoregressive(y, terms, 'REML'),
    effect_at_end: effectAtEnd(fit, adjusted),
  };
};

function autoregressive(response: readonly number[], terms: s.Term[], method: 'ML' | 'REML') {
  const fit = s.requireEstimate(s.fitAutoregressiveModel({ response, terms, method }));
  return {
    ...table(fit, fit.covariance, 'normal'),
    phi: fit.phi,
    sigma: fit.sigma,
    logLik: fit.logLikelihood,
  };
}

/** The change at the last point: level + trend × number of points after the change. */
function effectAtEnd(fit: s.LinearFit, covariance: number[][]) {
  const last = fit.fitted.length - 1;
  const contrast = fit.names.map((name, k) =>
    name === 'level' || name === 'trend' ? (fit.columns[k]?.[last] ?? 0) : 0,
  );
  const { estimate, standardError } = s.linearCombination(fit, covariance, contrast);
  const observed = fit.fitted[last] ?? 0;
  return {
    observed_fit: observed,
    counterfactual: observed - estimate,
    difference: estimate,
    se_newey_west: standardError,
  };
}

const poissonSegmented: Adapter = (theCase) => {
  const { y, terms } = design(theCase);
  const waves = s.harmonicTerms(y.length, { period: monthsInAYear, pairs: 1 });
  const allTerms = covariates(theCase.input).length > 0 ? terms : [...terms, ...waves];
  const offset = numbers(theCase.input, 'offset_exposure').map(Math.log);
  const fitWith = (family: s.FamilyName) =>
    s.requireEstimate(
      s.fitGeneralisedLinearModel({ family, response: y, terms: allTerms, offset }),
    );
  const poisson = fitWith('poisson');
  const level = poisson.coefficients[s.coefficientPosition(poisson, 'level')] ?? 0;
  return {
    poisson: summary(poisson),
    quasipoisson: summary(fitWith('quasi-poisson')),
    rate_ratio_level: Math.exp(level),
    pearson_dispersion: poisson.pearsonDispersion,
  };
};

const summary = (fit: s.GeneralisedLinearFit) => ({
  coef: table(fit, s.modelCovariance(fit), 'normal'),
  deviance: fit.deviance,
  null_deviance: fit.nullDeviance,
  dispersion: fit.dispersion,
  df_residual: fit.degreesOfFreedom,
  aic: fit.likelihood?.aic ?? null,
});

const firstOrder: Adapter = (theCase) => {
  const { y, terms } = design(theCase);
  const fit = s.requireEstimate(s.fitFirstOrderAutoregression({ response: y, terms }));
  const columns = terms.map(({ values }) => values);
  const errors = errorsAsR({ response: y, columns }, fit);
  const joint = { names: ['ar1', ...fit.names], coefficients: [fit.phi, ...fit.coefficients] };
  const covariance = errors.map((error, k) => errors.map((_, l) => (k === l ? error ** 2 : 0)));
  const rows = table(joint, covariance, 'normal');
  return {
    ...rows,
    names: rows.names.map((name) => (name === '(Intercept)' ? 'intercept' : name)),
    sigma2: fit.innovationVariance,
    loglik: fit.logLikelihood,
    aic: fit.aic,
  };
};

export const interruptedSeriesAdapters: Readonly<Record<string, Adapter>> = {
  'interrupted-time-series': segmented,
  'interrupted-time-series-poisson': poissonSegmented,
  'interrupted-time-series-arima100': firstOrder,
};
