import { normalQuantile } from '../distributions/normal.ts';

/** Events among cases of one group. */
export interface Share {
  readonly events: number;
  readonly cases: number;
}

export interface Difference {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Difference of two independent proportions, first minus second, with Newcombe's hybrid score interval.
 *
 * With Wilson limits lᵢ, uᵢ for each proportion pᵢ:
 * lower = d − √((p₁−l₁)² + (u₂−p₂)²),  upper = d + √((u₁−p₁)² + (p₂−l₂)²),  d = p₁ − p₂.
 * Stays within −1…1 and keeps its cover near 0 and 1, where the plain normal interval fails.
 *
 * @param first  events ≤ cases, cases > 0
 * @param second the group it is compared with
 * @param level  confidence level, 0…1
 * @throws RangeError when a group has no cases, or more events than cases
 * @example proportionDifference({ events: 56, cases: 70 }, { events: 48, cases: 80 }) // 0.2, 0.0524 … 0.3339
 * @see Newcombe RG. Stat Med 1998;17:873–890, method 10 (table II, first column)
 */
export function proportionDifference(first: Share, second: Share, level = 0.95): Difference {
  requireShare(first);
  requireShare(second);
  const z = normalQuantile(1 - (1 - level) / 2);
  const [p1, l1, u1] = wilson(first, z);
  const [p2, l2, u2] = wilson(second, z);
  const value = p1 - p2;
  return {
    value,
    lower: value - Math.hypot(p1 - l1, u2 - p2),
    upper: value + Math.hypot(u1 - p1, p2 - l2),
  };
}

/** Proportion, lower and upper Wilson limit. */
function wilson({ events, cases }: Share, z: number): readonly [number, number, number] {
  const p = events / cases;
  const centre = (p + (z * z) / (2 * cases)) / (1 + (z * z) / cases);
  const half =
    (z * Math.sqrt((p * (1 - p)) / cases + (z * z) / (4 * cases * cases))) / (1 + (z * z) / cases);
  return [p, Math.max(0, centre - half), Math.min(1, centre + half)];
}

function requireShare({ events, cases }: Share): void {
  if (!(cases > 0 && events >= 0 && events <= cases))
    throw new RangeError(`proportionDifference: ${events} events in ${cases} cases`);
}
