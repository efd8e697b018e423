import { mean } from '../summary/moments.ts';
import { median } from '../summary/order.ts';
import { noLimits, noVariation } from './cautions.ts';
import type { ChartOptions, Series } from './chart-request.ts';
import { RANGE_LIMIT_OF_MEAN } from './constants.ts';
import { movingRangeSigma, TEXTBOOK_INDIVIDUALS } from './moving-range.ts';
import {
  ANY_NUMBER,
  baselineValues,
  evenBand,
  type FittedLines,
  noBand,
  type PartSeries,
} from './part-series.ts';

/**
 * Run chart: the points around their median; no limits.
 *
 * @see docs/methods/run-chart.md
 */
export function fitRunChart(part: PartSeries, options: ChartOptions): FittedLines | null {
  const values = baselineValues(part);
  if (values.length === 0) return null;
  return { centre: options.centre ?? median(values), band: noBand, cautions: [] };
}

/**
 * The baseline as a series in which gaps stay gaps. Points taken out by hand are closed up, so that
 * their neighbours become successive.
 */
function baselineSeries(part: PartSeries): Series {
  return part.values.filter((value, i) => value === null || part.inBaseline[i] === true);
}

/**
 * I chart (XmR): single measurements around their mean.
 *
 * Assumes independent points of roughly symmetric spread.
 *
 * centre ȳ; MRᵢ = |yᵢ − yᵢ₋₁|; σ̂ = M̄R / 1.128; limits ȳ ± 3 σ̂. Moving ranges of 3.267 M̄R or more
 * are left out once when screening is on. Without any variation the limits lie on the centre.
 *
 * @example values 1, 3, 2: centre 2, M̄R 1.5, σ̂ 1.33, limits −1.99 and 5.99
 * @see docs/methods/i-chart.md
 */
export function fitIndividuals(part: PartSeries, options: ChartOptions): FittedLines | null {
  const values = baselineValues(part);
  if (values.length === 0) return null;
  const method = options.individuals ?? TEXTBOOK_INDIVIDUALS;
  const centre = options.centre ?? (method.centre === 'mean' ? mean(values) : median(values));
  const sigma = movingRangeSigma(baselineSeries(part), method, options.screenMovingRanges ?? true);
  if (sigma === null) return { centre, band: noBand, cautions: [noLimits] };
  return {
    centre,
    band: evenBand(centre, sigma, ANY_NUMBER),
    cautions: sigma === 0 ? [noVariation] : [],
  };
}

/**
 * MR chart: the moving ranges themselves.
 *
 * centre M̄R; upper limit 3.267 M̄R (D₄ for two values); lower limit 0. Other sigmas in proportion.
 *
 * @see docs/methods/mr-chart.md
 */
export function fitMovingRanges(part: PartSeries, options: ChartOptions): FittedLines | null {
  const ranges = baselineValues(part);
  if (ranges.length === 0) return null;
  const centre = options.centre ?? mean(ranges);
  return {
    centre,
    band: (_position, sigmas) => ({ lower: 0, upper: (RANGE_LIMIT_OF_MEAN / 3) * sigmas * centre }),
    cautions: [],
  };
}
