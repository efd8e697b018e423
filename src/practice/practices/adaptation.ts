import { problem } from '#core';
import { allowed, type Ruling, refused } from '../ruling.ts';
import type { Essential } from './practice.ts';

export const adaptationWhen = ['before', 'while-trying', 'in-use', 'scaling-up'] as const;
export const adaptationPlanned = ['planned', 'reactive'] as const;
export const adaptationDeciders = [
  'front-line',
  'unit-management',
  'forum',
  'patients-and-families',
  'support-unit',
  'outside',
] as const;
export const adaptationWhat = ['content', 'context', 'training', 'implementation'] as const;
export const adaptationLevels = [
  'patient',
  'patient-group',
  'staff',
  'unit',
  'organisation',
] as const;
export const adaptationNatures = [
  'tailoring',
  'adding',
  'removing',
  'shortening',
  'lengthening',
  'substituting',
  'reordering',
  'integrating',
  'loosening',
] as const;
export const adaptationFidelity = ['consistent', 'inconsistent'] as const;

/**
 * A change a unit makes to a practice, by the eight questions of FRAME.
 *
 * @see Wiltsey Stirman S, Baumann AA, Miller CJ. The FRAME: an expanded framework for reporting adaptations and
 *   modifications to evidence-based interventions. Implement Sci 2019;14:58
 */
export interface Adaptation {
  readonly id: string;
  readonly adoptionId: string;
  readonly when: (typeof adaptationWhen)[number];
  readonly planned: (typeof adaptationPlanned)[number];
  readonly decidedBy: (typeof adaptationDeciders)[number];
  readonly what: (typeof adaptationWhat)[number];
  readonly level: (typeof adaptationLevels)[number];
  readonly nature: (typeof adaptationNatures)[number];
  readonly fidelity: (typeof adaptationFidelity)[number];
  readonly why: string;
  /** What is done otherwise, in the unit's own words. */
  readonly text: string;
  /** Essentials it touches. */
  readonly essentialIds: readonly string[];
  readonly by: string;
  readonly at: string;
}

/** An adaptation that removes or replaces something essential is not consistent with the practice. */
export function adaptationRuling(
  adaptation: Adaptation,
  essentials: readonly Essential[],
): Ruling<Adaptation> {
  const { essentialIds, fidelity } = adaptation;
  const unknown = essentialIds.find((id) => !essentials.some((one) => one.id === id));
  if (unknown !== undefined)
    return refused(
      problem(
        'essential-unknown',
        `The practice has no essential called '${unknown}'.`,
        'Choose among the essentials of the version the unit has taken up.',
        unknown,
        { essential: unknown },
      ),
    );
  if (essentialIds.length === 0 || fidelity === 'inconsistent') return allowed(adaptation);
  const touched = essentials.find(({ id }) => id === essentialIds[0]);
  return refused(
    problem(
      'adaptation-touches-essential',
      `The adaptation touches what must stay ('${touched?.text ?? ''}') and is called consistent with the practice.`,
      'Call it inconsistent: it may still be right for this unit, and the practice learns from it.',
      'fidelity',
      { essential: touched?.text ?? '' },
    ),
  );
}
