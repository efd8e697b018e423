import * as s from '#statistics';
import {
  type Adapter,
  asFields,
  type Fields,
  isFields,
  labels,
  numbers,
  optionalNumbers,
  type StatisticsCase,
  text,
} from './case.ts';
import { table } from './fits.ts';

/** A value, or null where the reference prints NA. */
const orNull = <T>(outcome: s.Outcome<T>): T | null =>
  outcome.kind === 'estimate' ? outcome.value : null;

const quartiles = [0.25, 0.5, 0.75];

function curve(data: s.FollowUp, taus: readonly number[] | undefined) {
  const by = (interval: s.SurvivalInterval) => s.requireEstimate(s.kaplanMeier(data, { interval }));
  const shown = (points: readonly s.SurvivalPoint[]) => points.filter(({ events }) => events > 0);
  const limit = (interval: s.SurvivalInterval, side: 'lower' | 'upper') =>
    shown(by(interval).points).map(({ uncertainty }) => orNull(uncertainty)?.[side] ?? null);
  const log = by('log');
  const quantiles = quartiles.map((p) => s.survivalQuantile(log, p));
  const points = shown(log.points);
  return {
    n: log.rows,
    events: log.events,
    time: points.map(({ time }) => time),
    n_risk: points.map(({ atRisk }) => atRisk),
    n_event: points.map(({ events }) => events),
    surv: points.map(({ survival }) => survival),
    std_err: points.map(({ uncertainty }) => orNull(uncertainty)?.standardError ?? null),
    low_log: limit('log', 'lower'),
    high_log: limit('log', 'upper'),
    low_loglog: limit('log-log', 'lower'),
    high_loglog: limit('log-log', 'upper'),
    low_plain: limit('plain', 'lower'),
    high_plain: limit('plain', 'upper'),
    quantiles: {
      p: quartiles,
      time: quantiles.map(({ time }) => orNull(time)),
      lower: quantiles.map(({ lower }) => orNull(lower)),
      upper: quantiles.map(({ upper }) => orNull(upper)),
    },
    rmst: taus?.map((tau) => {
      const { mean, standardError } = s.requireEstimate(s.restrictedMean(log, tau));
      return { tau, rmst: mean, se: standardError };
    }),
  };
}

const survival: Adapter = ({ input, options }) => {
  const data = { time: numbers(input, 'time'), event: numbers(input, 'status') };
  const groups = Array.isArray(input.group) ? labels(input, 'group') : data.time.map(() => 'all');
  const names = s.distinct(groups).sort((a, b) => a.localeCompare(b, 'en'));
  const taus = optionalNumbers(options, 'rmst_tau');
  const curves = names.map((name) => {
    const inGroup = (_: number, row: number) => groups[row] === name;
    const part = { time: data.time.filter(inGroup), event: data.event.filter(inGroup) };
    return [name, curve(part, taus)];
  });
  return {
    curves: Object.fromEntries(curves),
    ...(names.length > 1 ? comparison(data, groups, names) : {}),
    ...coxModels(data, input.covariates),
  };
};

function comparison(data: s.FollowUp, groups: readonly string[], names: readonly string[]) {
  const test = s.requireEstimate(s.logRankTest(data, groups));
  const ordered = names.flatMap((name) => test.groups.filter(({ group }) => group === name));
  return {
    logrank: {
      observed: ordered.map(({ observed }) => observed),
      expected: ordered.map(({ expected }) => expected),
      groups: names,
      chisq: test.statistic,
      df: test.degreesOfFreedom,
      p: test.pValue,
    },
    peto_chisq: s.requireEstimate(s.logRankTest(data, groups, 'peto')).statistic,
  };
}

function coxModels(data: s.FollowUp, columns: unknown): Fields {
  if (!isFields(columns)) return {};
  const covariates = Object.keys(columns).map((name) => ({ name, values: numbers(columns, name) }));
  const by = (ties: 'efron' | 'breslow') => {
    const fit = s.requireEstimate(s.fitCoxModel({ ...data, covariates, ties }));
    return {
      ...table(fit, fit.covariance, 'normal'),
      loglik: [fit.nullLogLikelihood, fit.logLikelihood],
      concordance: s.requireEstimate(fit.concordance),
    };
  };
  return { cox_efron: by('efron'), cox_breslow: by('breslow') };
}

/** Names of the causes in order of their codes, from a text such as "0=censored 1=progression 2=death". */
const causeNames = (codes: string): string[] =>
  [...codes.matchAll(/(\d+)=(\S+)/g)]
    .filter(([, code]) => code !== '0')
    .map(([, , name]) => name ?? '');

/** The times at which a curve is read off are given only as the first column of what is expected. */
function requestedTimes({ options, expected }: StatisticsCase): number[] {
  return optionalNumbers(options, 'times') ?? numbers(asFields(expected), 'times');
}

const incidence: Adapter = (theCase) => {
  const { input } = theCase;
  const data = { time: numbers(input, 'time'), cause: numbers(input, 'event') };
  const names = causeNames(text(input, 'event_codes'));
  const points = s.requireEstimate(s.cumulativeIncidence(data, names.length));
  const times = requestedTimes(theCase);
  const lastBefore = times.map((time) => points.filter((point) => point.time <= time).at(-1));
  const columns = names.flatMap((name, k) => [
    [`cif_${name}`, lastBefore.map((point) => point?.incidence[k] ?? 0)],
    [`se_${name}`, lastBefore.map((point) => point?.incidenceStandardErrors[k] ?? 0)],
  ]);
  return {
    times,
    p_event_free: lastBefore.map((point) => point?.eventFree ?? 1),
    ...Object.fromEntries(columns),
  };
};

export const survivalAdapters: Readonly<Record<string, Adapter>> = {
  'kaplan-meier': survival,
  'cumulative-incidence': incidence,
};
