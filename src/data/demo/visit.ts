import { at } from './at.ts';
import {
  type DepressionCourse,
  drawExperience,
  drawFunctioning,
  drawGad7,
  drawPhq9,
  drawSystolic,
  drawWeightKg,
  drawWho5,
} from './clinical-scores.ts';
import { type Course, soonAfter, trueRate } from './course.ts';
import { stillStandardShare } from './plant.ts';
import { below, chance, draw, gammaTwo } from './random.ts';
import type { Contact, FormKind } from './record.ts';
import type { UnitPlan } from './unit-plan.ts';

/** One referral's contacts with a unit, from the first visit on. */
export interface Episode {
  readonly unit: UnitPlan;
  /** Index into the plan's diagnoses. */
  readonly diagnosis: number;
  readonly isAdult: boolean;
  readonly firstDay: number;
  readonly depression: DepressionCourse;
}

/** What a visit needs to know before it is written down. */
export type VisitTime = Pick<Contact, 'day' | 'minute' | 'mode' | 'kind'>;

/** Everything but the diagnosis that is recorded at an attended visit; `contact` is its id. */
export function recordVisit(
  course: Course,
  episode: Episode,
  visit: VisitTime,
  contact: number,
): void {
  const isFirst = visit.kind === 'first-visit';
  recordPhq9(course, episode, visit, contact);
  recordForms(course, episode, visit, contact);
  recordRisk(course, episode, visit, contact);
  if (isFirst) recordCarePlan(course, episode, visit, contact);
  recordTreatment(course, episode, visit, contact);
  recordBody(course, episode, visit, contact);
  recordVisitCost(course, episode.unit, visit, contact);
}

function recordPhq9(course: Course, episode: Episode, visit: VisitTime, contact: number): void {
  const { random, plan } = course;
  const { unit } = episode;
  const asked = at(plan.diagnoses, episode.diagnosis).depression
    ? trueRate(course, unit, 'phq9-coverage', visit.day)
    : phq9ShareOfOthers(course, episode, visit);
  if (!chance(random, asked)) return;
  const score = drawPhq9(random, episode.depression, visit.day - episode.firstDay);
  const localCode = visit.day >= unit.localTotalsFromDay && !chance(random, stillStandardShare);
  fillIn(course, 'phq9', visit, contact, { score, localCode });
}

const phq9ShareOfOthers = (course: Course, episode: Episode, visit: VisitTime): number =>
  visit.kind === 'first-visit' && episode.isAdult
    ? course.plan.structure.care.recording.phq9OtherPatients
    : 0;

function recordForms(course: Course, episode: Episode, visit: VisitTime, contact: number): void {
  const { random, plan } = course;
  const shares = plan.structure.care.recording;
  const isFirst = visit.kind === 'first-visit';
  if (chance(random, isFirst ? shares.who5FirstVisit : shares.who5FollowUp)) {
    const mean = trueRate(course, episode.unit, 'wellbeing-who5', visit.day);
    const score = drawWho5(random, isFirst ? mean - 11 : mean);
    fillIn(course, 'who5', visit, contact, { score });
  }
  if (chance(random, shares.experience)) {
    const involved = chance(random, trueRate(course, episode.unit, 'involved-in-care', visit.day));
    const score = drawExperience(random, involved);
    fillIn(course, 'experience', visit, contact, { score });
  }
  if (isFirst && chance(random, shares.gad7))
    fillIn(course, 'gad7', visit, contact, { score: drawGad7(random) });
  if (chance(random, shares.unfinishedForms))
    fillIn(course, 'who5', visit, contact, { score: drawWho5(random, 50), complete: false });
}

/** Ways in which a score's items may be distributed. */
export const formVariants = 16;

interface FilledIn {
  readonly score: number;
  readonly localCode?: boolean;
  readonly complete?: boolean;
}

function fillIn(
  course: Course,
  kind: FormKind,
  visit: VisitTime,
  contact: number,
  { score, localCode = false, complete = true }: FilledIn,
): void {
  const { random, record } = course;
  record.fillIn({
    kind,
    day: visit.day,
    minute: visit.minute + 5 + below(random, 30),
    contact,
    score,
    variant: below(random, formVariants),
    complete,
    localCode,
  });
}

const riskShares = [0.7, 0.94, 1];
const riskReassessedShare = 0.05;
export const riskSameDayShare = 0.8;
export const riskInTimeDays = 7;

function recordRisk(course: Course, episode: Episode, visit: VisitTime, contact: number): void {
  const { random, record } = course;
  const share =
    visit.kind === 'first-visit'
      ? trueRate(course, episode.unit, 'suicide-risk-assessed', visit.day)
      : riskReassessedShare;
  if (!chance(random, share)) return;
  const day = chance(random, riskSameDayShare)
    ? visit.day
    : soonAfter(course, visit.day, riskInTimeDays);
  record.findings.push({
    kind: 'suicide-risk',
    day,
    minute: visit.minute + 20,
    contact,
    value: draw(random, riskShares),
  });
}

export const planAtFirstVisitShare = 0.45;
export const planInTimeDays = 14;

function recordCarePlan(course: Course, episode: Episode, visit: VisitTime, contact: number): void {
  const { random, record, plan } = course;
  const act = (day: number): void => {
    record.acts.push({
      kind: 'care-plan-made-together',
      day,
      minute: visit.minute + 45,
      minutes: 0,
      contact,
    });
  };
  if (chance(random, trueRate(course, episode.unit, 'care-plan-within-14-days', visit.day)))
    act(
      chance(random, planAtFirstVisitShare)
        ? visit.day
        : soonAfter(course, visit.day, planInTimeDays),
    );
  else if (chance(random, plan.structure.care.recording.lateCarePlan)) {
    const day = visit.day + planInTimeDays + 2 + below(random, 30);
    if (day < plan.calendar.endDay) act(day);
  }
}

function recordTreatment(
  course: Course,
  episode: Episode,
  visit: VisitTime,
  contact: number,
): void {
  const { random, record, plan } = course;
  const shares = plan.structure.care.treatment;
  const isFirst = visit.kind === 'first-visit';
  if (!isFirst && chance(random, shares.psychotherapy))
    record.acts.push({ kind: 'psychotherapy-session', ...momentIn(visit), minutes: 45, contact });
  if (isFirst && chance(random, shares.safetyPlan))
    record.acts.push({ kind: 'safety-plan', ...momentIn(visit), minutes: 0, contact });
  if (chance(random, isFirst ? shares.medication : shares.medicationFollowUp))
    prescribe(course, episode.diagnosis, visit, contact);
}

const prescriptionStatus = ['active', 'active', 'completed', 'stopped'] as const;

export function prescribe(
  course: Course,
  diagnosis: number,
  { day, minute }: Pick<Contact, 'day' | 'minute'>,
  contact: number,
): void {
  const { random, record, plan } = course;
  const { medicines } = at(plan.diagnoses, diagnosis);
  const medicine = at(medicines, below(random, medicines.length));
  const status = at(prescriptionStatus, below(random, prescriptionStatus.length));
  record.prescriptions.push({ medicine, day, minute: minute + 30, contact, status });
}

const momentIn = (visit: VisitTime): { readonly day: number; readonly minute: number } => ({
  day: visit.day,
  minute: visit.minute + 5,
});

function recordBody(course: Course, episode: Episode, visit: VisitTime, contact: number): void {
  const { random, record, plan } = course;
  const shares = plan.structure.care.recording;
  const moment = { ...momentIn(visit), contact };
  if (chance(random, shares.functioning))
    record.findings.push({ kind: 'functioning', ...moment, value: drawFunctioning(random) });
  if (visit.mode === 'VR' || !chance(random, shares.metabolic)) return;
  record.findings.push({ kind: 'weight', ...moment, value: drawWeightKg(random, episode.isAdult) });
  record.findings.push({ kind: 'systolic', ...moment, value: drawSystolic(random) });
}

/** Video visits cost less and home visits more; first and later visits alike, so that seasons do not move the mean. */
export const costFactor = { AMB: 1, VR: 0.8, HH: 1.35, IMP: 1 } as const;
const costKind = {
  AMB: 'visit',
  VR: 'video-visit',
  HH: 'home-visit',
  IMP: 'inpatient-care',
} as const;

export function recordVisitCost(
  course: Course,
  unit: UnitPlan,
  visit: VisitTime,
  contact: number,
): void {
  const mean = trueRate(course, unit, 'cost-per-visit', visit.day) * costFactor[visit.mode];
  course.record.costs.push({
    contact,
    unit: unit.index,
    day: visit.day,
    kind: visit.kind === 'emergency-visit' ? 'emergency-visit' : costKind[visit.mode],
    amountSek: Math.round(mean * (0.4 + 0.6 * gammaTwo(course.random, 1))),
  });
}
