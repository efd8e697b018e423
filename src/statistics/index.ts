// Numbers in, numbers out. One line per method family; the rest of each folder is hidden.
export {
  betaCdf,
  betaDensity,
  betaQuantile,
  betaUpperQuantile,
  betaUpperTail,
} from './distributions/beta.ts';
export {
  binomialCdf,
  binomialLogProbability,
  binomialProbability,
  binomialQuantile,
  binomialUpperQuantile,
  binomialUpperTail,
} from './distributions/binomial.ts';
export {
  chiSquaredCdf,
  chiSquaredDensity,
  chiSquaredQuantile,
  chiSquaredUpperQuantile,
  chiSquaredUpperTail,
} from './distributions/chi-squared.ts';
export {
  fCdf,
  fDensity,
  fQuantile,
  fUpperQuantile,
  fUpperTail,
} from './distributions/f.ts';
export {
  gammaCdf,
  gammaDensity,
  gammaQuantile,
  gammaUpperQuantile,
  gammaUpperTail,
} from './distributions/gamma.ts';
export { incompleteBeta } from './distributions/incomplete-beta.ts';
export { incompleteGamma, type Tails } from './distributions/incomplete-gamma.ts';
export { digamma, logBeta, logGamma, trigamma } from './distributions/log-gamma.ts';
export {
  negativeBinomialCdf,
  negativeBinomialProbability,
  negativeBinomialQuantile,
  negativeBinomialUpperQuantile,
  negativeBinomialUpperTail,
} from './distributions/negative-binomial.ts';
export {
  normalCdf,
  normalDensity,
  normalLogCdf,
  normalQuantile,
  normalTwoSided,
  normalUpperQuantile,
  normalUpperTail,
} from './distributions/normal.ts';
export {
  poissonCdf,
  poissonLogProbability,
  poissonProbability,
  poissonQuantile,
  poissonUpperQuantile,
  poissonUpperTail,
} from './distributions/poisson.ts';
export {
  tCdf,
  tDensity,
  tQuantile,
  tTwoSided,
  tUpperQuantile,
  tUpperTail,
} from './distributions/student-t.ts';
export { type Caution, cannotEstimate, estimated, type Outcome } from './outcome.ts';
export { mean, standardDeviation, variance, weightedMean } from './summary/moments.ts';
export { ascending, median, quantile, ranks } from './summary/order.ts';
export { cumulativeSum, sum } from './summary/sum.ts';
