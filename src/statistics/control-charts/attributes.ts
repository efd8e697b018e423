import { binomialQuantile, binomialUpperQuantile } from '../distributions/binomial.ts';
import { normalUpperTail } from '../distributions/normal.ts';
import { poissonQuantile, poissonUpperQuantile } from '../distributions/poisson.ts';
import { mean, standardDeviation } from '../summary/moments.ts';
import { differenceBeyondRounding } from '../summary/rounding.ts';
import { noLimits, noVariation, smallExpectedCounts } from './cautions.ts';
import type { ChartOptions } from './chart-request.ts';
import { movingRangeSigma, TEXTBOOK_INDIVIDUALS } from './moving-range.ts';
import {
  type Band,
  baselineValues,
  evenBand,
  type FittedLines,
  NOT_NEGATIVE,
  noBand,
  type PartSeries,
  PROPORTION,
  pooledRate,
  varyingBand,
} from './part-series.ts';

const SMALL_EXPECTED_COUNT = 5;

/**
 * C chart: counts from equal areas of opportunity.
 *
 * centre c̄; limits c̄ ± 3 √c̄, not below 0; exact limits are Poisson quantiles at the same tails.
 *
 * @see docs/methods/c-chart.md
 */
export function fitCounts(part: PartSeries, options: ChartOptions): FittedLines | null {
  const counts = baselineValues(part);
  if (counts.length === 0) return null;
  const centre = options.centre ?? mean(counts);
  if (options.attributeLimits === 'exact') {
    return { centre, band: (_position, sigmas) => poissonBand(centre, 1, sigmas), cautions: [] };
  }
  return {
    centre,
    band: evenBand(centre, Math.sqrt(centre), NOT_NEGATIVE),
    cautions: centre < SMALL_EXPECTED_COUNT ? [smallExpectedCounts] : [],
  };
}

/** Counts that lie beyond with no more than the tail probability of `sigmas` on either side. */
function poissonBand(centre: number, size: number, sigmas: number): Band {
  const tail = normalUpperTail(sigmas);
  return {
    lower: poissonQuantile(tail, centre * size) / size,
    upper: poissonUpperQuantile(tail, centre * size) / size,
  };
}

function binomialBand(centre: number, size: number, sigmas: number): Band {
  const tail = normalUpperTail(sigmas);
  return {
    lower: binomialQuantile(tail, size, centre) / size,
    upper: binomialUpperQuantile(tail, size, centre) / size,
  };
}

interface RateModel {
  readonly exactBand: (centre: number, size: number, sigmas: number) => Band;
  /** Variance of one case around the centre. */
  readonly unitVariance: (centre: number) => number;
  readonly within: Band;
  readonly isOverdispersed: boolean;
}

function fitRate(part: PartSeries, options: ChartOptions, model: RateModel): FittedLines | null {
  const centre = options.centre ?? pooledRate(part);
  if (centre === null) return null;
  if (options.attributeLimits === 'exact' && !model.isOverdispersed) {
    return { centre, band: exactBands(part, centre, model), cautions: [] };
  }
  const variance = model.unitVariance(centre);
  const simple = part.sizes.map((size) => (size === null ? null : Math.sqrt(variance / size)));
  const small = part.sizes.some((size) => size !== null && size * centre < SMALL_EXPECTED_COUNT);
  const cautions = small && !model.isOverdispersed ? [smallExpectedCounts] : [];
  const factor = model.isOverdispersed ? sigmaZ(part, centre, simple, options) : 1;
  if (factor === null) return { centre, band: noBand, cautions: [...cautions, noLimits] };
  return {
    centre,
    band: varyingBand(centre, (i) => scaled(simple[i], factor), model.within),
    cautions: factor === 0 ? [...cautions, noVariation] : cautions,
  };
}

const exactBands =
  (part: PartSeries, centre: number, { exactBand }: RateModel): FittedLines['band'] =>
  (position, sigmas) => {
    const size = part.sizes[position];
    return typeof size === 'number' ? exactBand(centre, size, sigmas) : null;
  };

const scaled = (sigma: number | null | undefined, factor: number): number | null =>
  typeof sigma === 'number' ? sigma * factor : null;

/** Laney's σ_z: the moving-range sigma of z = (rate − centre)/σᵢ; 0 when nothing varies. */
function sigmaZ(
  part: PartSeries,
  centre: number,
  simple: readonly (number | null)[],
  options: ChartOptions,
): number | null {
  const z: (number | null)[] = [];
  part.values.forEach((value, i) => {
    const sigma = simple[i];
    if (value === null || typeof sigma !== 'number') z.push(null);
    else if (part.inBaseline[i] === true)
      z.push(sigma === 0 ? 0 : differenceBeyondRounding(value, centre) / sigma);
  });
  if (options.zSpread === 'standard-deviation') {
    const known = z.filter((each) => each !== null);
    return known.length < 2 ? null : standardDeviation(known);
  }
  return movingRangeSigma(z, TEXTBOOK_INDIVIDUALS, options.screenMovingRanges ?? true);
}

const bernoulliVariance = (centre: number): number => Math.max(0, centre * (1 - centre));
const poissonVariance = (centre: number): number => Math.max(0, centre);

/**
 * P chart: the proportion of cases with an event, in subgroups whose size may differ.
 *
 * Assumes independent cases and a stable proportion; use a P′ chart when subgroups run to thousands
 * and the points scatter more than the limits allow.
 *
 * centre p̄ = Σ events / Σ cases; limits p̄ ± 3 √(p̄(1−p̄)/casesᵢ), kept within 0…1. Exact limits are
 * binomial quantiles over casesᵢ with 0.135 % beyond either; cases must then be whole numbers.
 *
 * @example events 70 and 90 of 400: centre 0.2, limits 0.14 and 0.26
 * @see docs/methods/p-chart.md
 */
export const fitProportions = (part: PartSeries, options: ChartOptions): FittedLines | null =>
  fitRate(part, options, {
    exactBand: binomialBand,
    unitVariance: bernoulliVariance,
    within: PROPORTION,
    isOverdispersed: false,
  });

/**
 * P′ chart (Laney): a P chart whose limits are widened or narrowed by the variation between
 * subgroups: σᵢ = σ_z √(p̄(1−p̄)/casesᵢ) with σ_z the moving-range sigma of the z-scores.
 * Equal to the P chart when σ_z = 1.
 *
 * @see Laney DB. Improved control charts for attributes. Qual Eng 2002;14:531–7.
 * @see docs/methods/p-prime-chart.md
 */
export const fitProportionsPrime = (part: PartSeries, options: ChartOptions): FittedLines | null =>
  fitRate(part, options, {
    exactBand: binomialBand,
    unitVariance: bernoulliVariance,
    within: PROPORTION,
    isOverdispersed: true,
  });

/**
 * U chart: events per unit of exposure.
 *
 * centre ū = Σ events / Σ exposure; limits ū ± 3 √(ū/exposureᵢ), not below 0.
 *
 * @see docs/methods/u-chart.md
 */
export const fitRates = (part: PartSeries, options: ChartOptions): FittedLines | null =>
  fitRate(part, options, {
    exactBand: poissonBand,
    unitVariance: poissonVariance,
    within: NOT_NEGATIVE,
    isOverdispersed: false,
  });

/** U′ chart (Laney): a U chart scaled by σ_z as in the P′ chart. @see docs/methods/u-prime-chart.md */
export const fitRatesPrime = (part: PartSeries, options: ChartOptions): FittedLines | null =>
  fitRate(part, options, {
    exactBand: poissonBand,
    unitVariance: poissonVariance,
    within: NOT_NEGATIVE,
    isOverdispersed: true,
  });
