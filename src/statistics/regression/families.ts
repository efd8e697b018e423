import { binomialLogProbability } from '../distributions/binomial.ts';
import { poissonLogProbability } from '../distributions/poisson.ts';

/** Beyond this linear predictor a probability is held at one rounding from 0 or 1. */
const logitBound = 30;

export type FamilyName = 'poisson' | 'quasi-poisson' | 'binomial' | 'quasi-binomial';

/** Distribution and link of a generalised linear model, with their canonical link. */
export interface Family {
  readonly name: FamilyName;
  readonly link: (mean: number) => number;
  readonly inverseLink: (linearPredictor: number) => number;
  /** dμ/dη */
  readonly slope: (linearPredictor: number) => number;
  /** Variance of one observation with weight 1. */
  readonly variance: (mean: number) => number;
  /** Contribution of one observation with weight 1 to the deviance. */
  readonly deviance: (observed: number, mean: number) => number;
  /** A mean to begin the iterations with. */
  readonly startingMean: (observed: number, weight: number) => number;
  /** ln Pr(observed), or null for a quasi family, which has no likelihood. */
  readonly logProbability: ((observed: number, mean: number, weight: number) => number) | null;
}

/** y ln(y / μ), zero at y = 0. */
const yLogRatio = (y: number, mean: number): number => (y > 0 ? y * Math.log(y / mean) : 0);

const poisson: Family = {
  name: 'poisson',
  link: Math.log,
  inverseLink: (eta) => Math.max(Math.exp(eta), Number.EPSILON),
  slope: (eta) => Math.max(Math.exp(eta), Number.EPSILON),
  variance: (mean) => mean,
  deviance: (y, mean) => 2 * (yLogRatio(y, mean) - (y - mean)),
  startingMean: (y) => y + 0.1,
  logProbability: (y, mean, weight) => weight * poissonLogProbability(y, mean),
};

/** The logistic function 1 / (1 + e⁻ˣ), kept within rounding of 0 and 1. */
export const logistic = (x: number): number => {
  const bounded = Math.min(Math.max(x, -36), 36);
  return bounded >= 0 ? 1 / (1 + Math.exp(-bounded)) : Math.exp(bounded) / (1 + Math.exp(bounded));
};

const binomial: Family = {
  name: 'binomial',
  link: (mean) => Math.log(mean / (1 - mean)),
  inverseLink: (eta) => {
    if (eta < -logitBound) return Number.EPSILON;
    return eta > logitBound ? 1 - Number.EPSILON : logistic(eta);
  },
  slope: (eta) => (Math.abs(eta) > logitBound ? Number.EPSILON : logistic(eta) * logistic(-eta)),
  variance: (mean) => mean * (1 - mean),
  deviance: (y, mean) => 2 * (yLogRatio(y, mean) + yLogRatio(1 - y, 1 - mean)),
  startingMean: (y, weight) => (weight * y + 0.5) / (weight + 1),
  logProbability: (y, mean, weight) =>
    binomialLogProbability(Math.round(weight * y), Math.round(weight), mean),
};

export const families: Readonly<Record<FamilyName, Family>> = {
  poisson,
  'quasi-poisson': { ...poisson, name: 'quasi-poisson', logProbability: null },
  binomial,
  'quasi-binomial': { ...binomial, name: 'quasi-binomial', logProbability: null },
};
