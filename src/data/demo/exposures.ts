import { at } from './at.ts';
import { monthIndex } from './calendar.ts';
import { trueRate } from './course.ts';
import type { JudgedMeasure } from './intervention-structure.ts';
import type { PlantedRule } from './interventions.ts';
import type { DemoPlan } from './plan.ts';
import { below, chance, draw, openStream, type Random } from './random.ts';
import type { Contact, PatientRecord } from './record.ts';
import {
  planAtFirstVisitShare,
  planInTimeDays,
  riskInTimeDays,
  riskSameDayShare,
} from './visit.ts';

/** Added to a patient's index for the stream that advice draws from: what else a seed makes stays as it is. */
const adviceStream = 0x8000_0000;
/** The day's records are finished when the visits are over. */
const earliestMinute = 1025;
const openingMinutes = 50;
const minutesToAnswerMax = 20;

/**
 * The lines of one patient's advice: when the day's records are finished, after a first visit for which the rule's measure has found
 * nothing on that day.
 *
 * In a trial chance first draws the arm, then care follows. The generator draws the arm after the care, by Bayes' rule, so that
 * the two together are distributed in the same way and the records of a seed stay as they were before rules were tried:
 * P(advised | met) = share · p₁ / p and P(advised | not met) = share · (1 − p₁) / (1 − p), where p is the true share that
 * meets the measure, p₁ = p + (1 − share) · effect that of the advised, and p₀ = p − share · effect that of the others.
 */
export function exposureLines(plan: DemoPlan, record: PatientRecord): string {
  const random = openStream(plan.seed, adviceStream + record.index);
  return plan.interventions.map((planted) => linesOf(plan, record, { planted, random })).join('');
}

interface Advising {
  readonly planted: PlantedRule;
  readonly random: Random;
}

function linesOf(plan: DemoPlan, record: PatientRecord, { planted, random }: Advising): string {
  let text = '';
  let isAdvised: boolean | null = null;
  const due = record.contacts.flatMap((contact) => dueAt(plan, record, planted, contact) ?? []);
  for (const [i, one] of due.entries()) {
    isAdvised ??= chance(random, shareAdvised(planted, one));
    text += exposureText({ plan, record, planted, random, number: i + 1 }, one, isAdvised);
  }
  return text;
}

interface Due {
  readonly unit: number;
  readonly day: number;
  /** The true share that meets the measure, of visits for which the advice is due. */
  readonly share: number;
  readonly isMet: boolean;
}

interface Judging {
  /** Days within which it is to be done. */
  readonly days: number;
  /** Share of what is done in time that is done on the day of the visit, before it may fall there by chance. */
  readonly atOnce: number;
  readonly doneOn: (record: PatientRecord) => readonly number[];
}

const judging: Readonly<Record<JudgedMeasure, Judging>> = {
  'suicide-risk-assessed': {
    ...{ days: riskInTimeDays, atOnce: riskSameDayShare },
    doneOn: ({ findings }) =>
      findings.filter(({ kind }) => kind === 'suicide-risk').map(({ day }) => day),
  },
  'care-plan-within-14-days': {
    ...{ days: planInTimeDays, atOnce: planAtFirstVisitShare },
    doneOn: ({ acts }) =>
      acts.filter(({ kind }) => kind === 'care-plan-made-together').map(({ day }) => day),
  },
};

/** Null when the advice is not due after this contact, or it is too late to know what came of it. */
function dueAt(
  plan: DemoPlan,
  record: PatientRecord,
  planted: PlantedRule,
  contact: Contact,
): Due | null {
  const { calendar } = plan;
  const { unit, day: visitDay } = contact;
  if (contact.kind !== 'first-visit' || contact.status !== 'finished') return null;
  if (!planted.units.includes(unit)) return null;
  if (visitDay < at(calendar.monthStarts, planted.startMonth)) return null;
  const { days, atOnce, doneOn } = judging[planted.measure];
  if (visitDay + days >= calendar.endDay) return null;
  const done = doneOn(record).filter((one) => one >= visitDay && one <= visitDay + days);
  if (done.includes(visitDay)) return null;
  const course = { plan, record, random: () => 0 };
  const rate = trueRate(course, at(plan.units, unit), planted.measure, visitDay);
  const doneBefore = atOnce + (1 - atOnce) / days;
  const share = (rate * (1 - doneBefore)) / (1 - rate * doneBefore);
  return { unit, day: visitDay, share, isMet: done.length > 0 };
}

/** Of the way to never and to always, so much may an effect take. */
const roomShare = 0.9;

/** How probable it is that the patient is advised, given what came of it. Where too few are left to gain, the effect is smaller. */
function shareAdvised({ share, effect }: PlantedRule, due: Due): number {
  const carried = Math.min(
    effect,
    (roomShare * due.share) / share,
    (roomShare * (1 - due.share)) / (1 - share),
  );
  const advised = due.share + (1 - share) * carried;
  return due.isMet ? (share * advised) / due.share : (share * (1 - advised)) / (1 - due.share);
}

interface Telling {
  readonly plan: DemoPlan;
  readonly record: PatientRecord;
  readonly planted: PlantedRule;
  readonly random: Random;
  readonly number: number;
}

function exposureText(telling: Telling, { unit, day }: Due, isAdvised: boolean): string {
  const { plan, record, planted, random, number } = telling;
  const patient = `p-${String(record.index + 1).padStart(6, '0')}`;
  const minute = earliestMinute + below(random, openingMinutes);
  const card = `${planted.rule}-${patient}-${number}`;
  const exposure = {
    ...{ kind: 'exposure', card, at: instant(plan, day, minute), rule: planted.rule },
    ...{ hook: planted.hook, arm: isAdvised ? 'shown' : 'withheld' },
    ...{ unit: at(plan.units, unit).id, patient },
  };
  const text = `${JSON.stringify(exposure)}\n`;
  return isAdvised ? text + feedbackText(telling, { card, day, minute }) : text;
}

interface Shown {
  readonly card: string;
  readonly day: number;
  readonly minute: number;
}

function feedbackText({ plan, planted, random }: Telling, { card, day, minute }: Shown): string {
  const { drift, overridden } = planted;
  const hasDrifted = drift !== null && monthIndex(plan.calendar, day) >= drift.month;
  const isOverridden = chance(random, hasDrifted ? drift.overridden : overridden);
  const isAccepted = !isOverridden && chance(random, 0.5);
  if (!isOverridden && !isAccepted) return '';
  const reason = isOverridden ? at(planted.reasons, draw(random, planted.reasonShares)) : null;
  const outcomeAt = instant(plan, day, minute + 1 + below(random, minutesToAnswerMax));
  const outcome = isOverridden ? 'overridden' : 'accepted';
  return `${JSON.stringify({
    ...{ kind: 'feedback', card, at: outcomeAt, rule: planted.rule, outcome, outcomeAt },
    ...{ suggestions: [], reason, comment: null },
  })}\n`;
}

/** An instant in UTC, as the log keeps it. */
function instant({ calendar }: DemoPlan, day: number, minute: number): string {
  const clock = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  return new Date(
    `${at(calendar.dates, day)}T${clock}:00${at(calendar.offsets, day)}`,
  ).toISOString();
}

const two = (number: number): string => String(number).padStart(2, '0');
