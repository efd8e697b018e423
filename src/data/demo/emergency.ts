import { at } from './at.ts';
import { drawPhq9Baseline } from './clinical-scores.ts';
import { type Course, clockSafe, isRecorded, someoneOf, soonAfter, trueRate } from './course.ts';
import { below, chance, draw } from './random.ts';
import { formVariants, recordVisitCost } from './visit.ts';

const riskAssessedShare = 0.75;
const riskShares = [0.4, 0.8, 1];

/** A visit to the emergency clinic, at any hour of any day. */
export function simulateEmergencyVisit(
  course: Course,
  diagnosis: number,
  day: number,
  minute: number,
): void {
  const { random, plan, record } = course;
  if (plan.emergencyUnit < 0 || !isRecorded(course, day)) return;
  const unit = at(plan.units, plan.emergencyUnit);
  const time = { day, minute: clockSafe(course, day, minute) };
  const contact = record.nextContact;
  const { code, name, depression } = at(plan.diagnoses, diagnosis);
  const isCoded = chance(random, trueRate(course, unit, 'diagnosis-recorded', day));
  const coded = isCoded
    ? record.diagnose({
        code,
        name,
        day: soonAfter(course, day, 1 + unit.lateDays),
        minute: 1439,
        contact,
        resolved: false,
        provisional: chance(random, 0.2),
      })
    : 0;
  record.meet({
    kind: 'emergency-visit',
    unit: unit.index,
    ...time,
    endDay: day,
    endMinute: Math.min(1439, time.minute + 30 + below(random, 80)),
    mode: 'AMB',
    status: 'finished',
    referral: 0,
    diagnosis: coded,
    practitioner: someoneOf(course, unit),
    discharge: '',
  });
  const minuteOfRisk = Math.min(1438, time.minute + 15);
  if (chance(random, riskAssessedShare))
    record.findings.push({
      kind: 'suicide-risk',
      day,
      minute: minuteOfRisk,
      contact,
      value: draw(random, riskShares),
    });
  if (depression && chance(random, trueRate(course, unit, 'phq9-coverage', day)))
    record.fillIn({
      kind: 'phq9',
      day,
      minute: Math.min(1438, time.minute + 10),
      contact,
      score: drawPhq9Baseline(random, true),
      variant: below(random, formVariants),
      complete: true,
      localCode: false,
    });
  recordVisitCost(course, unit, { ...time, mode: 'AMB', kind: 'emergency-visit' }, contact);
}
