// Numbers in, numbers out. One line per method family; the rest of each folder is hidden.

export { type BalanceTable, standardisedDifferences } from './causal/balance.ts';
export {
  type Matching,
  matchedDifference,
  matchingWeights,
  matchNearest,
} from './causal/matching.ts';
export {
  type AdjustedComparison,
  doublyRobustEffect,
  standardisedEffect,
} from './causal/outcome-model.ts';
export {
  balancingWeights,
  type Estimand,
  effectiveSampleSize,
  fitPropensity,
  type PropensityFit,
} from './causal/propensity.ts';
export { type WeightedDifference, weightedDifference } from './causal/weighted-difference.ts';
export {
  meanDifference,
  meanInterval,
  type SumOfValues,
} from './comparison/means-of-sums.ts';
export {
  type Difference,
  proportionDifference,
  type Share,
} from './comparison/proportion-difference.ts';
export type { ChartPoint, PointMeaning } from './control-charts/chart-point.ts';
export type {
  ChartData,
  ChartKind,
  ChartOptions,
  ChartPart,
  ChartRequest,
  Direction,
  IndividualsMethod,
  Series,
} from './control-charts/chart-request.ts';
export { c4, d2, d3, TRIAL_LIMIT_POINTS } from './control-charts/constants.ts';
export {
  type ChartPartSummary,
  type ControlChart,
  controlChart,
} from './control-charts/control-chart.ts';
export { type Cusum, cusum, type Ewma, ewma } from './control-charts/ewma.ts';
export type { Assurance, Variation } from './control-charts/icons.ts';
export { type Recalculation, SUSTAINED_SHIFT_POINTS } from './control-charts/recalculation.ts';
export {
  type RunRebaseRequest,
  type RunSegment,
  rebaseOnSustainedRuns,
} from './control-charts/run-chart-rebase.ts';
export { rangeSigma } from './control-charts/subgroups.ts';
export {
  type BoundaryShape,
  type GroupSequentialBounds,
  groupSequentialBounds,
} from './design/group-sequential.ts';
export { type Assigned, assignByMinimisation } from './design/minimisation.ts';
export {
  type AllocationList,
  nextAllocation,
  permutedBlocks,
  type RandomSource,
} from './design/permuted-blocks.ts';
export { probabilityBest } from './design/probability-best.ts';
export {
  clustersPerArm,
  designEffect,
  powerForMeans,
  sampleSizeForMeans,
  sampleSizeForProportions,
} from './design/sample-size.ts';
export {
  type SteppedWedgeDesign,
  type SteppedWedgePower,
  steppedWedgePower,
} from './design/stepped-wedge-power.ts';
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
export { incompleteGamma } from './distributions/incomplete-gamma.ts';
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
export type { Tails } from './distributions/tails.ts';
export {
  exactProportionLimit,
  exactRatioLimit,
  plainProportionLimit,
} from './funnels/exact-limits.ts';
export { type FunnelOfMeans, funnelOfMeans } from './funnels/funnel-of-means.ts';
export {
  type Funnel,
  type FunnelLimits,
  type FunnelRequest,
  type FunnelUnit,
  funnelPlot,
} from './funnels/funnel-plot.ts';
export type { FunnelKind, RatioScale, SquareRootLimits } from './funnels/transformation.ts';
export {
  fitLogisticRandomIntercept,
  type LogisticRandomInterceptFit,
} from './mixed/logistic-random-intercept.ts';
export {
  fitRandomInterceptModel,
  type RandomInterceptFit,
} from './mixed/random-intercept.ts';
export {
  type Caution,
  cannotEstimate,
  estimated,
  type Outcome,
  requireEstimate,
} from './outcome.ts';
export {
  type DifferenceInDifferences,
  differenceInDifferences,
} from './panel/difference-in-differences.ts';
export type { Panel } from './panel/panel.ts';
export {
  preTrendDifference,
  type StackedComparison,
  stackedDifferenceInDifferences,
} from './panel/stacked-comparison.ts';
export {
  type SteppedWedgeEffect,
  steppedWedgeByExposure,
  steppedWedgeEffect,
} from './panel/stepped-wedge.ts';
export {
  byarHalfInterval,
  byarInterval,
  clopperPearsonInterval,
  exactRateInterval,
  type Interval,
  wilsonInterval,
} from './rates/intervals.ts';
export {
  type DirectStandardisationRequest,
  directlyStandardisedRate,
  type IndirectStandardisationRequest,
  indirectlyStandardisedRatio,
  type StandardisedRate,
  type StandardisedRatio,
} from './rates/standardisation.ts';
export {
  clusterCovariance,
  satterthwaiteDegreesOfFreedom,
} from './regression/cluster-covariance.ts';
export { distinct, indicators, intercept, type Term } from './regression/design.ts';
export type { FamilyName } from './regression/families.ts';
export {
  fitGeneralisedLinearModel,
  type GeneralisedLinearFit,
  type GeneralisedLinearModelInput,
  modelCovariance,
} from './regression/generalised-linear-model.ts';
export {
  type CoefficientEstimate,
  coefficientPosition,
  coefficientTable,
  type EffectEstimate,
  judgeEffect,
  linearCombination,
} from './regression/inference.ts';
export {
  classicalCovariance,
  explainedShare,
  fitLinearModel,
  type LinearFit,
  type LinearModelInput,
  leveragesOf,
} from './regression/least-squares.ts';
export {
  heteroscedasticCovariance,
  neweyWestCovariance,
  neweyWestLag,
} from './regression/robust-covariance.ts';
export {
  type OddsChange,
  outcomeWeight,
  type RiskAdjustedCusum,
  type RiskAdjustedCusumRequest,
  riskAdjustedCusum,
} from './risk-adjustment/risk-adjusted-cusum.ts';
export {
  averageRunLength,
  type RunLengthRequest,
  riskAdjustedThreshold,
} from './risk-adjustment/run-length.ts';
export { type Vlad, vlad } from './risk-adjustment/vlad.ts';
export {
  type InternalConsistency,
  internalConsistency,
  minimalDetectableChange,
} from './score-change/internal-consistency.ts';
export { type PairedChange, pairedChange } from './score-change/paired-change.ts';
export {
  type ChangeClass,
  type ReliableChange,
  type ReliableChangeInput,
  reliableChange,
  type ScoreDistribution,
} from './score-change/reliable-change.ts';
export {
  anhoej,
  anhoejBestBox,
  anhoejCutBox,
  ihiRunChart,
  nelson,
  nhsMakingDataCount,
  nhsMakingDataCountSix,
  rulePresets,
  westernElectric,
} from './signal-rules/presets.ts';
export type { Rule, RuleHit, RuleKind, RulePreset, RunsTest, Side } from './signal-rules/rule.ts';
export type { RunsAnalysis } from './signal-rules/runs-analysis.ts';
export { mean, standardDeviation, variance, weightedMean } from './summary/moments.ts';
export { ascending, median, quantile, ranks } from './summary/order.ts';
export { cumulativeSum, sum } from './summary/sum.ts';
export { type EarsMethod, type EarsRequest, ears } from './surveillance/ears.ts';
export {
  type FarringtonJudged,
  type FarringtonPoint,
  type FarringtonRequest,
  farrington,
  type RecentCases,
} from './surveillance/farrington.ts';
export {
  type FarringtonFlexibleRequest,
  type FlexibleThreshold,
  farringtonFlexible,
} from './surveillance/farrington-flexible.ts';
export type { CountPower } from './surveillance/farrington-thresholds.ts';
export {
  type CountScore,
  type CusumPoint,
  type ExpectedCounts,
  type PoissonCusumRequest,
  poissonCusum,
} from './surveillance/poisson-cusum.ts';
export type { Counts, NotRun, SurveillancePoint } from './surveillance/surveillance-point.ts';
export { type CoxFit, type CoxInput, fitCoxModel } from './survival/cox.ts';
export {
  type CompetingFollowUp,
  cumulativeIncidence,
  type IncidencePoint,
} from './survival/cumulative-incidence.ts';
export {
  kaplanMeier,
  type SurvivalCurve,
  type SurvivalInterval,
  type SurvivalPoint,
} from './survival/kaplan-meier.ts';
export { type LogRankTest, logRankTest } from './survival/log-rank.ts';
export type { FollowUp } from './survival/risk-table.ts';
export { restrictedMean, survivalQuantile } from './survival/survival-summaries.ts';
export type { HeterogeneityMethod, UnitEstimates } from './synthesis/heterogeneity.ts';
export {
  type PooledEstimate,
  type PoolingOptions,
  poolEstimates,
  predictionInterval,
  shrunkenEstimates,
} from './synthesis/pooled-estimate.ts';
export { type RankUncertainty, rankUncertainty } from './synthesis/rank-uncertainty.ts';
export { durbinWatson, ljungBoxTest } from './time-series/autocorrelation.ts';
export {
  type AutoregressiveFit,
  fitAutoregressiveModel,
  fitFirstOrderAutoregression,
} from './time-series/autoregressive-errors.ts';
export {
  type InterruptedSeriesInput,
  type InterruptedSeriesResult,
  interruptedTimeSeries,
  type LevelReading,
  levelReading,
} from './time-series/interrupted-time-series.ts';
export type { LevelDifference } from './time-series/level-difference.ts';
export type { ObservedSeries } from './time-series/observed-series.ts';
export {
  harmonicTerms,
  type Seasonality,
  segmentedTerms,
} from './time-series/segmented-design.ts';
export type { SegmentedEffect } from './time-series/segmented-effect.ts';
