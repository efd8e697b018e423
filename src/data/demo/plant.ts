import { at } from './at.ts';
import type { Calendar } from './calendar.ts';
import { below, between, type Random, wholeBetween } from './random.ts';
import type { DemoStructure, RateName } from './structure.ts';
import { type UnitPlan, withRate } from './unit-plan.ts';

/** A planted truth, as numbers. Months are counted from the first of the whole months; sizes are the measure's own. */
export type Planted =
  | {
      readonly kind: 'improvement' | 'adoption';
      readonly unit: number;
      readonly measure: RateName;
      readonly startMonth: number;
      /** 0 where the practice does not work. */
      readonly size: number;
      readonly alternative: number;
    }
  | {
      readonly kind: 'deterioration';
      readonly unit: number;
      readonly measure: RateName;
      readonly startMonth: number;
      readonly months: number;
      readonly perMonth: number;
    }
  | {
      readonly kind: 'unusual-unit';
      readonly unit: number;
      readonly measure: RateName;
      readonly size: number;
    }
  | {
      readonly kind: 'outbreak';
      readonly unit: number;
      readonly fromDay: number;
      readonly untilDay: number;
      readonly size: number;
      readonly infection: number;
    }
  | { readonly kind: 'group-gap'; readonly measure: RateName; readonly size: number }
  | { readonly kind: 'recording-artefact'; readonly unit: number; readonly startMonth: number };

/** Below this many first visits a month a change cannot be seen on a monthly chart at 20,000 patients. */
const referralsNeeded = 30;
/** Units with fewer new depressed patients a month than this cannot carry a truth about depression. */
const depressedNeeded = 11;
/** Wards with longer stays have too few patients for an outbreak of weeks. */
const outbreakStayDaysMax = 18;
/** Share of PHQ-9 totals that keep the standard code after the artefact: habits die slowly. */
export const stillStandardShare = 0.08;

interface Choosing {
  readonly structure: DemoStructure;
  readonly units: readonly UnitPlan[];
  readonly calendar: Calendar;
  readonly random: Random;
  /** Units that carry a truth already. */
  readonly taken: Set<number>;
}

/** Chooses what is planted: another seed gives other units, months and sizes. */
export function choosePlanted(
  structure: DemoStructure,
  units: readonly UnitPlan[],
  calendar: Calendar,
  random: Random,
): readonly Planted[] {
  const choosing: Choosing = { structure, units, calendar, random, taken: new Set() };
  const unusual = chooseUnusual(choosing);
  const artefact = chooseArtefact(choosing);
  const improvements = chooseImprovements(choosing);
  const improved = at(improvements, 0).measure;
  return [
    ...improvements,
    chooseDeterioration(choosing, improved),
    unusual,
    chooseOutbreak(choosing),
    chooseGap(choosing, unusual.measure),
    artefact,
  ];
}

type Improvement = Extract<Planted, { kind: 'improvement' | 'adoption' }>;

function chooseImprovements(choosing: Choosing): readonly Improvement[] {
  const { structure, random } = choosing;
  const ranges = structure.planted.improvement;
  const alternative = below(random, ranges.alternatives.length);
  const { measure, size } = at(ranges.alternatives, alternative);
  const first = wholeBetween(random, ranges.startMonth);
  const second = first + wholeBetween(random, ranges.adoptAfterMonths);
  const third = second + wholeBetween(random, ranges.secondAdopterAfterMonths);
  const worksFirst = random() < 0.5;
  const full = between(random, size);
  const adopted = full * between(random, ranges.adoptedShare);
  const plant = (kind: Improvement['kind'], startMonth: number, effect: number): Improvement => ({
    kind,
    unit: takeUnit(choosing, (unit) => isBusyAndUsual(unit, measure)),
    measure,
    startMonth,
    size: effect,
    alternative,
  });
  return [
    plant('improvement', first, full),
    plant('adoption', second, worksFirst ? adopted : 0),
    plant('adoption', third, worksFirst ? 0 : adopted),
  ];
}

function chooseDeterioration(choosing: Choosing, improved: RateName): Planted {
  const { structure, random } = choosing;
  const ranges = structure.planted.deterioration;
  const { measure, perMonth } = pickOther(random, ranges.alternatives, improved);
  return {
    kind: 'deterioration',
    unit: takeUnit(choosing, (unit) => isBusyAndUsual(unit, measure)),
    measure,
    startMonth: wholeBetween(random, ranges.startMonth),
    months: wholeBetween(random, ranges.months),
    perMonth: between(random, perMonth),
  };
}

function chooseUnusual(choosing: Choosing): Extract<Planted, { kind: 'unusual-unit' }> {
  const { structure, random } = choosing;
  const alternatives = structure.planted.unusual.alternatives;
  const { measure, size } = at(alternatives, below(random, alternatives.length));
  const suits = measure === 'depression-response' ? asksAboutDepression : isBusy;
  return {
    kind: 'unusual-unit',
    unit: takeUnit(choosing, suits),
    measure,
    size: between(random, size),
  };
}

function chooseOutbreak(choosing: Choosing): Planted {
  const { structure, random, calendar } = choosing;
  const ranges = structure.planted.outbreak;
  const unit = takeUnit(
    choosing,
    (ward) => ward.kind === 'ward' && ward.stayDays <= outbreakStayDaysMax,
  );
  const fromDay =
    at(calendar.monthStarts, wholeBetween(random, ranges.startMonth)) + below(random, 20);
  return {
    kind: 'outbreak',
    unit,
    fromDay,
    untilDay: fromDay + 7 * wholeBetween(random, ranges.weeks),
    size: between(random, ranges.casesPer1000BedDays),
    infection: below(random, ranges.infections.length),
  };
}

/** Not the measure in which one unit is unusual: two truths in one number would hide each other. */
function chooseGap(choosing: Choosing, unusual: RateName): Planted {
  const { measure, size } = pickOther(
    choosing.random,
    choosing.structure.planted.gap.alternatives,
    unusual,
  );
  return { kind: 'group-gap', measure, size: between(choosing.random, size) };
}

function chooseArtefact(choosing: Choosing): Planted {
  return {
    kind: 'recording-artefact',
    unit: takeUnit(choosing, asksAboutDepression),
    startMonth: wholeBetween(choosing.random, choosing.structure.planted.artefact.startMonth),
  };
}

const isBusy = (unit: UnitPlan): boolean => unit.referrals >= referralsNeeded;

/** A unit whose habit sets it apart already would make the truth ambiguous. */
const isBusyAndUsual = (unit: UnitPlan, measure: RateName): boolean =>
  isBusy(unit) && !unit.habitualRates.includes(measure);

const asksAboutDepression = (unit: UnitPlan): boolean =>
  isBusy(unit) &&
  unit.depressionShare * unit.referrals >= depressedNeeded &&
  unit.phq9Habit !== 'rarely';

function takeUnit(choosing: Choosing, suits: (unit: UnitPlan) => boolean): number {
  const candidates = choosing.units.filter(
    (unit) => suits(unit) && !choosing.taken.has(unit.index),
  );
  if (candidates.length === 0)
    throw new RangeError(
      'library/demo/division.yaml: too few units of a kind to plant every truth in one of its own',
    );
  const unit = at(candidates, below(choosing.random, candidates.length)).index;
  choosing.taken.add(unit);
  return unit;
}

function pickOther<T extends { readonly measure: RateName }>(
  random: Random,
  alternatives: readonly T[],
  not: RateName,
): T {
  const others = alternatives.filter((alternative) => alternative.measure !== not);
  return at(others, below(random, others.length));
}

/** The units with what is planted in their rates. */
export function applyPlanted(
  units: readonly UnitPlan[],
  planted: readonly Planted[],
  calendar: Calendar,
): readonly UnitPlan[] {
  return planted.reduce<readonly UnitPlan[]>(
    (changed, plant) => changed.map((unit) => changedUnit(unit, plant, calendar)),
    units,
  );
}

function changedUnit(unit: UnitPlan, plant: Planted, calendar: Calendar): UnitPlan {
  if (plant.kind === 'group-gap' || plant.unit !== unit.index) return unit;
  switch (plant.kind) {
    case 'improvement':
    case 'adoption': {
      const fromDay = at(calendar.monthStarts, plant.startMonth);
      const base = unit.rates[plant.measure].base;
      return withRate(unit, plant.measure, {
        base,
        change: { kind: 'step', fromDay, size: plant.size },
      });
    }
    case 'deterioration': {
      const fromDay = at(calendar.monthStarts, plant.startMonth);
      const untilDay = at(calendar.monthStarts, plant.startMonth + plant.months);
      const size = plant.perMonth * plant.months;
      const base = unit.rates[plant.measure].base;
      return withRate(unit, plant.measure, {
        base,
        change: { kind: 'ramp', fromDay, untilDay, size },
      });
    }
    case 'unusual-unit': {
      const base = unit.rates[plant.measure].base + plant.size;
      return withRate(unit, plant.measure, { base, change: null });
    }
    case 'outbreak': {
      const { fromDay, untilDay, size } = plant;
      const measure = 'infections-per-1000-bed-days';
      const base = unit.rates[measure].base;
      return withRate(unit, measure, { base, change: { kind: 'pulse', fromDay, untilDay, size } });
    }
    case 'recording-artefact':
      return { ...unit, localTotalsFromDay: at(calendar.monthStarts, plant.startMonth) };
  }
}
