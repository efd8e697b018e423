import { at } from './at.ts';
import type { Course } from './course.ts';
import { simulateEmergencyVisit } from './emergency.ts';
import { simulateEpisode } from './episode.ts';
import type { DemoPlan } from './plan.ts';
import { below, chance, draw, openStream, poisson, type Random } from './random.ts';
import { PatientRecord, type Person } from './record.ts';
import { type StayDays, simulateStays } from './stay.ts';
import type { UnitPlan } from './unit-plan.ts';

/** Everything of one patient lies within this many days of one referral, the anchor, drawn evenly over time. */
const reachDays = 720;
const apartDaysMin = 60;
const crisisReachDays = 360;
const attemptsMax = 2000;

/**
 * One patient of the demo, the same for the same plan and index, whoever else is generated.
 *
 * Patients are anchored evenly over a time that begins and ends well outside the records, and those of whom
 * nothing is recorded are drawn again. So the mix of new and returning patients is the same in every month.
 */
export function simulatePatient(plan: DemoPlan, index: number): PatientRecord {
  const random = openStream(plan.seed, index);
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const record = attemptPatient(plan, random, index);
    if (record !== null) return record;
  }
  throw new RangeError(
    `simulatePatient: nothing is recorded for patient ${index} in ${attemptsMax} attempts`,
  );
}

function attemptPatient(plan: DemoPlan, random: Random, index: number): PatientRecord | null {
  const { endDay, recordsDay } = plan.calendar;
  const earliest = recordsDay - followedDays - reachDays;
  const anchorDay = earliest + below(random, endDay + reachDays - earliest);
  const unit = at(plan.units, at(plan.referralUnits, draw(random, plan.referralShares)));
  const referrals = drawReferralDays(plan, random, anchorDay);
  const department = at(plan.departments, unit.department);
  const stayStarts = drawDaysNear(random, anchorDay, department.staysPerPatient);
  const emergencies = drawDaysNear(
    random,
    anchorDay,
    plan.structure.care.contacts.emergencyVisitsPerPatient,
  );
  const mayMatter = (day: number): boolean => day >= 0 && day < endDay;
  const days = [...referrals.map(({ day }) => day), ...stayStarts, ...emergencies];
  if (!days.some(mayMatter)) return null;
  const birthDay = anchorDay - Math.floor(365.25 * drawAge(random, unit.age));
  const record = new PatientRecord(index, drawPerson(plan, random, unit, birthDay));
  const course: Course = { plan, random, record };
  const diagnosis = drawDiagnosis(random, unit);
  const stays = staysOf(course, department, diagnosis, stayStarts);
  for (const day of emergencies)
    simulateEmergencyVisit(course, diagnosis, day, below(random, 1320));
  for (const { day, unit: referredTo } of referralsOf(plan, random, { unit, referrals, birthDay }))
    simulateEpisode(course, {
      unit: referredTo,
      day,
      diagnosis: referredTo === unit ? diagnosis : drawDiagnosis(random, referredTo),
      isAdult: ageAt(day, birthDay) >= 18,
      isAway: (visitDay) => stays.some((stay) => visitDay >= stay.from && visitDay <= stay.until),
    });
  return record.isEmpty ? null : record;
}

/** An episode may still be followed this long after its referral. */
const followedDays = 400;

interface ReferralDay {
  readonly day: number;
  readonly isAnchor: boolean;
}

/** Referrals come on working days, and somewhat fewer in July and December. */
function drawReferralDays(
  plan: DemoPlan,
  random: Random,
  anchorDay: number,
): readonly ReferralDay[] {
  const { calendar, structure, shares } = plan;
  const others = Array.from({ length: draw(random, shares.episodes) }, () => {
    const apart = apartDaysMin + below(random, reachDays - apartDaysMin);
    return chance(random, 0.5) ? anchorDay - apart : anchorDay + apart;
  });
  const { referrals } = structure.care.season;
  const most = Math.max(...referrals);
  return [anchorDay, ...others].flatMap((wanted, i) => {
    const u = random();
    if (wanted < 0 || wanted >= calendar.endDay) return [];
    const day = at(calendar.nextWorkday, wanted);
    return u * most < at(referrals, at(calendar.monthOfYear, day))
      ? [{ day, isAnchor: i === 0 }]
      : [];
  });
}

const drawDaysNear = (random: Random, anchorDay: number, mean: number): readonly number[] =>
  Array.from(
    { length: poisson(random, mean) },
    () => anchorDay + below(random, 2 * crisisReachDays) - crisisReachDays,
  );

const apartFromStayDays = 32;

/** A patient lies in one bed at a time, and only the planted readmissions come within thirty days. */
function staysOf(
  course: Course,
  department: Parameters<typeof simulateStays>[1],
  diagnosis: number,
  starts: readonly number[],
): readonly StayDays[] {
  let free = Number.NEGATIVE_INFINITY;
  return starts
    .toSorted((a, b) => a - b)
    .flatMap((day) => {
      if (day < free) return [];
      const stays = simulateStays(course, department, diagnosis, day);
      free = Math.max(...stays.map((stay) => stay.until)) + apartFromStayDays;
      return stays;
    });
}

interface Referred {
  readonly unit: UnitPlan;
  readonly referrals: readonly ReferralDay[];
  readonly birthDay: number;
}

const sameUnitApartDays = 200;

/** Which unit each referral goes to: one for the patient's age, often in the department of the first. */
function referralsOf(
  plan: DemoPlan,
  random: Random,
  { unit, referrals, birthDay }: Referred,
): readonly { readonly day: number; readonly unit: UnitPlan }[] {
  const seen: { readonly day: number; readonly unit: UnitPlan }[] = [];
  for (const { day, isAnchor } of referrals.toSorted((a, b) => a.day - b.day)) {
    const referredTo = isAnchor ? unit : pickUnit(plan, random, unit, ageAt(day, birthDay));
    const isOpen = seen.some(
      (other) => other.unit === referredTo && day - other.day < sameUnitApartDays,
    );
    if (!isOpen) seen.push({ day, unit: referredTo });
  }
  return seen;
}

const picksMax = 6;

function pickUnit(plan: DemoPlan, random: Random, first: UnitPlan, age: number): UnitPlan {
  const stays = chance(random, plan.structure.care.contacts.sameDepartment);
  for (let i = 0; i < picksMax; i++) {
    const unit = at(plan.units, at(plan.referralUnits, draw(random, plan.referralShares)));
    const suits = age >= unit.age[0] && age < unit.age[1] + 1;
    if (suits && (!stays || unit.department === first.department)) return unit;
  }
  return first;
}

const ageAt = (day: number, birthDay: number): number => (day - birthDay) / 365.25;

/** Triangular between the youngest and the oldest, most often at the peak. */
function drawAge(
  random: Random,
  [youngest, oldest, peak]: readonly [number, number, number],
): number {
  const u = random();
  const width = oldest + 1 - youngest;
  const turn = (peak - youngest) / width;
  return u < turn
    ? youngest + Math.sqrt(u * width * (peak - youngest))
    : oldest + 1 - Math.sqrt((1 - u) * width * (oldest + 1 - peak));
}

const drawDiagnosis = (random: Random, unit: UnitPlan): number =>
  at(unit.diagnoses, draw(random, unit.diagnosisShares));

const otherGenderShare = 0.004;

function drawPerson(plan: DemoPlan, random: Random, unit: UnitPlan, birthDay: number): Person {
  const needsInterpreter = chance(random, plan.structure.care.needs.interpreter);
  const gender = chance(random, unit.women) ? 'female' : 'male';
  const language = at(plan.languages, draw(random, plan.shares.languages));
  return {
    birthDate: birthDate(plan, random, birthDay),
    gender: chance(random, otherGenderShare) ? 'other' : gender,
    language: needsInterpreter ? language : 'sv',
    needsInterpreter,
  };
}

/** A few birth dates are known by year or month only. */
function birthDate(plan: DemoPlan, random: Random, birthDay: number): string {
  const full = new Date((plan.calendar.firstEpochDay + birthDay) * 86_400_000)
    .toISOString()
    .slice(0, 10);
  if (!chance(random, plan.structure.care.recording.partialBirthDates)) return full;
  return chance(random, 0.5) ? full.slice(0, 4) : full.slice(0, 7);
}
