import type { Month } from '#core';
import { shareWithin } from './age.ts';
import { type Calendar, demoCalendar } from './calendar.ts';
import { chooseInterventions, type PlantedIntervention } from './interventions.ts';
import { applyPlanted, choosePlanted, type Planted } from './plant.ts';
import { type PlantedMessage, plantedMessages } from './planted-messages.ts';
import { cumulative, openStream } from './random.ts';
import type { DemoStructure, RateName } from './structure.ts';
import { baselineUnits, type UnitPlan } from './unit-plan.ts';

interface DiagnosisPlan {
  readonly code: string;
  readonly name: string;
  readonly depression: boolean;
  readonly fromAge: number;
  readonly onlyWomen: boolean;
  /** Indices into the plan's medicines. */
  readonly medicines: readonly number[];
}

export interface DepartmentPlan {
  readonly wards: readonly number[];
  readonly wardShares: readonly number[];
}

/** The demo worked out for one seed: the same for every patient and every worker. */
export interface DemoPlan {
  readonly seed: number;
  readonly structure: DemoStructure;
  readonly calendar: Calendar;
  readonly units: readonly UnitPlan[];
  readonly departments: readonly DepartmentPlan[];
  readonly diagnoses: readonly DiagnosisPlan[];
  readonly medicines: readonly { readonly code: string; readonly name: string }[];
  readonly planted: readonly Planted[];
  readonly interventions: readonly PlantedIntervention[];
  readonly messages: readonly PlantedMessage[];
  /** The planted difference for patients who need an interpreter. */
  readonly gap: { readonly measure: RateName; readonly size: number };
  readonly emergencyUnit: number;
  /** Units that take referrals, with their running shares of all referrals. */
  readonly referralUnits: readonly number[];
  readonly referralShares: readonly number[];
  /** How readily a patient of one unit is referred to another, by unit and unit: the same both ways, for the ages of both. */
  readonly moves: readonly (readonly number[])[];
  readonly shares: {
    readonly episodes: readonly number[];
    readonly followUps: readonly number[];
    readonly languages: readonly number[];
  };
  readonly languages: readonly string[];
  /** Index of the first practitioner of each unit. */
  readonly firstPractitioner: readonly number[];
}

/** Index of the stream that chooses what is planted; patients use 0, 1, 2 … */
const planStream = 0xffff_ffff;

export function demoPlan(structure: DemoStructure, seed: number, until: Month): DemoPlan {
  const random = openStream(seed, planStream);
  const calendar = demoCalendar(until);
  const baseline = baselineUnits(structure, random);
  const planted = choosePlanted(structure, baseline, calendar, random);
  const units = applyPlanted(baseline, planted, calendar);
  const medicines = Object.entries(structure.care.medicines).map(([code, name]) => ({
    code,
    name,
  }));
  const referralUnits = units.filter((unit) => unit.referrals > 0);
  const gap = planted.find((plant) => plant.kind === 'group-gap');
  if (gap === undefined) throw new RangeError('demoPlan: no gap between groups was planted');
  return {
    seed,
    structure,
    calendar,
    units,
    departments: departmentPlans(structure, units),
    diagnoses: diagnosisPlans(structure),
    medicines,
    planted,
    interventions: chooseInterventions({ structure, units, seed }),
    messages: plantedMessages(structure, seed),
    gap,
    emergencyUnit: units.findIndex((unit) => unit.kind === 'emergency'),
    referralUnits: referralUnits.map((unit) => unit.index),
    referralShares: cumulative(referralUnits.map((unit) => unit.referrals)),
    moves: units.map((unit) => units.map((other) => readinessToMove(unit, other))),
    shares: {
      episodes: cumulative(structure.care.contacts.episodes),
      followUps: cumulative(structure.care.contacts.followUps),
      languages: cumulative(Object.values(structure.care.languages)),
    },
    languages: Object.keys(structure.care.languages),
    firstPractitioner: units.map((unit) =>
      units.slice(0, unit.index).reduce((sum, before) => sum + before.staff, 0),
    ),
  };
}

/** min(1, b/a), where a of the one unit's patients suit the other by age and b the other way. */
function readinessToMove(unit: UnitPlan, other: UnitPlan): number {
  const there = shareWithin(unit.age, other.age);
  return there === 0 ? 0 : Math.min(1, shareWithin(other.age, unit.age) / there);
}

function departmentPlans(
  structure: DemoStructure,
  units: readonly UnitPlan[],
): readonly DepartmentPlan[] {
  return structure.division.departments.map((department) => ({
    wards: Object.keys(department.wards).map((id) => wardIndex(units, id)),
    wardShares: cumulative(Object.values(department.wards)),
  }));
}

function wardIndex(units: readonly UnitPlan[], id: string): number {
  const ward = units.find((unit) => unit.id === id && unit.kind === 'ward');
  if (ward === undefined) throw new RangeError(`library/demo/division.yaml: ${id} is not a ward`);
  return ward.index;
}

function diagnosisPlans(structure: DemoStructure): readonly DiagnosisPlan[] {
  const codes = Object.keys(structure.care.medicines);
  return Object.entries(structure.care.diagnoses).map(
    ([code, { name, depression, from, women, medicines }]) => ({
      code,
      name,
      depression,
      fromAge: from,
      onlyWomen: women,
      medicines: medicines.map((medicine) => {
        const index = codes.indexOf(medicine);
        if (index < 0)
          throw new RangeError(`library/demo/care.yaml: medicine ${medicine} has no name`);
        return index;
      }),
    }),
  );
}
