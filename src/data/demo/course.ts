import { at } from './at.ts';
import type { DemoPlan } from './plan.ts';
import { below, type Random } from './random.ts';
import { rateAt } from './rate.ts';
import type { PatientRecord } from './record.ts';
import type { RateName } from './structure.ts';
import type { UnitPlan } from './unit-plan.ts';

/** One patient's way through the demo: the plan, the patient's own chance, and what gets recorded. */
export interface Course {
  readonly plan: DemoPlan;
  readonly random: Random;
  readonly record: PatientRecord;
}

/** A unit's true rate for this patient on a day, the gap between groups included. */
export function trueRate(course: Course, unit: UnitPlan, measure: RateName, day: number): number {
  const rate = rateAt(unit.rates[measure], day);
  const { gap } = course.plan;
  return course.record.person.needsInterpreter && gap.measure === measure ? rate + gap.size : rate;
}

/**
 * A day up to `days` later, never past the end: what is done in time is done before the records are handed over,
 * so that the last month is as complete as the others.
 */
export const soonAfter = (course: Course, day: number, days: number): number =>
  day + below(course.random, Math.min(days, course.plan.calendar.endDay - day));

export const isRecorded = (course: Course, day: number): boolean =>
  day >= course.plan.calendar.recordsDay && day < course.plan.calendar.endDay;

/** Nights when clocks change have hours that do not exist, or exist twice; nothing is recorded then. */
export const clockSafe = (course: Course, day: number, minute: number): number =>
  minute < 240 && at(course.plan.calendar.clockChanges, day) ? minute + 240 : minute;

export const someoneOf = (course: Course, unit: UnitPlan): number =>
  at(course.plan.firstPractitioner, unit.index) + below(course.random, unit.staff);
