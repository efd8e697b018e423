import { at } from './at.ts';
import { type Course, clockSafe, isRecorded, someoneOf, soonAfter, trueRate } from './course.ts';
import { simulateEmergencyVisit } from './emergency.ts';
import { ageOn, suitsAge } from './person.ts';
import type { DepartmentPlan } from './plan.ts';
import { below, chance, draw, gammaTwo, poisson } from './random.ts';
import { rateAt } from './rate.ts';
import type { Act } from './record.ts';
import type { UnitPlan } from './unit-plan.ts';
import { prescribe } from './visit.ts';

export interface StayDays {
  readonly from: number;
  /** Day of discharge. */
  readonly until: number;
}

const readmissionsMax = 5;
const readmissionDays = 27;
const sameWardShare = 0.8;

/** A stay and the readmissions that follow it within thirty days; none where no ward is for the patient's age. */
export function simulateStays(
  course: Course,
  department: DepartmentPlan,
  diagnosis: number,
  firstDay: number,
): readonly StayDays[] {
  const { random, record } = course;
  const stays: StayDays[] = [];
  const first = pickWard(course, department, ageOn(record.person, firstDay));
  if (first === null) return [];
  let ward = first;
  let day = firstDay;
  for (let i = 0; i <= readmissionsMax; i++) {
    const stay = simulateStay(course, ward, diagnosis, day);
    stays.push(stay);
    if (!chance(random, trueRate(course, ward, 'readmission-30-days', stay.until))) break;
    day = stay.until + 2 + below(random, readmissionDays);
    if (!chance(random, sameWardShare))
      ward = pickWard(course, department, ageOn(record.person, day)) ?? ward;
  }
  return stays;
}

const picksMax = 20;

function pickWard(course: Course, department: DepartmentPlan, age: number): UnitPlan | null {
  for (let i = 0; i < picksMax; i++) {
    const ward = at(
      course.plan.units,
      at(department.wards, draw(course.random, department.wardShares)),
    );
    if (suitsAge(ward, age)) return ward;
  }
  return null;
}

const stayDaysMax = 150;

function simulateStay(course: Course, ward: UnitPlan, diagnosis: number, day: number): StayDays {
  const { random, plan } = course;
  const mean = trueRate(course, ward, 'length-of-stay', day);
  const days = Math.max(1, Math.min(stayDaysMax, Math.round(gammaTwo(random, mean))));
  const stay: StayDays = { from: day, until: day + days };
  if (stay.until < plan.calendar.recordsDay || day >= plan.calendar.endDay || day < 0) return stay;
  recordStay(course, ward, diagnosis, stay);
  return stay;
}

const dispositions = ['home', 'home', 'home', 'home', 'alt-home', 'other-hcf', 'aadvice'] as const;

function recordStay(course: Course, ward: UnitPlan, diagnosis: number, stay: StayDays): void {
  const { random, plan, record } = course;
  const isOver = stay.until < plan.calendar.endDay;
  const minute = clockSafe(course, stay.from, 240 + below(random, 1190));
  if (minute >= 420 && chance(random, plan.structure.care.contacts.emergencyBeforeStay))
    simulateEmergencyVisit(course, diagnosis, stay.from, minute - 120);
  const contact = record.nextContact;
  const isCoded = chance(random, trueRate(course, ward, 'diagnosis-recorded', stay.from));
  const { code, name } = at(plan.diagnoses, diagnosis);
  const coded = isCoded
    ? record.diagnose({
        code,
        name,
        day: soonAfter(course, stay.from, 1 + ward.lateDays),
        minute: 1436,
        contact,
        resolved: false,
        provisional: chance(random, 0.1),
      })
    : 0;
  record.meet({
    kind: 'inpatient-stay',
    unit: ward.index,
    day: stay.from,
    minute,
    endDay: isOver ? stay.until : -1,
    endMinute: 600 + 10 * below(random, 30),
    mode: 'IMP',
    status: isOver ? 'finished' : 'in-progress',
    referral: 0,
    diagnosis: coded,
    practitioner: someoneOf(course, ward),
    discharge: isOver ? at(dispositions, below(random, dispositions.length)) : '',
  });
  recordRestraints(course, ward, stay, contact);
  recordInfections(course, ward, stay, contact);
  recordStayTreatment(course, ward, diagnosis, stay, contact);
  if (isOver) recordStayCost(course, ward, stay, contact);
}

/** Events fall on the days of a stay evenly, whoever the patient is: counts are Poisson in the bed days. */
function eventDays(course: Course, stay: StayDays, per1000BedDays: number): readonly number[] {
  const { random } = course;
  const days = stay.until - stay.from;
  return Array.from(
    { length: poisson(random, (per1000BedDays * days) / 1000) },
    () => stay.from + below(random, days),
  ).filter((day) => isRecorded(course, day));
}

/** On the day of arrival events come late in the evening, after any time of arrival. */
const eventMinute = (course: Course, stay: StayDays, day: number): number =>
  day === stay.from ? 1435 : 360 + below(course.random, 900);

const restraintShare = 0.4;

function recordRestraints(course: Course, ward: UnitPlan, stay: StayDays, contact: number): void {
  const { random, record } = course;
  const rate = trueRate(course, ward, 'restraint-per-1000-bed-days', stay.from);
  for (const day of eventDays(course, stay, rate)) {
    const kind: Act['kind'] = chance(random, restraintShare) ? 'mechanical-restraint' : 'seclusion';
    const minutes = 20 + Math.round(gammaTwo(random, 90));
    record.acts.push({ kind, day, minute: eventMinute(course, stay, day), minutes, contact });
  }
}

const everydayInfections = [
  { code: 'J06.9', name: 'Acute upper respiratory infection, unspecified' },
  { code: 'A08.1', name: 'Acute gastroenteropathy due to Norwalk agent' },
  { code: 'J10.1', name: 'Influenza with other respiratory manifestations' },
] as const;

function recordInfections(course: Course, ward: UnitPlan, stay: StayDays, contact: number): void {
  const { random } = course;
  const rate = ward.rates['infections-per-1000-bed-days'];
  for (const day of eventDays(course, stay, rate.base))
    infect(course, stay, day, contact, at(everydayInfections, 1 + below(random, 2)));
  if (rate.change?.kind !== 'pulse') return;
  const from = Math.max(stay.from, rate.change.fromDay);
  const until = Math.min(stay.until, rate.change.untilDay);
  if (until <= from) return;
  const outbreak = { from, until };
  for (const day of eventDays(course, outbreak, rateAt(rate, from) - rate.base))
    infect(course, stay, day, contact, outbreakInfection(course));
}

function outbreakInfection(course: Course): { readonly code: string; readonly name: string } {
  const plant = course.plan.planted.find((planted) => planted.kind === 'outbreak');
  const { infections } = course.plan.structure.planted.outbreak;
  const { code } = at(infections, plant?.infection ?? 0);
  return everydayInfections.find((infection) => infection.code === code) ?? { code, name: code };
}

function infect(
  course: Course,
  stay: StayDays,
  day: number,
  contact: number,
  { code, name }: { readonly code: string; readonly name: string },
): void {
  const resolved = day + 7 < Math.min(stay.until, course.plan.calendar.endDay);
  course.record.diagnose({
    code,
    name,
    day,
    minute: eventMinute(course, stay, day),
    contact,
    resolved,
    provisional: false,
  });
}

const dischargeMedicineShare = 0.55;

function recordStayTreatment(
  course: Course,
  ward: UnitPlan,
  diagnosis: number,
  stay: StayDays,
  contact: number,
): void {
  const { random, record, plan } = course;
  const day = stay.until - 1;
  if (chance(random, dischargeMedicineShare) && isRecorded(course, day) && day > stay.from)
    prescribe(course, diagnosis, { day, minute: 600 }, contact);
  if (!ward.ect) return;
  const count = poisson(random, plan.structure.care.treatment.ectPerStay);
  for (let i = 1; i <= count; i++) {
    const ectDay = stay.from + 2 * i;
    if (ectDay < stay.until && isRecorded(course, ectDay))
      record.acts.push({ kind: 'ect', day: ectDay, minute: 510, minutes: 20, contact });
  }
}

const bedDaySek = 9400;

function recordStayCost(course: Course, ward: UnitPlan, stay: StayDays, contact: number): void {
  const days = stay.until - stay.from;
  course.record.costs.push({
    contact,
    unit: ward.index,
    day: stay.until,
    kind: 'inpatient-care',
    amountSek: Math.round(bedDaySek * days * (0.85 + 0.3 * course.random())),
  });
}
