import type { DemoPlan } from './plan.ts';
import { type RateName, rateNames } from './structure.ts';
import type { UnitPlan } from './unit-plan.ts';
import { costFactor } from './visit.ts';

/** What is not planted, stated: the true level of every unit, and how far units differ by chance. */
export interface Noise {
  readonly about: string;
  readonly betweenUnits: Readonly<
    Partial<Record<RateName, { readonly mean: number; readonly standardDeviation: number }>>
  >;
  /** The true level of each unit and measure, the same in every month unless something is planted there. */
  readonly levels: Readonly<Record<string, Readonly<Partial<Record<RateName, number>>>>>;
}

const about =
  'Within a unit every event is independent of the others and of the month: proportions are binomial, events per bed day are Poisson, ' +
  'waiting time, stay, cost and WHO-5 are independent draws. Volumes have seasons; proportions and means have none, but for waiting: ' +
  'fewer referrals in July make the mean wait of that month about a third of a day longer. Units differ by chance, within two standard deviations, and by their habits.';

const wardMeasures: ReadonlySet<RateName> = new Set([
  'length-of-stay',
  'readmission-30-days',
  'restraint-per-1000-bed-days',
  'infections-per-1000-bed-days',
]);
export function noiseOf(plan: DemoPlan): Noise {
  const { rates } = plan.structure.care;
  return {
    about,
    betweenUnits: Object.fromEntries(
      rateNames.map((name) => [
        name,
        { mean: rates[name].mean, standardDeviation: rates[name].between },
      ]),
    ),
    levels: Object.fromEntries(
      plan.units.map((unit) => [
        unit.id,
        Object.fromEntries(
          rateNames
            .filter((name) => isMeasured(unit, name))
            .map((name) => [name, levelOf(plan, unit, name)]),
        ),
      ]),
    ),
  };
}

function isMeasured(unit: UnitPlan, name: RateName): boolean {
  // Residents of congregate care are visited by a team, which does not ask for WHO-5.
  if (name === 'wellbeing-who5' && unit.level === 'team') return false;
  return wardMeasures.has(name) ? unit.kind === 'ward' : unit.kind === 'outpatient';
}

/** The level before any change, with the unit's mix of patients and of ways to meet. */
function levelOf(plan: DemoPlan, unit: UnitPlan, name: RateName): number {
  const base = unit.rates[name].base;
  const level =
    plan.gap.measure === name ? base + plan.gap.size * plan.structure.care.needs.interpreter : base;
  const cost = 1 + unit.home * (costFactor.HH - 1) + unit.video * (costFactor.VR - 1);
  const mixed = name === 'cost-per-visit' && unit.kind === 'outpatient' ? level * cost : level;
  return Math.round(mixed * 10_000) / 10_000;
}
