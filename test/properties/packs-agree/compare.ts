import { type FhirMeasure, type GroupCounts, observationsOf, populationCounts } from '#cql';
import { fhirMeasureEvaluator } from '#cql/in-memory';
import {
  type CompiledPack,
  compilePack,
  fillPackDatabase,
  type PackDatabase,
} from '../../conformance/measures/in-one-database.ts';
import { casePeriod, type MeasurePack, type PackCase } from '../../conformance/measures/pack.ts';
import type { Engine } from '../../conformance/sql-on-fhir/engines.ts';

export interface Compared {
  /** How many patients both paths answered. */
  readonly answered: number;
  /** Why SQL did not answer the others, and how many. */
  readonly refused: ReadonlyMap<string, number>;
  readonly differences: readonly PatientDifference[];
}

export interface PatientDifference {
  readonly patient: PackCase;
  readonly inMemory: readonly (readonly number[])[] | string;
  readonly bySql: readonly (readonly number[])[] | string;
}

/** Asks a pack's measure of patients in memory and as SQL. */
export interface PackComparison {
  readonly compiled: CompiledPack;
  compare(patients: readonly PackCase[]): Promise<Compared>;
}

export function packComparison(
  pack: MeasurePack,
  views: readonly unknown[],
  engine: Engine,
  timeZone = 'UTC',
): PackComparison {
  const measure = withoutStrata(pack.measure);
  const evaluate = fhirMeasureEvaluator({ ...pack, measure, timeZone });
  const compiled = compilePack(pack, views, { dialect: engine.dialect, timeZone });
  const used =
    compiled.kind === 'sql'
      ? views.filter((view) => [...compiled.uses].some((table) => isNamed(view, table)))
      : [];
  const inMemory = async (patient: PackCase): Promise<PatientDifference['inMemory']> => {
    try {
      const { groups } = await evaluate(patient.resources, casePeriod(patient));
      return groups.map(counted);
    } catch (error) {
      return String(error);
    }
  };
  const compare = async (patients: readonly PackCase[]): Promise<Compared> => {
    const cases = { ...pack, cases: patients };
    const database = await fillPackDatabase(
      engine,
      { pack: cases, views: used, compiled },
      timeZone,
    );
    const because = await database.refusal();
    if (because !== null && patients.length === 1)
      return { answered: 0, refused: new Map([[because, 1]]), differences: [] };
    if (because !== null) {
      const middle = Math.ceil(patients.length / 2);
      return together(
        await compare(patients.slice(0, middle)),
        await compare(patients.slice(middle)),
      );
    }
    const differences: PatientDifference[] = [];
    const unreferred = await database.unreferred();
    for (const patient of patients.filter((one) => !unreferred.has(one))) {
      const [one, other] = [await inMemory(patient), await bySql(patient, pack, database)];
      if (JSON.stringify(one) !== JSON.stringify(other))
        differences.push({ patient, inMemory: one, bySql: other });
    }
    return { answered: patients.length - unreferred.size, refused: new Map(), differences };
  };
  return { compiled, compare };
}

/** The statement does not ask in which stratum somebody lies. */
const withoutStrata = (measure: FhirMeasure): FhirMeasure => ({
  ...measure,
  groups: measure.groups.map((group) => ({ ...group, stratifiers: [] })),
});

/** How many count in each population, and the sum of each observation. */
function counted(group: GroupCounts): readonly number[] {
  const counts = populationCounts(group);
  return group.group.populations.map(({ code }, place) =>
    code === 'measure-observation'
      ? observationsOf(group, place).reduce((sum, one) => sum + one, 0)
      : (counts[place] ?? 0),
  );
}

const isNamed = (view: unknown, table: string): boolean =>
  typeof view === 'object' && view !== null && 'name' in view && view.name === table;

async function bySql(
  patient: PackCase,
  { measure }: MeasurePack,
  database: PackDatabase,
): Promise<readonly (readonly number[])[]> {
  const counts: (readonly number[])[] = [];
  for (const group of measure.groups) counts.push(await database.counts(patient, group));
  return counts;
}

function together(one: Compared, other: Compared): Compared {
  const refused = new Map(one.refused);
  for (const [because, count] of other.refused)
    refused.set(because, (refused.get(because) ?? 0) + count);
  return {
    answered: one.answered + other.answered,
    refused,
    differences: [...one.differences, ...other.differences],
  };
}
