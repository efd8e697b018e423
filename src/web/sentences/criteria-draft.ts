import type { Criterion } from '#api';
import { numberFrom } from '../parts/use-draft.ts';

export const weightMax = 100;

/** A criterion while it is written. */
export interface CriterionDraft {
  readonly id: string;
  readonly en: string;
  readonly sv: string;
  readonly weight: string;
}

export const draftOf = ({ id, name, weight }: Criterion): CriterionDraft => ({
  ...{ id, en: name.en, sv: name.sv },
  weight: String(weight),
});

/** What is sent, or null while something is missing; who writes in one language only is read in both. */
export function criteriaFrom(drafts: readonly CriterionDraft[]): Criterion[] | null {
  const criteria = drafts.flatMap(({ id, en, sv, weight }): Criterion[] => {
    const name = { en: en.trim() || sv.trim(), sv: sv.trim() || en.trim() };
    const number = numberFrom(weight);
    const isRight = name.en !== '' && number !== null && number > 0 && number <= weightMax;
    return isRight ? [{ id, name, weight: number }] : [];
  });
  return criteria.length === drafts.length && drafts.length > 0 ? criteria : null;
}
