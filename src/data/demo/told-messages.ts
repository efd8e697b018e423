import { addMonths, type Month, type Text } from '#core';
import { at } from './at.ts';
import { monthIndex } from './calendar.ts';
import type { JudgedMeasure } from './intervention-structure.ts';
import type { InterventionTruth } from './interventions.ts';
import { doneInTime, judgedDays } from './judged-visits.ts';
import type { DemoPlan } from './plan.ts';
import type { PlantedMessage } from './planted-messages.ts';
import { points } from './points.ts';
import { chance, openStream, type Random } from './random.ts';
import type { Contact, PatientRecord } from './record.ts';

/** Index of the stream that draws who was told. */
const tellingStream = 0xffff_fffc;

/** Cases and cases met of one measure, by unit and whole month: adds up over patients in any order. */
export interface JudgedCounts {
  readonly measure: JudgedMeasure;
  readonly cases: readonly number[];
  readonly met: readonly number[];
}

const months = (plan: DemoPlan): number => plan.calendar.monthStarts.length - 1;

/** What these patients' first visits came to, counted in the month in which the time to act on them ended. */
export const judgedCounts = (
  plan: DemoPlan,
  records: readonly PatientRecord[],
): readonly JudgedCounts[] => plan.messages.map(({ measure }) => countsOf(plan, records, measure));

function countsOf(
  plan: DemoPlan,
  records: readonly PatientRecord[],
  measure: JudgedMeasure,
): JudgedCounts {
  const cases = new Array<number>(plan.units.length * months(plan)).fill(0);
  const met = [...cases];
  for (const record of records)
    for (const contact of record.contacts) {
      const place = placeOf(plan, contact, measure);
      if (place === null) continue;
      cases[place] = at(cases, place) + 1;
      if (doneInTime(measure, record, contact).length > 0) met[place] = at(met, place) + 1;
    }
  return { measure, cases, met };
}

/** Unit and month that a contact counts in; null for one that the measure does not count. */
function placeOf(plan: DemoPlan, contact: Contact, measure: JudgedMeasure): number | null {
  const { kind, status, unit, day } = contact;
  const ends = day + judgedDays(measure);
  const { fromDay, endDay } = plan.calendar;
  if (kind !== 'first-visit' || status !== 'finished' || ends < fromDay || ends >= endDay)
    return null;
  return unit * months(plan) + monthIndex(plan.calendar, ends);
}

export const addCounts = (
  a: readonly JudgedCounts[],
  b: readonly JudgedCounts[],
): readonly JudgedCounts[] =>
  a.length === 0
    ? b
    : a.map(({ measure, cases, met }, i) => ({
        measure,
        cases: cases.map((count, j) => count + (b[i]?.cases[j] ?? 0)),
        met: met.map((count, j) => count + (b[i]?.met[j] ?? 0)),
      }));

/** A chart that a message was told about, or held back from everybody, in the first month of a quarter. */
interface Occasion {
  readonly unit: string;
  readonly month: Month;
  /** Share met in the month before, and of all units together over all months. */
  readonly value: number;
  readonly others: number;
  /** Whether the three months after were better than the three before. */
  readonly moved: boolean;
}

/**
 * Lines of messages.ndjson: for each planted kind, in each quarter, each unit with referrals, told or held back.
 *
 * In a trial chance first draws the arm, then care follows. Here the arm is drawn after the care, by Bayes' rule, so that the
 * two together are distributed in the same way and the records of a seed stay as they are: P(told | better) = share · q₁ / q
 * and P(told | not better) = share · (1 − q₁) / (1 − q), where q is the share of all charts that got better,
 * q₁ = q + (1 − share) · effect that of those told of, and q₀ = q − share · effect that of the others.
 */
export function messageLines(plan: DemoPlan, counts: readonly JudgedCounts[]): string {
  const random = openStream(plan.seed, tellingStream);
  return plan.messages
    .map((planted, i) => {
      const occasions = occasionsIn(plan, at(counts, i));
      return occasions.map((one) => lineOf(planted, one, { occasions, random })).join('');
    })
    .join('');
}

const outcomeMonths = 3;
const monthsPerQuarter = 3;

function occasionsIn(plan: DemoPlan, { cases, met }: JudgedCounts): readonly Occasion[] {
  const shareIn = (unit: number, from: number, count: number): number | null => {
    const places = Array.from({ length: count }, (_, i) => unit * months(plan) + from + i);
    if (places.some((place) => at(cases, place) === 0)) return null;
    return (
      sum(places.map((place) => at(met, place))) / sum(places.map((place) => at(cases, place)))
    );
  };
  const others = sum(met) / Math.max(1, sum(cases));
  const last = months(plan) - 1 - outcomeMonths;
  return Array.from({ length: last + 1 }, (_, month) => month)
    .filter((month) => month >= outcomeMonths && isQuarterStart(plan, month))
    .flatMap((month) =>
      plan.referralUnits.flatMap((unit) => {
        const before = shareIn(unit, month - outcomeMonths, outcomeMonths);
        const after = shareIn(unit, month + 1, outcomeMonths);
        const value = shareIn(unit, month - 1, 1);
        if (before === null || after === null || value === null) return [];
        const about = {
          unit: at(plan.units, unit).id,
          month: addMonths(plan.calendar.from, month),
        };
        return [{ ...about, value, others, moved: after > before }];
      }),
    );
}

const isQuarterStart = ({ calendar }: DemoPlan, month: number): boolean =>
  (Number(addMonths(calendar.from, month).slice(5, 7)) - 1) % monthsPerQuarter === 0;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

interface Drawing {
  readonly occasions: readonly Occasion[];
  readonly random: Random;
}

/** How often what was told is read, and how often the step is taken: more where the message helps. */
const readShare = 0.7;
const actedShare = { works: 0.4, fails: 0.1 };

function lineOf(planted: PlantedMessage, one: Occasion, { occasions, random }: Drawing): string {
  const { type, measure, effect } = planted;
  const better = occasions.filter(({ moved }) => moved).length / occasions.length;
  const isTold = chance(random, shareTold(planted, better, one.moved));
  const isRead = isTold && chance(random, readShare);
  const isActed = isRead && chance(random, effect === 0 ? actedShare.fails : actedShare.works);
  const { unit, month, value, others } = one;
  const line = { type, unit, measure, month, isTold, isRead, isActed };
  return `${JSON.stringify({ ...line, value: rounded(value), others: rounded(others) })}\n`;
}

function shareTold({ share, effect }: PlantedMessage, better: number, moved: boolean): number {
  const told = better + (1 - share) * effect;
  return moved ? (share * told) / better : (share * (1 - told)) / (1 - better);
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** What the organisation itself knows: which kinds were told by chance, and to what share. No effects. */
export interface KnownMessage {
  readonly type: string;
  readonly share: number;
  /** The first month in which one was told or held back. */
  readonly month: Month;
}

export const knownMessages = (plan: DemoPlan): readonly KnownMessage[] =>
  plan.messages.map(({ type, share }) => ({ type, share, month: firstMonth(plan) }));

function firstMonth(plan: DemoPlan): Month {
  let month = outcomeMonths;
  while (!isQuarterStart(plan, month)) month += 1;
  return addMonths(plan.calendar.from, month);
}

/** What is true of the kinds of messages, as the score reads it. */
export const messageTruths = (plan: DemoPlan): readonly InterventionTruth[] =>
  plan.messages.map((planted, i) => ({
    ...{ id: `message-${i + 1}`, kind: 'message', subject: planted.type },
    measure: planted.measure,
    units: plan.referralUnits.map((unit) => at(plan.units, unit).id),
    startMonth: firstMonth(plan),
    works: planted.effect !== 0,
    effect: rounded(planted.effect),
    sentence: sentenceOf(plan, planted),
  }));

function sentenceOf(plan: DemoPlan, { type, measure, effect }: PlantedMessage): Text {
  const { kinds, worksSentence, failsSentence } = plan.structure.interventions.messages;
  const name = kinds.find((one) => one.type === type)?.name;
  const sentence = effect === 0 ? failsSentence : worksSentence;
  const told = (language: keyof Text): string => {
    const words: Readonly<Record<string, string | undefined>> = {
      ...{ message: name?.[language], month: firstMonth(plan), size: points(effect)[language] },
      measure: plan.structure.planted.measures[measure]?.name[language],
    };
    return sentence[language].replace(
      /\{(\w+)\}/g,
      (placeholder, word: string) => words[word] ?? placeholder,
    );
  };
  return { en: told('en'), sv: told('sv') };
}
