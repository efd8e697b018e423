import { mean } from '../summary/moments.ts';
import { median } from '../summary/order.ts';
import { differenceBeyondRounding } from '../summary/rounding.ts';
import type { IndividualsMethod, Series } from './chart-request.ts';
import {
  MEAN_RANGE_OF_TWO,
  MEDIAN_RANGE_OF_TWO,
  NHS_LIMIT_MULTIPLIER,
  RANGE_LIMIT_OF_MEAN,
  RANGE_LIMIT_OF_MEDIAN,
} from './constants.ts';

export const TEXTBOOK_INDIVIDUALS: IndividualsMethod = {
  centre: 'mean',
  range: 'mean',
  scale: 'three-sigma',
};

/** |yᵢ − yᵢ₋₁| for neighbours that are both there; a gap gives no range on either side. */
export function movingRanges(values: Series): number[] {
  const ranges: number[] = [];
  for (let i = 1; i < values.length; i += 1) {
    const here = values[i];
    const before = values[i - 1];
    if (typeof here === 'number' && typeof before === 'number')
      ranges.push(Math.abs(differenceBeyondRounding(here, before)));
  }
  return ranges;
}

/**
 * Mean (or median) moving range, leaving out once the ranges at or above their upper limit.
 *
 * With the mean the limit is 3.267 times the mean range, with the median 3.865 times the median.
 * When every range is 0 the answer is 0: there is nothing to screen.
 *
 * @returns null when there is no range at all
 * @see Nelson LS. Control charts for individual measurements. J Qual Technol 1982;14:172–3.
 */
export function typicalRange(
  ranges: readonly number[],
  how: 'mean' | 'median',
  screen: boolean,
): number | null {
  if (ranges.length === 0) return null;
  const average = how === 'mean' ? mean : median;
  const typical = average(ranges);
  if (!screen || typical === 0) return typical;
  const limit = typical * (how === 'mean' ? RANGE_LIMIT_OF_MEAN : RANGE_LIMIT_OF_MEDIAN);
  return average(ranges.filter((range) => range < limit));
}

/** The standard deviation that a typical moving range stands for. */
export function sigmaOfRange(range: number, method: IndividualsMethod): number {
  if (method.range === 'median') return range / MEDIAN_RANGE_OF_TWO;
  return method.scale === '2.66' ? (range * NHS_LIMIT_MULTIPLIER) / 3 : range / MEAN_RANGE_OF_TWO;
}

/** Standard deviation from the moving ranges of a series; null when no two neighbours exist. */
export function movingRangeSigma(
  values: Series,
  method: IndividualsMethod,
  screen: boolean,
): number | null {
  const range = typicalRange(movingRanges(values), method.range, screen);
  return range === null ? null : sigmaOfRange(range, method);
}
