import { drawAge } from './age.ts';
import { at } from './at.ts';
import type { DemoPlan } from './plan.ts';
import { chance, draw, type Random } from './random.ts';
import type { UnitPlan } from './unit-plan.ts';

export interface Person {
  /** '1987-04-12', or a year or month alone where no more is known. */
  readonly birthDate: string;
  /** Counted like the calendar's days; long before day 0. */
  readonly birthDay: number;
  readonly gender: 'female' | 'male' | 'other';
  readonly language: string;
  readonly needsInterpreter: boolean;
}

const otherGenderShare = 0.004;
const swedish = 'sv';

/** Someone as they come to a unit, of an age that is usual there on a day. */
export function drawPerson(plan: DemoPlan, random: Random, unit: UnitPlan, onDay: number): Person {
  const birthDay = onDay - Math.floor(365.25 * drawAge(random, unit.age));
  const needsInterpreter = chance(random, plan.structure.care.needs.interpreter);
  const gender = chance(random, unit.women) ? 'female' : 'male';
  const language = at(plan.languages, draw(random, plan.shares.languages));
  return {
    birthDate: birthDate(plan, random, birthDay),
    birthDay,
    gender: chance(random, otherGenderShare) ? 'other' : gender,
    language: needsInterpreter ? language : swedish,
    needsInterpreter,
  };
}

/** A few birth dates are known by year or month only. */
function birthDate(plan: DemoPlan, random: Random, birthDay: number): string {
  const epochDay = plan.calendar.firstEpochDay + birthDay;
  const full = new Date(epochDay * 86_400_000).toISOString().slice(0, 10);
  if (!chance(random, plan.structure.care.recording.partialBirthDates)) return full;
  return chance(random, 0.5) ? full.slice(0, 4) : full.slice(0, 7);
}

export const ageOn = (person: Person, day: number): number => (day - person.birthDay) / 365.25;

export const suitsAge = (unit: UnitPlan, age: number): boolean =>
  age >= unit.age[0] && age < unit.age[1] + 1;

const diagnosesTried = 20;

/** A diagnosis of the unit's mix that one of this age and gender can have. */
export function drawDiagnosis(
  plan: DemoPlan,
  random: Random,
  unit: UnitPlan,
  { age, gender }: { readonly age: number; readonly gender: Person['gender'] },
): number {
  for (let i = 0; i < diagnosesTried; i++) {
    const index = at(unit.diagnoses, draw(random, unit.diagnosisShares));
    const { fromAge, onlyWomen } = at(plan.diagnoses, index);
    if (age >= fromAge && !(onlyWomen && gender === 'male')) return index;
  }
  throw new RangeError(
    `library/demo/care.yaml: ${unit.id} has too few diagnoses that patients of any age and gender can have`,
  );
}
