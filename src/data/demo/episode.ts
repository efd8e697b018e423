import { at } from './at.ts';
import { drawPhq9Baseline } from './clinical-scores.ts';
import { type Course, isRecorded, someoneOf, soonAfter, trueRate } from './course.ts';
import { below, chance, draw, gammaTwo, skewedDeviate } from './random.ts';
import { changeAt } from './rate.ts';
import type { Contact } from './record.ts';
import type { UnitPlan } from './unit-plan.ts';
import { type Episode, recordVisit } from './visit.ts';

interface EpisodeStart {
  readonly unit: UnitPlan;
  readonly day: number;
  readonly diagnosis: number;
  readonly isAdult: boolean;
  /** Days on which the patient lies on a ward and does not come to visits. */
  readonly isAway: (day: number) => boolean;
}

/** A referral, the wait, the first visit and what follows. */
export function simulateEpisode(course: Course, start: EpisodeStart): void {
  const { random, plan } = course;
  const minute = workMinute(course);
  if (chance(random, plan.structure.care.contacts.revokedReferrals)) {
    if (isRecorded(course, start.day)) refer(course, start, minute, 'revoked');
    return;
  }
  const firstDay = firstVisitDay(course, start);
  if (firstDay >= plan.calendar.endDay) {
    const referral = refer(course, start, minute, 'active');
    missFirstVisits(course, start, firstDay, referral);
    book(course, start.unit, { day: firstDay, kind: 'first-visit', referral });
    return;
  }
  const isKept = firstDay >= plan.calendar.recordsDay;
  const referral = isKept ? refer(course, start, minute, 'completed') : 0;
  const responds = chance(random, trueRate(course, start.unit, 'depression-response', firstDay));
  const isDepression = at(plan.diagnoses, start.diagnosis).depression;
  const episode: Episode = {
    unit: start.unit,
    diagnosis: start.diagnosis,
    isAdult: start.isAdult,
    firstDay,
    depression: { baseline: drawPhq9Baseline(random, isDepression), responds },
  };
  missFirstVisits(course, start, firstDay, referral);
  attend(course, episode, { day: firstDay, kind: 'first-visit', referral });
  followUp(course, start, episode);
}

const refer = (
  course: Course,
  { unit, day }: EpisodeStart,
  minute: number,
  status: 'active' | 'completed' | 'revoked',
): number => course.record.refer({ unit: unit.index, day, minute, status });

const waitDaysMin = 2;

function firstVisitDay(course: Course, { unit, day }: EpisodeStart): number {
  const { random, plan } = course;
  const rate = unit.rates['waiting-days'];
  const spread = plan.structure.care.contacts.waitSpreadDays * skewedDeviate(random);
  const wait = Math.max(waitDaysMin, rate.base + spread);
  // A planted delay is told by month of visit, so it is looked up on the day to which it moves the visit.
  let delay = 0;
  if (rate.change !== null)
    for (let pass = 0; pass < 4; pass++) delay = changeAt(rate.change, day + wait + delay);
  const planned = day + Math.round(wait + delay);
  return plan.calendar.nearestWorkday[planned] ?? planned;
}

const missedInARowMax = 6;

/** Each booking is missed or not, by the unit's rate; the wait ends with the booking that was kept. */
function missFirstVisits(
  course: Course,
  start: EpisodeStart,
  firstDay: number,
  referral: number,
): void {
  const { random } = course;
  for (let i = 0; i < missedInARowMax; i++) {
    const booked = start.day + 1 + below(random, firstDay - start.day - 1);
    if (!chance(random, trueRate(course, start.unit, 'missed-visits', booked))) return;
    const day = workdayBetween(course, booked, firstDay);
    if (referral > 0) miss(course, start.unit, { day, kind: 'first-visit', referral });
  }
}

/** The working day on or after `day`, or else the last one before `end`. */
function workdayBetween(course: Course, day: number, end: number): number {
  const { nextWorkday } = course.plan.calendar;
  let found = nextWorkday[day] ?? day;
  while (found >= end || (nextWorkday[found] ?? found) !== found) found--;
  return found;
}

interface Visit {
  readonly day: number;
  readonly kind: 'first-visit' | 'follow-up' | 'team-visit';
  readonly referral: number;
}

const followUpKind = (unit: UnitPlan): Visit['kind'] =>
  unit.level === 'team' ? 'team-visit' : 'follow-up';

function followUp(course: Course, start: EpisodeStart, episode: Episode): void {
  const { random, plan } = course;
  const { followUpGapDays, plannedNextVisit } = plan.structure.care.contacts;
  const { unit } = episode;
  const count = draw(random, plan.shares.followUps);
  let day = episode.firstDay;
  for (let i = 0; i < count; i++) {
    const gap =
      followUpGapDays.least + gammaTwo(random, followUpGapDays.mean - followUpGapDays.least);
    day = plan.calendar.nextWorkday[day + Math.floor(gap)] ?? plan.calendar.dates.length;
    const visit: Visit = { day, kind: followUpKind(unit), referral: 0 };
    if (day >= plan.calendar.endDay) {
      if (chance(random, plannedNextVisit)) book(course, unit, visit);
      return;
    }
    const isOpen = chance(
      random,
      at(plan.structure.care.season.followUps, at(plan.calendar.monthOfYear, day)),
    );
    const isMissed = chance(random, trueRate(course, unit, 'missed-visits', day));
    if (!isOpen || start.isAway(day)) continue;
    if (isMissed) miss(course, unit, visit);
    else attend(course, episode, visit);
  }
}

const unclosedShare = 0.002;
const firstVisitMinutes = 75;
const laterVisitMinutes = 50;

function attend(course: Course, episode: Episode, visit: Visit): void {
  if (!isRecorded(course, visit.day)) return;
  const { random, record } = course;
  const { unit } = episode;
  const time = { ...visit, minute: workMinute(course), mode: visitMode(course, unit) };
  const contact = record.nextContact;
  const isCoded = chance(random, trueRate(course, unit, 'diagnosis-recorded', visit.day));
  const minutes = visit.kind === 'first-visit' ? firstVisitMinutes : laterVisitMinutes;
  record.meet({
    ...outpatientContact(course, unit, time),
    endMinute: time.minute + minutes,
    status: chance(random, unclosedShare) ? 'in-progress' : 'finished',
    diagnosis: isCoded ? codeDiagnosis(course, episode, visit.day, contact) : 0,
  });
  recordVisit(course, episode, time, contact);
}

/** A quarter past five, when the last visit of a day has ended. */
const afterVisitsMinute = 1035;

/** Every visit carries a diagnosis of its own, as visits are coded here; nothing is carried over from the last. */
function codeDiagnosis(course: Course, episode: Episode, day: number, contact: number): number {
  const { random, plan, record } = course;
  const { code, name } = at(plan.diagnoses, episode.diagnosis);
  return record.diagnose({
    code,
    name,
    day: soonAfter(course, day, 1 + episode.unit.lateDays),
    minute: afterVisitsMinute,
    contact,
    resolved: chance(random, 0.15),
    provisional: chance(random, 0.06),
  });
}

function miss(course: Course, unit: UnitPlan, visit: Visit): void {
  if (isRecorded(course, visit.day)) appoint(course, unit, visit, 'missed');
}

const bookedAheadDays = 28;

function book(course: Course, unit: UnitPlan, visit: Visit): void {
  if (visit.day < course.plan.calendar.endDay + bookedAheadDays)
    appoint(course, unit, visit, 'planned');
}

function appoint(course: Course, unit: UnitPlan, visit: Visit, status: 'missed' | 'planned'): void {
  const time = { ...visit, minute: workMinute(course), mode: visitMode(course, unit) };
  course.record.meet({ ...outpatientContact(course, unit, time), status });
}

function outpatientContact(
  course: Course,
  unit: UnitPlan,
  time: Visit & Pick<Contact, 'minute' | 'mode'>,
): Omit<Contact, 'id'> {
  return {
    kind: time.kind,
    unit: unit.index,
    day: time.day,
    minute: time.minute,
    endDay: time.day,
    endMinute: time.minute + laterVisitMinutes,
    mode: time.mode,
    status: 'finished',
    referral: time.referral,
    diagnosis: 0,
    practitioner: someoneOf(course, unit),
    discharge: '',
  };
}

/** Quarters of an hour from eight in the morning to four in the afternoon. */
const workMinute = (course: Course): number => 480 + 15 * below(course.random, 32);

function visitMode(course: Course, unit: UnitPlan): 'AMB' | 'VR' | 'HH' {
  const u = course.random();
  if (u < unit.home) return 'HH';
  return u < unit.home + unit.video ? 'VR' : 'AMB';
}
