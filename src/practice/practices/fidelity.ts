import { type Month, problem } from '#core';
import { allowed, type Ruling, refused } from '../ruling.ts';
import type { Essential } from './practice.ts';

/** Whether the essentials were in place in a unit, as somebody looked. */
export interface FidelityCheck {
  readonly id: string;
  readonly adoptionId: string;
  readonly month: Month;
  /** The version whose essentials were looked for. */
  readonly version: number;
  /** Essentials found in place; the others were not. */
  readonly keptIds: readonly string[];
  readonly essentials: number;
  readonly note: string;
  readonly by: string;
  readonly at: string;
}

export function fidelityRuling(
  check: FidelityCheck,
  essentials: readonly Essential[],
): Ruling<FidelityCheck> {
  const known = new Set(essentials.map(({ id }) => id));
  const unknown = check.keptIds.find((id) => !known.has(id));
  if (unknown !== undefined)
    return refused(
      problem(
        'essential-unknown',
        `The practice has no essential called '${unknown}'.`,
        'Answer for the essentials of the version the unit has taken up.',
        unknown,
        { essential: unknown },
      ),
    );
  const keptIds = [...new Set(check.keptIds)];
  return allowed({ ...check, keptIds, essentials: essentials.length });
}

/** The latest check of this version; the checks in the order in which they were made. */
export const latestCheck = (
  checks: readonly FidelityCheck[],
  version: number,
): FidelityCheck | undefined => checks.findLast((check) => check.version === version);

/** What the latest check of this version found. */
export function essentialsStand(checks: readonly FidelityCheck[], version: number) {
  const latest = latestCheck(checks, version);
  if (latest === undefined) return 'not-checked' as const;
  return latest.keptIds.length === latest.essentials
    ? ('all-kept' as const)
    : ('some-not-kept' as const);
}
