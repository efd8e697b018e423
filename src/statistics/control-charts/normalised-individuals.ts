import { differenceBeyondRounding } from '../summary/rounding.ts';
import { noLimits, noVariation } from './cautions.ts';
import type { ChartOptions } from './chart-request.ts';
import { typicalRange } from './moving-range.ts';
import {
  ANY_NUMBER,
  type FittedLines,
  noBand,
  type PartSeries,
  pooledRate,
  varyingBand,
} from './part-series.ts';

interface Weighted {
  readonly value: number;
  readonly size: number;
}

/** The points that count, with null where a gap separates neighbours. */
function weightedPoints(part: PartSeries, everyPoint: boolean): (Weighted | null)[] {
  const points: (Weighted | null)[] = [];
  part.values.forEach((value, i) => {
    const size = part.sizes[i];
    if (value === null || typeof size !== 'number') points.push(null);
    else if (everyPoint || part.inBaseline[i] === true) points.push({ value, size });
  });
  return points;
}

/** √(π/2) |yᵢ − yᵢ₋₁| / √(1/nᵢ₋₁ + 1/nᵢ): what each pair of neighbours says about σ per case. */
function pairwiseSigmas(points: readonly (Weighted | null)[]): number[] {
  const sigmas: number[] = [];
  for (let i = 1; i < points.length; i += 1) {
    const here = points[i];
    const before = points[i - 1];
    if (!here || !before) continue;
    const width = Math.sqrt(1 / before.size + 1 / here.size);
    sigmas.push(
      (Math.sqrt(Math.PI / 2) * Math.abs(differenceBeyondRounding(here.value, before.value))) /
        width,
    );
  }
  return sigmas;
}

/**
 * I′ chart (normalised I chart, Taylor): rates or means of subgroups of differing size, whatever
 * their distribution.
 *
 * centre Σ nᵢyᵢ / Σ nᵢ; sᵢ = √(π/2) |yᵢ − yᵢ₋₁| / √(1/nᵢ₋₁ + 1/nᵢ); σᵢ = s̄ / √nᵢ; limits
 * centre ± 3 σᵢ. The sᵢ of 3.267 s̄ or more are left out once when screening is on.
 *
 * @see Taylor WA. Normalized individuals (IN) control chart. 2017.
 * @see docs/methods/i-prime-chart.md
 */
export function fitNormalisedIndividuals(
  part: PartSeries,
  options: ChartOptions,
): FittedLines | null {
  const pooled = pooledRate(part);
  if (pooled === null) return null;
  const centre = options.centre ?? pooled;
  const spread = weightedPoints(part, options.iPrimeSpread === 'every-point');
  const sigma = typicalRange(pairwiseSigmas(spread), 'mean', options.screenMovingRanges ?? true);
  if (sigma === null) return { centre, band: noBand, cautions: [noLimits] };
  return {
    centre,
    band: varyingBand(centre, (i) => perPoint(sigma, part.sizes[i]), ANY_NUMBER),
    cautions: sigma === 0 ? [noVariation] : [],
  };
}

const perPoint = (sigma: number, size: number | null | undefined): number | null =>
  typeof size === 'number' ? sigma / Math.sqrt(size) : null;
