import type { Adoption } from '../practices/adoption.ts';
import { isAtWork } from '../practices/rule-of-adoption.ts';
import { daysBetween } from '../waiting.ts';
import type { Candidate } from './candidate.ts';

/** A quarter of a year: by then a new way of working has settled enough to be looked at. */
const checkAfterDays = 90;
/** Half a year: by then there are months enough to see whether it helps. */
const stageAfterDays = 180;

/** A unit that works by a practice, and whether anybody has looked at how. */
export interface AdoptionInHand {
  readonly adoption: Pick<Adoption, 'id' | 'unitId' | 'stage' | 'startMonth' | 'ownerId'>;
  readonly threadId: string;
  /** The measure that judges the practice. */
  readonly measureId: string;
  readonly isChecked: boolean;
}

/** The step that an adoption waits for at an instant: a check of its essentials, then a word on how it goes on. */
export function adoptionCandidates(held: AdoptionInHand, asOf: string): readonly Candidate[] {
  const { adoption, threadId, measureId, isChecked } = held;
  const { id, unitId, ownerId, stage, startMonth } = adoption;
  if (startMonth === null || !isAtWork(stage)) return [];
  if (isChecked && stage !== 'trying') return [];
  const waitingFor = isChecked ? 'a-stage' : 'a-fidelity-check';
  const since = daysAfter(startMonth, isChecked ? stageAfterDays : checkAfterDays);
  const days = Math.floor(daysBetween(since, asOf));
  if (days < 0) return [];
  return [
    {
      ...{ type: 'step-due', key: `step-due/${id}/${waitingFor}`, unitId, measureId, threadId },
      ...{ forumId: null, ownerId, since, size: Math.min(1, days / checkAfterDays) },
      facts: { type: 'step-due', waitingFor, since, days },
      step: { page: 'adoption', id },
    },
  ];
}

const dayMilliseconds = 86_400_000;
const daysAfter = (month: string, days: number): string =>
  new Date(Date.parse(`${month}-01`) + days * dayMilliseconds).toISOString();
