import { chiSquaredQuantile, chiSquaredUpperQuantile } from '../distributions/chi-squared.ts';
import { sum } from '../summary/sum.ts';

export type FunnelKind = 'standardised-ratio' | 'proportion' | 'ratio-of-counts';

/** Which scale a standardised ratio is judged on: log (SHMI) or square root (CQC). */
export type RatioScale = 'log' | 'square-root';

/** How the square-root limits return to the ratio: squared, or as they stand (as FunnelPlotR does). */
export type SquareRootLimits = 'squared' | 'linear';

/** The scale on which units vary roughly normally around a common centre. */
export interface Transformation {
  /** The centre on the original scale. */
  readonly centre: number;
  readonly transformedCentre: number;
  /** Null where the scale cannot hold the value: the logarithm of 0. */
  readonly transform: (numerator: number, denominator: number) => number | null;
  /** Standard error of the transformed value. */
  readonly standardError: (numerator: number, denominator: number) => number;
  /** Standard error that draws the limits; it depends on the denominator alone. */
  readonly limitError: (denominator: number) => number;
  readonly back: (transformed: number) => number;
  /** Limits without overdispersion at a tail probability, where an exact form is used instead. */
  readonly unadjusted: ((denominator: number, tail: number) => readonly [number, number]) | null;
}

/** The upper limit of a unit far too small to judge would leave the range of numbers; it stays in it. */
const held = (logarithm: number): number => Math.min(Number.MAX_VALUE, Math.exp(logarithm));

/** Poisson limits of O/E by the chi-squared distribution: χ²(p; 2E)/2E and χ²(1 − p; 2(E + 1))/2E. */
const chiSquaredLimits = (expected: number, tail: number): readonly [number, number] => [
  chiSquaredQuantile(tail, 2 * expected) / (2 * expected),
  chiSquaredUpperQuantile(tail, 2 * (expected + 1)) / (2 * expected),
];

const logRatio: Transformation = {
  centre: 1,
  transformedCentre: 0,
  transform: (observed, expected) => (observed > 0 ? Math.log(observed / expected) : null),
  standardError: (_observed, expected) => 1 / Math.sqrt(expected),
  limitError: (expected) => 1 / Math.sqrt(expected),
  back: held,
  unadjusted: chiSquaredLimits,
};

const squareRootRatio = (limits: SquareRootLimits): Transformation => ({
  centre: 1,
  transformedCentre: 1,
  transform: (observed, expected) => Math.sqrt(observed / expected),
  standardError: (_observed, expected) => 1 / (2 * Math.sqrt(expected)),
  limitError: (expected) => 1 / (2 * Math.sqrt(expected)),
  back: (root) => (limits === 'linear' ? root : Math.max(0, root) ** 2),
  unadjusted: chiSquaredLimits,
});

const arcsine = (proportion: number): number => Math.asin(Math.sqrt(proportion));

/** The angle stays within 0…π/2, so that limits stay within 0…1 and never turn back. */
const arcsineProportion = (centre: number): Transformation => ({
  centre,
  transformedCentre: arcsine(centre),
  transform: (events, cases) => arcsine(events / cases),
  standardError: (_events, cases) => 1 / (2 * Math.sqrt(cases)),
  limitError: (cases) => 1 / (2 * Math.sqrt(cases)),
  back: (angle) => Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2,
  unadjusted: null,
});

const logCounts = (centre: number): Transformation => ({
  centre,
  transformedCentre: Math.log(centre),
  transform: (a, b) => Math.log((a + 0.5) / (b + 0.5)),
  standardError: (a, b) => Math.sqrt(a / (a + 0.5) ** 2 + b / (b + 0.5) ** 2),
  limitError: (b) => 1 / (2 * Math.sqrt(b)),
  back: held,
  unadjusted: null,
});

export interface TransformationChoice {
  readonly kind: FunnelKind;
  readonly ratioScale: RatioScale;
  readonly squareRootLimits: SquareRootLimits;
}

/** The transformation for a kind of funnel; null when a ratio of counts has no event at all. */
export function transformationOf(
  { kind, ratioScale, squareRootLimits }: TransformationChoice,
  numerators: readonly number[],
  denominators: readonly number[],
): Transformation | null {
  const centre = sum(numerators) / sum(denominators);
  switch (kind) {
    case 'standardised-ratio':
      return ratioScale === 'log' ? logRatio : squareRootRatio(squareRootLimits);
    case 'proportion':
      return arcsineProportion(centre);
    case 'ratio-of-counts':
      return centre > 0 ? logCounts(centre) : null;
    default:
      return kind satisfies never;
  }
}
