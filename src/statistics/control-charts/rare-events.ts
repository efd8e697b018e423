import { mean } from '../summary/moments.ts';
import { median } from '../summary/order.ts';
import type { ChartOptions } from './chart-request.ts';
import { fitIndividuals } from './individuals.ts';
import {
  type Band,
  baselineValues,
  evenBand,
  type FittedLines,
  NOT_NEGATIVE,
  type PartSeries,
} from './part-series.ts';

/** Median of a geometric count as a fraction of its mean, as rounded by Provost and Murray (2011). */
const GEOMETRIC_MEDIAN = 693 / 1000;

/**
 * G chart: cases between rare events.
 *
 * Assumes that each case has the same small chance of the event.
 *
 * limits m ± 3 √(m(m + 1)) with m the mean, not below 0; the line drawn as centre is the median, so
 * that rules about one side of the centre keep their meaning (0.693 m when m is given).
 *
 * @see Benneyan JC. Number-between g-type statistical quality control charts. 2001.
 * @see docs/methods/g-chart.md
 */
export function fitCasesBetween(part: PartSeries, options: ChartOptions): FittedLines | null {
  const gaps = baselineValues(part);
  if (gaps.length === 0) return null;
  const average = options.centre ?? mean(gaps);
  return {
    centre: options.centre === undefined ? median(gaps) : GEOMETRIC_MEDIAN * average,
    band: evenBand(average, Math.sqrt(average * (average + 1)), NOT_NEGATIVE),
    cautions: [],
  };
}

/** Exponential times raised to 1/3.6 are close to normal (Nelson 1994). */
const WEIBULL_POWER = 3.6;

const power = (value: number): number => value ** (1 / WEIBULL_POWER);
const unpower = (value: number): number => (value <= 0 ? 0 : value ** WEIBULL_POWER);

/**
 * T chart: time between rare events.
 *
 * Times are raised to 1/3.6, charted as individuals and the lines raised back; a negative limit
 * becomes 0. Times must be above 0.
 *
 * @see Nelson LS. A control chart for parts-per-million nonconforming items. J Qual Technol 1994.
 * @see docs/methods/t-chart.md
 */
export function fitTimesBetween(part: PartSeries, options: ChartOptions): FittedLines | null {
  const transformed = part.values.map((value) => (value === null ? null : power(value)));
  const centre = options.centre === undefined ? undefined : power(options.centre);
  const fitted = fitIndividuals({ ...part, values: transformed }, { ...options, centre });
  if (fitted === null) return null;
  const back = (band: Band | null): Band | null =>
    band === null ? null : { lower: unpower(band.lower), upper: unpower(band.upper) };
  return {
    centre: unpower(fitted.centre),
    band: (position, sigmas) => back(fitted.band(position, sigmas)),
    cautions: fitted.cautions,
  };
}
