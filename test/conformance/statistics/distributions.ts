import * as statistics from '#statistics';
import { type Adapter, numbers, type StatisticsCase } from './case.ts';

type OfNumbers = (...parameters: number[]) => number;

interface Family {
  readonly p: OfNumbers;
  readonly p_upper: OfNumbers;
  readonly d: OfNumbers;
  readonly q: OfNumbers;
  readonly q_upper: OfNumbers;
}

const s = statistics;
const families: Readonly<Record<string, Family>> = {
  norm: {
    p: s.normalCdf,
    p_upper: s.normalUpperTail,
    d: s.normalDensity,
    q: s.normalQuantile,
    q_upper: s.normalUpperQuantile,
  },
  t: { p: s.tCdf, p_upper: s.tUpperTail, d: s.tDensity, q: s.tQuantile, q_upper: s.tUpperQuantile },
  chisq: {
    p: s.chiSquaredCdf,
    p_upper: s.chiSquaredUpperTail,
    d: s.chiSquaredDensity,
    q: s.chiSquaredQuantile,
    q_upper: s.chiSquaredUpperQuantile,
  },
  f: { p: s.fCdf, p_upper: s.fUpperTail, d: s.fDensity, q: s.fQuantile, q_upper: s.fUpperQuantile },
  gamma: {
    p: s.gammaCdf,
    p_upper: s.gammaUpperTail,
    d: s.gammaDensity,
    q: s.gammaQuantile,
    q_upper: s.gammaUpperQuantile,
  },
  beta: {
    p: s.betaCdf,
    p_upper: s.betaUpperTail,
    d: s.betaDensity,
    q: s.betaQuantile,
    q_upper: s.betaUpperQuantile,
  },
  binom: {
    p: s.binomialCdf,
    p_upper: s.binomialUpperTail,
    d: s.binomialProbability,
    q: s.binomialQuantile,
    q_upper: s.binomialUpperQuantile,
  },
  pois: {
    p: s.poissonCdf,
    p_upper: s.poissonUpperTail,
    d: s.poissonProbability,
    q: s.poissonQuantile,
    q_upper: s.poissonUpperQuantile,
  },
  nbinom: {
    p: s.negativeBinomialCdf,
    p_upper: s.negativeBinomialUpperTail,
    d: s.negativeBinomialProbability,
    q: s.negativeBinomialQuantile,
    q_upper: s.negativeBinomialUpperQuantile,
  },
};

const special: Readonly<Record<string, OfNumbers>> = {
  lgamma: s.logGamma,
  digamma: s.digamma,
  trigamma: s.trigamma,
  lbeta: s.logBeta,
  pnorm_log: s.normalLogCdf,
  dbinom_log: s.binomialLogProbability,
  dpois_log: s.poissonLogProbability,
};

/** R's names: p, q or d, the family, and the tail when it is the upper one. */
function functionNamed(name: string): OfNumbers {
  const own = special[name];
  if (own !== undefined) return own;
  const [, letter = '', family = '', tail = ''] = /^([pqd])([a-z]+?)(_upper)?$/.exec(name) ?? [];
  const found = Object.entries(families[family] ?? {}).find(([key]) => key === letter + tail);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found[1];
}

function evaluateRow(row: unknown): number {
  if (!Array.isArray(row)) throw new Error('a row is [function, arguments, value]');
  return functionNamed(String(row[0]))(...numbers({ args: row[1] }, 'args'));
}

function distributions({ rows }: StatisticsCase): number[] {
  if (!Array.isArray(rows)) throw new Error('a distribution case holds rows');
  return rows.map(evaluateRow);
}

export const distributionAdapters: Readonly<Record<string, Adapter>> = { distributions };
