import { mean } from '../summary/moments.ts';
import { sum } from '../summary/sum.ts';
import { noLimits, oneSizeOnly } from './cautions.ts';
import type { ChartOptions } from './chart-request.ts';
import { c4, d2, d3, LARGEST_RANGE_SUBGROUP } from './constants.ts';
import {
  ANY_NUMBER,
  type FittedLines,
  NOT_NEGATIVE,
  noBand,
  type PartSeries,
  varyingBand,
} from './part-series.ts';

interface Subgroup {
  readonly value: number;
  readonly size: number;
  readonly spread: number | null;
  readonly range: number | null;
}

function baselineSubgroups(part: PartSeries): Subgroup[] {
  const groups: Subgroup[] = [];
  part.values.forEach((value, i) => {
    const size = part.sizes[i];
    if (value === null || typeof size !== 'number' || part.inBaseline[i] !== true) return;
    const spread = part.spreads[i] ?? null;
    groups.push({ value, size, spread, range: part.ranges[i] ?? null });
  });
  return groups;
}

const sizesDiffer = (part: PartSeries): boolean =>
  new Set(part.sizes.filter((size) => size !== null)).size > 1;

/** s̄: the plain mean of the standard deviations for equal sizes, pooled by degrees of freedom else. */
function typicalSpread(part: PartSeries): number | null {
  const known = baselineSubgroups(part).flatMap(({ size, spread }) =>
    spread === null ? [] : [{ size, spread }],
  );
  if (known.length === 0) return null;
  if (!sizesDiffer(part)) return mean(known.map(({ spread }) => spread));
  const squares = sum(known.map(({ size, spread }) => (size - 1) * spread * spread));
  return Math.sqrt(squares / sum(known.map(({ size }) => size - 1)));
}

const weightedCentre = (groups: readonly Subgroup[]): number =>
  sum(groups.map(({ value, size }) => value * size)) / sum(groups.map(({ size }) => size));

const unlimited = (centre: number): FittedLines => ({ centre, band: noBand, cautions: [noLimits] });

/**
 * X̄ chart: means of subgroups.
 *
 * centre Σ nᵢx̄ᵢ / Σ nᵢ; limits centre ± 3 s̄ / (c₄(nᵢ) √nᵢ), with s̄ the mean standard deviation for
 * equal subgroups and √(Σ(nᵢ−1)sᵢ² / Σ(nᵢ−1)) otherwise. With `xbarSpread: 'range'` the limits are
 * centre ± 3 σ̂/√nᵢ with σ̂ the mean of Rᵢ/d₂(nᵢ).
 *
 * @see docs/methods/xbar-s-r-charts.md
 */
export function fitMeans(part: PartSeries, options: ChartOptions): FittedLines | null {
  const groups = baselineSubgroups(part);
  if (groups.length === 0) return null;
  const centre = options.centre ?? weightedCentre(groups);
  const sigma = options.xbarSpread === 'range' ? sigmaOfRanges(groups) : sigmaOfSpreads(part);
  if (sigma === null) return unlimited(centre);
  const sigmaAt = (i: number): number | null => {
    const size = part.sizes[i];
    return typeof size === 'number' && size > 1 ? sigma(size) / Math.sqrt(size) : null;
  };
  return { centre, band: varyingBand(centre, sigmaAt, ANY_NUMBER), cautions: [] };
}

/** σ̂ of single values as seen by a subgroup of a given size. */
type SigmaBySize = (size: number) => number;

function sigmaOfSpreads(part: PartSeries): SigmaBySize | null {
  const spread = typicalSpread(part);
  return spread === null ? null : (size) => spread / c4(size);
}

function sigmaOfRanges(groups: readonly Subgroup[]): SigmaBySize | null {
  const ranged = groups.flatMap(({ size, range }) => (range === null ? [] : [{ size, range }]));
  const sigma = rangeSigma(ranged);
  return sigma === null ? null : () => sigma;
}

/**
 * S chart: standard deviations of subgroups.
 *
 * centre s̄ as in the X̄ chart; limits s̄ (1 ± 3 √(1 − c₄²)/c₄), not below 0.
 *
 * @see docs/methods/xbar-s-r-charts.md
 */
export function fitStandardDeviations(part: PartSeries, options: ChartOptions): FittedLines | null {
  const centre = options.centre ?? typicalSpread(part);
  if (centre === null) return null;
  const sigmaAt = (i: number): number | null => {
    const size = part.sizes[i];
    if (typeof size !== 'number' || size < 2) return null;
    return (centre * Math.sqrt(1 - c4(size) ** 2)) / c4(size);
  };
  return { centre, band: varyingBand(centre, sigmaAt, NOT_NEGATIVE), cautions: [] };
}

/** σ̂ = mean of Rᵢ/d₂(nᵢ) over the baseline; null when no subgroup of 2 to 25 is there. */
export function rangeSigma(groups: readonly { size: number; range: number }[]): number | null {
  const usable = groups.filter(({ size }) => size >= 2 && size <= LARGEST_RANGE_SUBGROUP);
  return usable.length === 0 ? null : mean(usable.map(({ size, range }) => range / d2(size)));
}

/**
 * R chart: ranges of subgroups of 2 to 25.
 *
 * centre Σ nᵢRᵢ / Σ nᵢ; σ̂ = mean of Rᵢ/d₂(nᵢ); limits centre ± 3 d₃(nᵢ) σ̂, not below 0.
 *
 * @see docs/methods/xbar-s-r-charts.md
 */
export function fitRanges(part: PartSeries, options: ChartOptions): FittedLines | null {
  const groups = baselineSubgroups(part);
  if (groups.length === 0) return null;
  const centre = options.centre ?? weightedCentre(groups);
  const sigma = rangeSigma(groups.map(({ value, size }) => ({ size, range: value })));
  if (sigma === null) return unlimited(centre);
  const usable = (size: number): boolean => size >= 2 && size <= LARGEST_RANGE_SUBGROUP;
  const sigmaAt = (i: number): number | null => {
    const size = part.sizes[i];
    return typeof size === 'number' && usable(size) ? d3(size) * sigma : null;
  };
  const tooLarge = groups.some(({ size }) => !usable(size));
  return {
    centre,
    band: varyingBand(centre, sigmaAt, NOT_NEGATIVE),
    cautions: tooLarge ? [oneSizeOnly] : [],
  };
}
