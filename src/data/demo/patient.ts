import { at } from './at.ts';
import type { Course } from './course.ts';
import { simulateEmergencyVisit } from './emergency.ts';
import { simulateEpisode } from './episode.ts';
import { drawOutline, drawReferralUnit, type Outline } from './outline.ts';
import { ageOn, drawDiagnosis, drawPerson, type Person, suitsAge } from './person.ts';
import type { DemoPlan } from './plan.ts';
import { below, chance, openStream, type Random } from './random.ts';
import { PatientRecord } from './record.ts';
import { type StayDays, simulateStays } from './stay.ts';
import type { UnitPlan } from './unit-plan.ts';

const attemptsMax = 2000;

/**
 * One patient of the demo, the same for the same plan and index, whoever else is generated. Patients of whom
 * nothing is recorded are drawn again.
 */
export function simulatePatient(plan: DemoPlan, index: number): PatientRecord {
  const random = openStream(plan.seed, index);
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const outline = drawOutline(plan, random);
    if (outline === null) continue;
    const person = drawPerson(plan, random, outline.unit, outline.anchorDay);
    const record = new PatientRecord(index, person);
    simulateCare({ plan, random, record }, outline);
    if (!record.isEmpty) return record;
  }
  throw new RangeError(
    `simulatePatient: nothing is recorded for patient ${index} in ${attemptsMax} attempts`,
  );
}

const adultAge = 18;
const minutesOfDay = 1320;

function simulateCare(course: Course, outline: Outline): void {
  const { plan, random, record } = course;
  const { person } = record;
  const { unit } = outline;
  const diagnosisIn = (inUnit: UnitPlan, day: number): number =>
    drawDiagnosis(plan, random, inUnit, { age: ageOn(person, day), gender: person.gender });
  const diagnosis = diagnosisIn(unit, outline.anchorDay);
  const stays = staysOf(course, outline, diagnosis);
  for (const day of outline.emergencyDays)
    simulateEmergencyVisit(course, diagnosis, day, below(random, minutesOfDay));
  for (const referral of referralsOf(plan, random, outline, person))
    simulateEpisode(course, {
      ...referral,
      diagnosis: referral.unit === unit ? diagnosis : diagnosisIn(referral.unit, referral.day),
      isAdult: ageOn(person, referral.day) >= adultAge,
      isAway: (day) => stays.some((stay) => day >= stay.from && day <= stay.until),
    });
}

const apartFromStayDays = 32;

/** A patient lies in one bed at a time, and only readmissions come within thirty days. */
function staysOf(course: Course, outline: Outline, diagnosis: number): readonly StayDays[] {
  const department = at(course.plan.departments, outline.unit.department);
  let free = Number.NEGATIVE_INFINITY;
  return outline.stayDays
    .toSorted((a, b) => a - b)
    .flatMap((day) => {
      if (day < free) return [];
      const stays = simulateStays(course, department, diagnosis, day);
      free = Math.max(...stays.map((stay) => stay.until), day) + apartFromStayDays;
      return stays;
    });
}

interface Referred {
  readonly day: number;
  readonly unit: UnitPlan;
}

const sameUnitApartDays = 200;

/** Which unit each referral goes to: one for the patient's age, often in the department of the anchor. */
function referralsOf(
  plan: DemoPlan,
  random: Random,
  { unit, referrals }: Outline,
  person: Person,
): readonly Referred[] {
  const seen: Referred[] = [];
  for (const { day, isAnchor } of referrals.toSorted((a, b) => a.day - b.day)) {
    const referredTo = isAnchor ? unit : pickUnit(plan, random, unit, ageOn(person, day));
    const isOpen = seen.some(
      (other) => other.unit === referredTo && day - other.day < sameUnitApartDays,
    );
    if (!isOpen) seen.push({ day, unit: referredTo });
  }
  return seen;
}

const picksMax = 6;

/**
 * The unit of a later or earlier referral. A patient moves between two units as readily one way as the other, so
 * that every unit keeps its share of the referrals; whoever does not move stays, unless too old or too young.
 */
function pickUnit(plan: DemoPlan, random: Random, first: UnitPlan, age: number): UnitPlan {
  const staysNear = chance(random, plan.structure.care.contacts.sameDepartment);
  const unit = drawReferralUnit(plan, random);
  const isNear = unit.department === first.department;
  const mayMove = chance(random, at(at(plan.moves, first.index), unit.index));
  if (mayMove && suitsAge(unit, age) && (isNear || !staysNear)) return unit;
  if (suitsAge(first, age)) return first;
  for (let i = 0; i < picksMax; i++) {
    const other = drawReferralUnit(plan, random);
    if (suitsAge(other, age)) return other;
  }
  return first;
}
