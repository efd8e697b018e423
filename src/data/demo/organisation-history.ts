import { addMonths, type Month, type Text } from '#core';
import { at } from './at.ts';
import { type KnownRule, knownRules } from './interventions.ts';
import type { DemoPlan } from './plan.ts';
import type { Planted } from './plant.ts';
import { type KnownMessage, knownMessages } from './told-messages.ts';

/** What the organisation itself knows: which unit changed its way of working when, and what it hoped for. No effects. */
export interface OrganisationHistory {
  /** The months for which the records are whole; a quarter before them is delivered too, for what looks back. */
  readonly records: { readonly from: Month; readonly until: Month };
  readonly changes: readonly KnownChange[];
  /** Rules that give advice at the point of care, by chance. */
  readonly rules: readonly KnownRule[];
  /** Kinds of messages that are told by chance. */
  readonly messages: readonly KnownMessage[];
}

interface KnownChange {
  readonly unit: string;
  readonly month: Month;
  readonly measure: string;
  readonly practice: Text;
  readonly change: Text;
  readonly aim: Text;
  /** What was written down before it began; proportions 0…1. */
  readonly prediction: { readonly from: number; readonly to: number; readonly byMonth: Month };
  /** The unit whose way of working was taken over; absent for the first. */
  readonly adoptedFrom?: string;
}

const monthsToPredicted = 4;
/** People hope for a little more than they get, and predict in whole percentage points. */
const hope = 1.1;
const step = 0.01;

type Improvement = Extract<Planted, { kind: 'improvement' | 'adoption' }>;

export function organisationHistory(plan: DemoPlan): OrganisationHistory {
  const improvements = plan.planted.filter(
    (plant): plant is Improvement => plant.kind === 'improvement' || plant.kind === 'adoption',
  );
  const first = at(improvements, 0);
  return {
    records: { from: plan.calendar.from, until: plan.calendar.until },
    changes: improvements.map((plant) => knownChange(plan, plant, first)),
    rules: knownRules(plan),
    messages: knownMessages(plan),
  };
}

function knownChange(plan: DemoPlan, plant: Improvement, first: Improvement): KnownChange {
  const unit = at(plan.units, plant.unit);
  const { practice, change, aim } = at(
    plan.structure.planted.improvement.alternatives,
    plant.alternative,
  );
  const month = addMonths(plan.calendar.from, plant.startMonth);
  const from = unit.rates[plant.measure].base;
  return {
    unit: unit.id,
    month,
    measure: plant.measure,
    practice,
    change,
    aim,
    prediction: {
      from: toStep(from),
      to: toStep(from + hope * first.size),
      byMonth: addMonths(month, monthsToPredicted),
    },
    ...(plant === first ? {} : { adoptedFrom: at(plan.units, first.unit).id }),
  };
}

const toStep = (value: number): number => Math.round(value / step) / Math.round(1 / step);
