import type { Caution } from '#core';
import { poolEstimates, predictionInterval } from '#statistics';
import { type AdoptionEffect, errorOf } from './effect-of-adoption.ts';

/** What the practice did in one unit. */
export interface UnitEffect {
  readonly unitId: string;
  /** True for the unit in which the practice grew. */
  readonly isOrigin: boolean;
  readonly effect: AdoptionEffect;
}

/** Over the units, on the measure's display scale. */
export type CombinedEffect =
  | {
      readonly kind: 'estimate';
      readonly mean: number;
      readonly lower95: number;
      readonly upper95: number;
      /** Where the next unit's effect is expected; null with fewer than three units. */
      readonly next: { readonly lower95: number; readonly upper95: number } | null;
      /** Standard deviation of the true effects between units. */
      readonly betweenUnits: number;
      /** Share of the scatter that is between units, 0…1. */
      readonly inconsistency: number;
      readonly unitIds: readonly string[];
      readonly cautions: readonly Caution[];
    }
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** With so many others the unit in which the practice grew no longer counts: it became one because it worked there. */
export const othersEnough = 3;

/**
 * The effect of a practice over the units that took it up, and what the next unit may expect.
 *
 * Random effects, variance between units by REML, interval by Knapp and Hartung, prediction interval
 * μ̂ ± t(k − 2) √(SE² + τ²). The unit of origin is among them only while fewer than three others have an estimate,
 * with the caution `origin-among-them`: a practice is made where the change worked, so its first effect is too good.
 *
 * @returns not estimable with fewer than two units
 * @example effects 1, 3, 8 with standard error 1 each in three adopting units: mean 4, between units √12 ≈ 3.5
 * @see docs/methods/practice-effect.md, docs/methods/pooling-units.md
 */
export function combineEffects(units: readonly UnitEffect[]): CombinedEffect {
  const estimated = units.flatMap(({ effect, ...unit }) =>
    effect.kind === 'estimate' && effect.upper95 > effect.lower95 ? [{ ...unit, ...effect }] : [],
  );
  const others = estimated.filter(({ isOrigin }) => !isOrigin);
  const pooled = others.length >= othersEnough ? others : estimated;
  const outcome = poolEstimates({
    estimates: pooled.map(({ difference }) => difference),
    variances: pooled.map((one) => errorOf(one) ** 2),
  });
  if (outcome.kind === 'not-estimable')
    return { kind: 'not-estimable', reason: 'too-few-units-to-combine' };
  const { mean, tau2, inconsistency } = outcome.value;
  const next = predictionInterval(outcome.value);
  return {
    kind: 'estimate',
    ...{ mean: mean.estimate, lower95: mean.lower, upper95: mean.upper },
    next:
      next.kind === 'estimate' ? { lower95: next.value.lower, upper95: next.value.upper } : null,
    ...{ betweenUnits: Math.sqrt(tau2), inconsistency },
    unitIds: pooled.map(({ unitId }) => unitId),
    cautions: cautionsOf(pooled),
  };
}

function cautionsOf(pooled: readonly { readonly isOrigin: boolean }[]): readonly Caution[] {
  const cautions: Caution[] = [];
  if (pooled.some(({ isOrigin }) => isOrigin))
    cautions.push({
      code: 'origin-among-them',
      message:
        'The unit where it grew is among them: it was chosen because it worked there, so the mean is too favourable.',
    });
  if (pooled.length < 5)
    cautions.push({
      code: 'few-units',
      message: `${pooled.length} units say little about the next one.`,
    });
  return cautions;
}
