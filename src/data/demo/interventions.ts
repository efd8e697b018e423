import { addMonths, type Month, type Text } from '#core';
import { at } from './at.ts';
import type { Calendar } from './calendar.ts';
import type { JudgedMeasure } from './intervention-structure.ts';
import { points } from './points.ts';
import { below, between, cumulative, openStream, type Random, wholeBetween } from './random.ts';
import type { DemoStructure } from './structure.ts';
import type { UnitPlan } from './unit-plan.ts';

/** An advice given by chance: what the seed chose. Months are counted from the first of the whole months. */
export interface PlantedRule {
  readonly kind: 'decision-rule';
  readonly rule: string;
  readonly measure: JudgedMeasure;
  readonly hook: string;
  readonly units: readonly number[];
  readonly startMonth: number;
  readonly share: number;
  /** Share among the advised less the share among those held back; 0 where the rule makes no difference. */
  readonly effect: number;
  readonly overridden: number;
  /** From this month on another share of the cards is overridden; null where it stays. */
  readonly drift: { readonly month: number; readonly overridden: number } | null;
  readonly reasons: readonly string[];
  readonly reasonShares: readonly number[];
}

/** Everything that is tried by chance. Another kind is another member. */
export type PlantedIntervention = PlantedRule;

/** Index of the stream that chooses interventions; it leaves what else a seed chooses as it is. */
const interventionStream = 0xffff_fffe;
/** Units with fewer first visits a month see a card too seldom. */
const referralsNeeded = 25;

interface Choosing {
  readonly structure: DemoStructure;
  readonly units: readonly UnitPlan[];
  readonly seed: number;
}

/** Chooses what is tried by chance, where and since when, and which of it works. */
export function chooseInterventions({
  structure,
  units,
  seed,
}: Choosing): readonly PlantedIntervention[] {
  const random = openStream(seed, interventionStream);
  return chooseRules(structure, units, random);
}

function chooseRules(
  structure: DemoStructure,
  units: readonly UnitPlan[],
  random: Random,
): readonly PlantedRule[] {
  const ranges = structure.interventions.decisionRules;
  const working = below(random, ranges.rules.length);
  const effect = between(random, ranges.effect);
  const driftMonth = wholeBetween(random, ranges.drift.startMonth);
  return ranges.rules.map(({ rule, measure, hook, reasons }, i) => ({
    kind: 'decision-rule',
    ...{ rule, measure, hook, share: ranges.share, overridden: ranges.overridden },
    units: someUnits(units, ranges.units, random),
    startMonth: wholeBetween(random, ranges.startMonth),
    effect: i === working ? effect : 0,
    drift: i === working ? null : { month: driftMonth, overridden: ranges.drift.to },
    reasons: Object.keys(reasons),
    reasonShares: cumulative(Object.values(reasons)),
  }));
}

function someUnits(units: readonly UnitPlan[], count: number, random: Random): readonly number[] {
  const left = units.filter(({ referrals }) => referrals >= referralsNeeded);
  if (left.length < count)
    throw new RangeError(
      'library/demo/interventions.yaml: more units than there are with referrals',
    );
  const chosen: number[] = [];
  while (chosen.length < count) {
    const [unit] = left.splice(below(random, left.length), 1);
    if (unit !== undefined) chosen.push(unit.index);
  }
  return chosen.toSorted((a, b) => a - b);
}

/** What is true of an intervention, as the score reads it. */
export interface InterventionTruth {
  readonly id: string;
  readonly kind: PlantedIntervention['kind'] | 'message';
  /** Which rule, or which kind of message. */
  readonly subject: string;
  readonly measure: string;
  readonly units: readonly string[];
  readonly startMonth: Month;
  readonly works: boolean;
  readonly effect: number;
  /** Since when people follow it less; absent where they do not. */
  readonly driftMonth?: Month;
  readonly sentence: Text;
}

interface Planned {
  readonly structure: DemoStructure;
  readonly calendar: Calendar;
  readonly units: readonly UnitPlan[];
  readonly interventions: readonly PlantedIntervention[];
}

export const interventionTruths = (plan: Planned): readonly InterventionTruth[] =>
  plan.interventions.map((planted, i) => ruleTruth(plan, planted, `${planted.kind}-${i + 1}`));

function ruleTruth(plan: Planned, planted: PlantedRule, id: string): InterventionTruth {
  const monthOf = (index: number): Month => addMonths(plan.calendar.from, index);
  const works = planted.effect !== 0;
  return {
    ...{ id, kind: planted.kind, subject: planted.rule, measure: planted.measure },
    units: planted.units.map((unit) => at(plan.units, unit).id),
    startMonth: monthOf(planted.startMonth),
    works,
    effect: Math.round(planted.effect * 10_000) / 10_000,
    ...(planted.drift === null ? {} : { driftMonth: monthOf(planted.drift.month) }),
    sentence: sentenceOf(plan, planted, works),
  };
}

function sentenceOf(plan: Planned, planted: PlantedRule, works: boolean): Text {
  const { rules, worksSentence, failsSentence } = plan.structure.interventions.decisionRules;
  const name = rules.find(({ rule }) => rule === planted.rule)?.name;
  const size = points(planted.effect);
  const told = (language: keyof Text): string =>
    filledIn((works ? worksSentence : failsSentence)[language], {
      rule: name?.[language],
      measure: plan.structure.planted.measures[planted.measure]?.name[language],
      month: addMonths(plan.calendar.from, planted.startMonth),
      size: size[language],
    });
  return { en: told('en'), sv: told('sv') };
}

const filledIn = (sentence: string, words: Readonly<Record<string, string | undefined>>): string =>
  sentence.replace(/\{(\w+)\}/g, (placeholder, word: string) => words[word] ?? placeholder);

/** What the organisation itself knows: which rule was switched on by chance, where and when. No effects. */
export interface KnownRule {
  readonly rule: string;
  readonly units: readonly string[];
  readonly month: Month;
  readonly share: number;
}

export const knownRules = (plan: Planned): readonly KnownRule[] =>
  plan.interventions.map(({ rule, units, startMonth, share }) => ({
    ...{ rule, share, month: addMonths(plan.calendar.from, startMonth) },
    units: units.map((unit) => at(plan.units, unit).id),
  }));
