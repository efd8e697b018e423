import { addMonths, type Month, type Text } from '#core';
import { at } from './at.ts';
import { monthIndex } from './calendar.ts';
import { type InterventionTruth, interventionTruths } from './interventions.ts';
import { type Noise, noiseOf } from './noise.ts';
import type { DemoPlan } from './plan.ts';
import { type Planted, stillStandardShare } from './plant.ts';
import { points } from './points.ts';
import { changeAt } from './rate.ts';
import type { RateName } from './structure.ts';
import { messageTruths } from './told-messages.ts';
import { tell } from './truth-sentence.ts';
import type { UnitPlan } from './unit-plan.ts';

/** One planted truth, as the score reads it. Effects are in the measure's own unit; proportions are 0…1. */
export interface Truth {
  readonly id: string;
  readonly kind: Planted['kind'];
  readonly measure: string;
  readonly unit: string;
  readonly startMonth: Month;
  /** Last month of a change that ends; absent when it stays. */
  readonly endMonth?: Month;
  readonly shape: 'step' | 'ramp' | 'pulse' | 'constant' | 'none';
  /** What the measure would have been without. */
  readonly baseline: number;
  /** Average difference from startMonth on (to endMonth, where there is one) against what would have been without. */
  readonly effect: number;
  /** For a ramp: how many months it lasts, how much each adds, and how much has been added when it ends. */
  readonly months?: number;
  readonly perMonth?: number;
  readonly atEnd?: number;
  /** For an outbreak: its days, and the difference while it lasted. */
  readonly startDate?: string;
  readonly endDate?: string;
  readonly effectDuring?: number;
  /** For an adoption: which improvement it took over, and whether it worked. */
  readonly practiceOf?: string;
  readonly works?: boolean;
  /** For a gap: who is compared with whom. */
  readonly group?: { readonly attribute: string; readonly value: string; readonly against: string };
  /** Measures that move with it in the same unit, as they should: not false signals. */
  readonly alsoMoves: readonly string[];
  readonly sentence: Text;
}

/** What truth.json holds. Only the score may read it. */
export interface DemoTruth {
  readonly seed: number;
  readonly patients: number;
  readonly from: Month;
  readonly until: Month;
  readonly planted: readonly Truth[];
  /** What is tried by chance, and whether it works. */
  readonly interventions: readonly InterventionTruth[];
  readonly noise: Noise;
}

export const demoTruth = (plan: DemoPlan, patients: number): DemoTruth => ({
  seed: plan.seed,
  patients,
  from: plan.calendar.from,
  until: plan.calendar.until,
  planted: plan.planted.map((plant, i) => truthOf(plan, plant, `${i + 1}-${plant.kind}`)),
  interventions: [...interventionTruths(plan), ...messageTruths(plan)],
  noise: noiseOf(plan),
});

const monthOf = (plan: DemoPlan, index: number): Month => addMonths(plan.calendar.from, index);

type TruthBody = Omit<Truth, 'id' | 'kind'>;

const truthOf = (plan: DemoPlan, plant: Planted, id: string): Truth => ({
  id,
  kind: plant.kind,
  ...truthBody(plan, plant),
});

function truthBody(plan: DemoPlan, plant: Planted): TruthBody {
  switch (plant.kind) {
    case 'improvement':
    case 'adoption':
      return improvementTruth(plan, plant);
    case 'deterioration':
      return deteriorationTruth(plan, plant);
    case 'unusual-unit':
      return unusualTruth(plan, plant);
    case 'outbreak':
      return outbreakTruth(plan, plant);
    case 'group-gap':
      return gapTruth(plan, plant);
    case 'recording-artefact':
      return artefactTruth(plan, plant);
  }
}

type Of<K extends Planted['kind']> = Extract<Planted, { kind: K }>;

function improvementTruth(plan: DemoPlan, plant: Of<'improvement' | 'adoption'>): TruthBody {
  const unit = at(plan.units, plant.unit);
  const { improvement } = plan.structure.planted;
  const baseline = unit.rates[plant.measure].base;
  const startMonth = monthOf(plan, plant.startMonth);
  const works = plant.size !== 0;
  const adopted = works ? improvement.adoptedSentence : improvement.failedSentence;
  const adoption = plant.kind === 'adoption' ? { practiceOf: '1-improvement', works } : {};
  return {
    measure: plant.measure,
    unit: unit.id,
    startMonth,
    shape: works ? 'step' : 'none',
    baseline: rounded(baseline),
    effect: rounded(plant.size),
    ...adoption,
    alsoMoves: [],
    sentence: tell(plan, plant.kind === 'improvement' ? improvement.sentence : adopted, {
      unit,
      measure: plant.measure,
      month: startMonth,
      practice: at(improvement.alternatives, plant.alternative).practice,
      from: baseline,
      to: baseline + plant.size,
    }),
  };
}

function deteriorationTruth(plan: DemoPlan, plant: Of<'deterioration'>): TruthBody {
  const unit = at(plan.units, plant.unit);
  const rate = unit.rates[plant.measure];
  const atEnd = plant.perMonth * plant.months;
  const endMonth = monthOf(plan, plant.startMonth + plant.months - 1);
  const startMonth = monthOf(plan, plant.startMonth);
  return {
    measure: plant.measure,
    unit: unit.id,
    startMonth,
    shape: 'ramp',
    baseline: rounded(rate.base),
    effect: rounded(averageChange(plan, rate, plant.startMonth)),
    months: plant.months,
    perMonth: rounded(plant.perMonth),
    atEnd: rounded(atEnd),
    alsoMoves: plant.measure === 'waiting-days' ? ['waiting-within-30-days'] : [],
    sentence: tell(plan, plan.structure.planted.deterioration.sentence, {
      unit,
      measure: plant.measure,
      month: startMonth,
      endMonth,
      from: rate.base,
      to: rate.base + atEnd,
    }),
  };
}

/** Day by day from the start to the end of the records. */
function averageChange(
  plan: DemoPlan,
  rate: UnitPlan['rates'][RateName],
  startMonth: number,
): number {
  const fromDay = at(plan.calendar.monthStarts, startMonth);
  const days = plan.calendar.endDay - fromDay;
  const { change } = rate;
  if (change === null) return 0;
  const sum = Array.from({ length: days }, (_, i) => changeAt(change, fromDay + i)).reduce(
    (a, b) => a + b,
    0,
  );
  return sum / days;
}

function unusualTruth(plan: DemoPlan, plant: Of<'unusual-unit'>): TruthBody {
  const unit = at(plan.units, plant.unit);
  const others = plan.units.filter((other) => other.referrals > 0 && other !== unit);
  const baseline = mean(others.map((other) => other.rates[plant.measure].base));
  const level = unit.rates[plant.measure].base;
  return {
    measure: plant.measure,
    unit: unit.id,
    startMonth: plan.calendar.from,
    shape: 'constant',
    baseline: rounded(baseline),
    effect: rounded(level - baseline),
    alsoMoves: [],
    sentence: tell(plan, plan.structure.planted.unusual.sentence, {
      unit,
      measure: plant.measure,
      from: baseline,
      to: level,
    }),
  };
}

function outbreakTruth(plan: DemoPlan, plant: Of<'outbreak'>): TruthBody {
  const unit = at(plan.units, plant.unit);
  const { calendar } = plan;
  const first = monthIndex(calendar, plant.fromDay);
  const last = monthIndex(calendar, plant.untilDay - 1);
  const days = at(calendar.monthStarts, last + 1) - at(calendar.monthStarts, first);
  const { infections, sentence } = plan.structure.planted.outbreak;
  const startDate = at(calendar.dates, plant.fromDay);
  const endDate = at(calendar.dates, plant.untilDay - 1);
  return {
    measure: 'infections-per-1000-bed-days',
    unit: unit.id,
    startMonth: monthOf(plan, first),
    endMonth: monthOf(plan, last),
    shape: 'pulse',
    baseline: rounded(unit.rates['infections-per-1000-bed-days'].base),
    effect: rounded((plant.size * (plant.untilDay - plant.fromDay)) / days),
    startDate,
    endDate,
    effectDuring: rounded(plant.size),
    alsoMoves: [],
    sentence: tell(plan, sentence, {
      unit,
      size: Math.round(plant.size),
      startDate,
      endDate,
      infection: at(infections, plant.infection).name,
    }),
  };
}

function gapTruth(plan: DemoPlan, plant: Of<'group-gap'>): TruthBody {
  const units = plan.units.filter((unit) => unit.referrals > 0);
  return {
    measure: plant.measure,
    unit: plan.structure.division.division.id,
    startMonth: plan.calendar.from,
    shape: 'constant',
    baseline: rounded(mean(units.map((unit) => unit.rates[plant.measure].base))),
    effect: rounded(plant.size),
    group: { attribute: 'language', value: 'needs-interpreter', against: 'sv' },
    alsoMoves: [],
    sentence: tell(plan, plan.structure.planted.gap.sentence, {
      measure: plant.measure,
      size: points(Math.abs(plant.size)),
    }),
  };
}

function artefactTruth(plan: DemoPlan, plant: Of<'recording-artefact'>): TruthBody {
  const unit = at(plan.units, plant.unit);
  const baseline = unit.rates['phq9-coverage'].base;
  const startMonth = monthOf(plan, plant.startMonth);
  return {
    measure: 'phq9-coverage',
    unit: unit.id,
    startMonth,
    shape: 'step',
    baseline: rounded(baseline),
    effect: rounded((stillStandardShare - 1) * baseline),
    alsoMoves: ['depression-response'],
    sentence: tell(plan, plan.structure.planted.artefact.sentence, {
      unit,
      measure: 'phq9-coverage',
      month: startMonth,
      from: baseline,
      to: stillStandardShare * baseline,
    }),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
