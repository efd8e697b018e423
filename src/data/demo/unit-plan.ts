import type { Text } from '#core';
import type { AgeRange } from './age.ts';
import { cumulative, normal, type Random } from './random.ts';
import type { Rate, Rates } from './rate.ts';
import { type DemoStructure, type DemoUnit, type RateName, rateNames } from './structure.ts';

/** Everything the generator needs to know about a unit, numbers worked out. */
export interface UnitPlan {
  readonly index: number;
  readonly id: string;
  readonly name: Text;
  readonly level: string;
  readonly department: number;
  readonly kind: DemoUnit['kind'];
  readonly referrals: number;
  readonly staff: number;
  readonly stayDays: number;
  readonly video: number;
  readonly home: number;
  readonly ect: boolean;
  readonly phq9Habit: string;
  /** Rates that a habit of the unit has set. */
  readonly habitualRates: readonly RateName[];
  readonly lateDays: number;
  readonly age: AgeRange;
  readonly women: number;
  /** Mean number of stays on a ward, for a patient with a referral here. */
  readonly stays: number;
  readonly depressionShare: number;
  /** Indices into the plan's diagnoses with their running shares. */
  readonly diagnoses: readonly number[];
  readonly diagnosisShares: readonly number[];
  readonly rates: Rates;
  /** Days from which PHQ-9 totals carry a local code; Infinity when never. */
  readonly localTotalsFromDay: number;
}

/** Units before anything is planted: means, habits and small differences by chance. */
export function baselineUnits(structure: DemoStructure, random: Random): readonly UnitPlan[] {
  const flat = structure.division.departments.flatMap((department, i) =>
    department.units.map((unit) => ({ unit, department: i })),
  );
  return flat.map(({ unit, department }, index) => {
    const { late } = structure.care.recording;
    return {
      index,
      id: unit.id,
      name: unit.name,
      level: unit.level,
      department,
      kind: unit.kind,
      referrals: unit.referrals ?? 0,
      staff: unit.staff,
      stayDays: unit.stayDays ?? 0,
      video: unit.video,
      home: unit.home,
      ect: unit.ect,
      phq9Habit: unit.habits.phq9 ?? 'usual',
      habitualRates: rateNames.filter((name) => habitualMean(structure, unit, name) !== undefined),
      lateDays: unit.habits.diagnosis === 'late' ? late.late : late.usual,
      ...patientsOf(structure, unit),
      rates: baselineRates(structure, unit, random),
      localTotalsFromDay: Number.POSITIVE_INFINITY,
    };
  });
}

type Patients = Pick<
  UnitPlan,
  'age' | 'women' | 'stays' | 'depressionShare' | 'diagnoses' | 'diagnosisShares'
>;

/** Who comes to the unit. Wards and the emergency clinic see patients of other units and have no mix of their own. */
function patientsOf(structure: DemoStructure, unit: DemoUnit): Patients {
  if (unit.patients === undefined) {
    const [youngest, oldest] = unit.ages ?? [0, 110];
    const none = { women: 0.5, stays: 0, depressionShare: 0, diagnoses: [], diagnosisShares: [] };
    return { age: [youngest, oldest, (youngest + oldest) / 2], ...none };
  }
  const mix = structure.care.patients[unit.patients];
  if (mix === undefined)
    throw new RangeError(
      `library/demo: ${unit.id} has patients '${unit.patients}', which care.yaml does not describe`,
    );
  const codes = Object.keys(structure.care.diagnoses);
  return {
    age: mix.age,
    women: mix.women,
    stays: mix.stays,
    depressionShare: depressionShare(structure, mix.diagnoses),
    diagnoses: Object.keys(mix.diagnoses).map((code) => known(codes, code)),
    diagnosisShares: cumulative(Object.values(mix.diagnoses)),
  };
}

function known(codes: readonly string[], code: string): number {
  const index = codes.indexOf(code);
  if (index < 0) throw new RangeError(`library/demo/care.yaml: diagnosis ${code} has no name`);
  return index;
}

function depressionShare(
  structure: DemoStructure,
  weights: Readonly<Record<string, number>>,
): number {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const depression = Object.entries(weights)
    .filter(([code]) => structure.care.diagnoses[code]?.depression)
    .reduce((sum, [, weight]) => sum + weight, 0);
  return depression / total;
}

function baselineRates(structure: DemoStructure, unit: DemoUnit, random: Random): Rates {
  const rate = (name: RateName): Rate => {
    const { mean, between } = structure.care.rates[name];
    const habitual = habitualMean(structure, unit, name) ?? mean;
    const scale = name === 'length-of-stay' ? (unit.stayDays ?? 0) : 1;
    return { base: scale * (habitual + between * boundedNormal(random)), change: null };
  };
  return {
    'suicide-risk-assessed': rate('suicide-risk-assessed'),
    'care-plan-within-14-days': rate('care-plan-within-14-days'),
    'missed-visits': rate('missed-visits'),
    'depression-response': rate('depression-response'),
    'waiting-days': rate('waiting-days'),
    'length-of-stay': rate('length-of-stay'),
    'readmission-30-days': rate('readmission-30-days'),
    'wellbeing-who5': rate('wellbeing-who5'),
    'restraint-per-1000-bed-days': rate('restraint-per-1000-bed-days'),
    'infections-per-1000-bed-days': rate('infections-per-1000-bed-days'),
    'phq9-coverage': rate('phq9-coverage'),
    'diagnosis-recorded': rate('diagnosis-recorded'),
    'involved-in-care': rate('involved-in-care'),
    'cost-per-visit': rate('cost-per-visit'),
  };
}

function habitualMean(
  structure: DemoStructure,
  unit: DemoUnit,
  name: RateName,
): number | undefined {
  for (const [habit, level] of Object.entries(unit.habits)) {
    const mean = structure.care.habits[habit]?.[level]?.[name];
    if (mean !== undefined) return mean;
  }
  return undefined;
}

/** Within two standard deviations, so that no unit is unusual by chance alone. */
const boundedNormal = (random: Random): number => Math.max(-2, Math.min(2, normal(random, 0, 1)));

export const withRate = (unit: UnitPlan, measure: RateName, rate: Rate): UnitPlan => ({
  ...unit,
  rates: { ...unit.rates, [measure]: rate },
});
