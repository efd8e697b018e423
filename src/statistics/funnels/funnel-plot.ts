import { normalUpperQuantile } from '../distributions/normal.ts';
import { at } from '../element.ts';
import { type Caution, cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { isBeyondDividing, isBeyondRange, requireSameLength } from '../requirements.ts';
import { overdispersion, truncated, winsorised } from './overdispersion.ts';
import {
  type FunnelKind,
  type RatioScale,
  type SquareRootLimits,
  type Transformation,
  transformationOf,
} from './transformation.ts';

/** Overdispersion from fewer units than this is a guess. */
const FEW_UNITS = 10;

const TAILS = { p95: 0.025, p998: 0.001 } as const;

export interface FunnelRequest {
  readonly kind: FunnelKind;
  /** Observed events; one per unit. */
  readonly numerators: readonly number[];
  /** Expected events, cases, or the other count; one per unit. */
  readonly denominators: readonly number[];
  /** Standardised ratios only: log as in NHS England's SHMI (default) or square root as by CQC. */
  readonly ratioScale?: RatioScale | undefined;
  /** Share trimmed at each end before overdispersion is estimated; 0.1 by default. */
  readonly trimShare?: number | undefined;
  readonly squareRootLimits?: SquareRootLimits | undefined;
}

export interface FunnelLimits {
  readonly lower95: number;
  readonly upper95: number;
  readonly lower998: number;
  readonly upper998: number;
}

export interface FunnelUnit {
  readonly value: number;
  /** On the transformed scale; null where that scale cannot hold the value. */
  readonly transformed: number | null;
  readonly z: number | null;
  /** After winsorising or truncation; null when left out. */
  readonly trimmedZ: number | null;
  readonly limits: FunnelLimits;
  /** Limits that allow for variation between units; null when there is no overdispersion. */
  readonly adjustedLimits: FunnelLimits | null;
  /** Against the adjusted limits, or the plain ones when there is no overdispersion. */
  readonly outside95: boolean;
  readonly outside998: boolean;
}

export interface Funnel {
  readonly centre: number;
  readonly phi: number;
  readonly tau2: number;
  /** One per unit, in the order given; null for a unit without cases. */
  readonly units: readonly (FunnelUnit | null)[];
}

/**
 * Funnel plot: each unit against limits that narrow with its size, with and without allowance for
 * the variation between units that chance does not explain.
 *
 * Units are transformed (log or square root of O/E, arcsine √p, log of the ratio of counts), z-scores
 * trimmed at both ends, φ and τ² estimated from them, and limits drawn as
 * back(centre ± k √(s² + τ²)) with k = 1.96 (95 %) and 3.09 (99.8 %). Plain limits of standardised
 * ratios are Poisson limits by the chi-squared distribution.
 *
 * @returns not estimable without units or, for ratios of counts, without events
 * @throws RangeError when lengths differ, a number is negative, or a proportion has events above cases
 * @see Spiegelhalter DJ. Stat Med 2005;24:1185–202; NHS England, SHMI methodology.
 * @see docs/methods/funnel-plot.md
 */
export function funnelPlot(request: FunnelRequest): Outcome<Funnel> {
  requireUnits(request);
  if (isBeyondRange(request.numerators) || isBeyondDividing(request.denominators)) {
    return outOfRange();
  }
  const there = request.denominators.map((size) => size > 0);
  const pick = (list: readonly number[]): number[] => list.filter((_, i) => there[i] === true);
  const numerators = pick(request.numerators);
  const denominators = pick(request.denominators);
  if (denominators.length === 0) {
    return cannotEstimate('no-units', 'No unit has any cases; there is nothing to compare.');
  }
  const transformation = transformationOf(choiceOf(request), numerators, denominators);
  if (transformation === null) {
    return cannotEstimate('no-events', 'No unit has any events; a ratio of counts needs some.');
  }
  const judged = judge(request, transformation, numerators, denominators);
  let next = 0;
  const units = there.map((isThere) => {
    if (!isThere) return null;
    next += 1;
    return at(judged.units, next - 1);
  });
  return estimated({ ...judged, units }, cautionsOf(units, judged.units));
}

const choiceOf = (request: FunnelRequest) => ({
  kind: request.kind,
  ratioScale: request.ratioScale ?? 'log',
  squareRootLimits: request.squareRootLimits ?? 'squared',
});

function requireUnits({ kind, numerators, denominators }: FunnelRequest): void {
  requireSameLength(numerators, denominators, 'funnelPlot: numerators and denominators');
  numerators.forEach((numerator, i) => {
    const denominator = at(denominators, i);
    const isFine = Number.isFinite(numerator) && Number.isFinite(denominator);
    if (!(isFine && numerator >= 0 && denominator >= 0)) {
      throw new RangeError(
        `funnelPlot: unit ${i + 1} has ${numerator} of ${denominator}; give numbers of 0 or more`,
      );
    }
    if (kind === 'proportion' && numerator > denominator) {
      throw new RangeError(
        `funnelPlot: unit ${i + 1} has ${numerator} events in ${denominator} cases; events cannot exceed cases`,
      );
    }
  });
}

interface Scored {
  readonly z: number | null;
  readonly transformed: number | null;
  readonly error: number;
}

function judge(
  request: FunnelRequest,
  transformation: Transformation,
  numerators: readonly number[],
  denominators: readonly number[],
): Omit<Funnel, 'units'> & { readonly units: readonly FunnelUnit[] } {
  const scored = numerators.map((numerator, i) =>
    score(transformation, numerator, at(denominators, i)),
  );
  const trimmed = trimmedScores(request, scored);
  const kept = scored.flatMap(({ error }, i) => {
    const z = trimmed[i] ?? null;
    return z === null ? [] : [{ z, error }];
  });
  const { phi, tau2 } = overdispersion(
    kept.map(({ z }) => z),
    kept.map(({ error }) => error),
  );
  const units = scored.map(({ z, transformed }, i) => {
    const denominator = at(denominators, i);
    const limits = plainLimits(transformation, denominator);
    const adjustedLimits = tau2 > 0 ? limitsWith(transformation, denominator, tau2) : null;
    const value = at(numerators, i) / denominator;
    return {
      value,
      transformed,
      z,
      trimmedZ: trimmed[i] ?? null,
      limits,
      adjustedLimits,
      ...positionOf(value, adjustedLimits ?? limits),
    };
  });
  return { centre: transformation.centre, phi, tau2, units };
}

function score(transformation: Transformation, numerator: number, denominator: number): Scored {
  const transformed = transformation.transform(numerator, denominator);
  const error = transformation.standardError(numerator, denominator);
  const distance = transformed === null ? null : transformed - transformation.transformedCentre;
  return { transformed, error, z: distance === null || error === 0 ? null : distance / error };
}

/** Standardised ratios on the log scale are truncated, as SHMI does; all others winsorised. */
function trimmedScores(request: FunnelRequest, scored: readonly Scored[]): (number | null)[] {
  const known = scored.flatMap(({ z }) => (z === null ? [] : [z]));
  if (known.length === 0) return scored.map(() => null);
  const { kind, ratioScale } = choiceOf(request);
  const trim = kind === 'standardised-ratio' && ratioScale === 'log' ? truncated : winsorised;
  const trimmed = trim(known, request.trimShare ?? 0.1);
  let next = 0;
  return scored.map(({ z }) => {
    if (z === null) return null;
    next += 1;
    return trimmed[next - 1] ?? null;
  });
}

function limitsWith(
  transformation: Transformation,
  denominator: number,
  tau2: number,
): FunnelLimits {
  const { back, limitError, transformedCentre } = transformation;
  const spread = Math.sqrt(limitError(denominator) ** 2 + tau2);
  const at95 = normalUpperQuantile(TAILS.p95) * spread;
  const at998 = normalUpperQuantile(TAILS.p998) * spread;
  return {
    lower95: back(transformedCentre - at95),
    upper95: back(transformedCentre + at95),
    lower998: back(transformedCentre - at998),
    upper998: back(transformedCentre + at998),
  };
}

function plainLimits(transformation: Transformation, denominator: number): FunnelLimits {
  const { unadjusted } = transformation;
  if (unadjusted === null) return limitsWith(transformation, denominator, 0);
  const [lower95, upper95] = unadjusted(denominator, TAILS.p95);
  const [lower998, upper998] = unadjusted(denominator, TAILS.p998);
  return { lower95, upper95, lower998, upper998 };
}

const positionOf = (value: number, limits: FunnelLimits) => ({
  outside95: value < limits.lower95 || value > limits.upper95,
  outside998: value < limits.lower998 || value > limits.upper998,
});

function cautionsOf(
  units: readonly (FunnelUnit | null)[],
  judged: readonly FunnelUnit[],
): Caution[] {
  const empty = units.length - judged.length;
  const unscored = judged.filter(({ z }) => z === null).length;
  const cautions: Caution[] = [];
  if (empty > 0) {
    cautions.push({
      code: 'empty-units',
      message: `${empty} units have no cases and are left out.`,
    });
  }
  if (unscored > 0) {
    cautions.push({
      code: 'unscored-units',
      message: `${unscored} units have no events, which a log scale cannot hold; they are shown but do not shape the limits.`,
    });
  }
  if (judged.length - unscored < FEW_UNITS) {
    cautions.push({
      code: 'few-units',
      message: `Overdispersion rests on ${judged.length - unscored} units; ${FEW_UNITS} or more make it steadier.`,
    });
  }
  return cautions;
}
