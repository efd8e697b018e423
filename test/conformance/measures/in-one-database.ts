import {
  candidatesSql,
  compileFlatTable,
  compileGroup,
  countsSql,
  type GroupPopulation,
  type MeasureGroup,
  measureNeed,
  observedColumn,
  referredRecordsSql,
} from '#cql';
import { duckdbEngine, type Engine } from '../sql-on-fhir/engines.ts';
import { casePeriod, type MeasurePack, type PackCase } from './pack.ts';

/** All cases of a pack as one population in DuckDB, loaded by the views of the library. */
export interface PackDatabase {
  /**
   * How many of each population count for a case, in the group's order, and for an observation the sum of what is
   * observed; all cases of a period are asked at once.
   */
  counts(one: PackCase, group: MeasureGroup): Promise<readonly number[]>;
  /** Why these records cannot be answered in SQL, though the measure compiles; null when they can. */
  refusal(): Promise<string | null>;
  /** The cases of which only the other path can tell, because nothing refers to some record among them. */
  unreferred(): Promise<ReadonlySet<PackCase>>;
  /** The cases whose patients are worth evaluating; null when every patient is. */
  candidates(): Promise<ReadonlySet<PackCase> | null>;
  close(): Promise<void>;
}

export type CompiledPack =
  | {
      readonly kind: 'sql';
      readonly sql: ReadonlyMap<MeasureGroup, GroupSql>;
      /** The flat tables that are read. */
      readonly uses: ReadonlySet<string>;
    }
  | { readonly kind: 'not-compilable'; readonly because: string };

export interface GroupSql {
  readonly membership: string;
  readonly unless: string | null;
}

/** A pack runs as SQL when every group of its measure compiles. */
export function compilePack(
  pack: MeasurePack,
  views: readonly unknown[],
  { dialect, timeZone }: PackSql = conformanceSql,
): CompiledPack {
  const sql = new Map<MeasureGroup, GroupSql>();
  const uses = new Set<string>();
  for (const group of pack.measure.groups) {
    const compiled = compileGroup({ ...pack, group, views, dialect, timeZone });
    if (compiled.kind === 'not-compilable')
      return { kind: compiled.kind, because: compiled.because };
    sql.set(group, { membership: compiled.membershipSql, unless: compiled.unlessSql });
    for (const table of compiled.uses) uses.add(table);
  }
  return { kind: 'sql', sql, uses };
}

export interface PackSql {
  readonly dialect: Engine['dialect'];
  readonly timeZone: string;
}

const conformanceSql: PackSql = { dialect: 'duckdb', timeZone: 'UTC' };

export interface PackTables {
  readonly pack: MeasurePack;
  readonly views: readonly unknown[];
  readonly compiled: CompiledPack;
}

/** The cases in a database of their own, with every table of the library. */
export async function openPackDatabase(tables: PackTables): Promise<PackDatabase> {
  const engine = await duckdbEngine();
  return fillPackDatabase(engine, tables, conformanceSql.timeZone);
}

/** Makes the tables of these cases anew in a database; closing it closes the database. */
export async function fillPackDatabase(
  engine: Engine,
  { pack, views, compiled }: PackTables,
  zone: string,
): Promise<PackDatabase> {
  const { dialect } = engine;
  const owners = patientElements(views);
  await engine.load(pack.cases.flatMap((one, index) => distinctResources(one, index, owners)));
  for (const view of views) {
    const { sql, name } = compileFlatTable(view, { dialect, from: 'resources', zone });
    await engine.run(`DROP TABLE IF EXISTS ${name}`);
    await engine.run(`CREATE TABLE ${name} AS ${sql}`);
  }
  const held = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const countsByPatient = async (
    one: PackCase,
    group: MeasureGroup,
  ): Promise<ReadonlyMap<string, readonly number[]>> => {
    const sql = compiled.kind === 'sql' ? compiled.sql.get(group) : undefined;
    if (sql === undefined) throw new Error(`${pack.name}: the group is not compiled`);
    await loadPeriod(engine, one);
    const columns = group.populations.map((population) => summed(group, population));
    const rows = await engine.run(
      `SELECT patient_id, ${columns.map((column, index) => `${column} AS n${index}`).join(', ')}
       FROM (${sql.membership}) AS m GROUP BY patient_id`,
    );
    return new Map(
      rows.map((row) => [
        String(row['patient_id']),
        columns.map((_, index) => Number(row[`n${index}`])),
      ]),
    );
  };
  return {
    counts: async (one, group) => {
      const { start, end } = casePeriod(one);
      const key = `${pack.measure.groups.indexOf(group)} ${start} ${end}`;
      const found = held.get(key) ?? (await countsByPatient(one, group));
      held.set(key, found);
      return found.get(patientIdOf(one, pack.cases.indexOf(one))) ?? group.populations.map(() => 0);
    },
    refusal: async () => {
      const [one] = pack.cases;
      if (compiled.kind !== 'sql' || one === undefined) return null;
      await loadPeriod(engine, one);
      for (const { unless } of compiled.sql.values()) {
        const [found] = unless === null ? [] : await engine.run(unless);
        if (found !== undefined) return String(found.because);
      }
      return null;
    },
    unreferred: async () => {
      if (compiled.kind !== 'sql') return new Set();
      const ids = await unreferredIds(engine, views, { uses: compiled.uses, owners });
      return new Set(pack.cases.filter((_, index) => ids.some((id) => id.endsWith(`-${index}`))));
    },
    candidates: async () => {
      const need = measureNeed(pack.measure, pack.elm, pack.valueSets);
      const sql = candidatesSql(need, views, 'duckdb');
      if (sql === null) return null;
      const found = new Set((await engine.run(sql)).map((row) => String(row.patient_id)));
      return new Set(pack.cases.filter((one, index) => found.has(patientIdOf(one, index))));
    },
    close: () => engine.close(),
  };
}

function summed(group: MeasureGroup, population: GroupPopulation): string {
  const observed = observedColumn(group, population);
  return observed === null
    ? `COUNT(*) FILTER (WHERE ${countsSql(group, population)})`
    : `COALESCE(SUM(${observed}), 0)`;
}

async function loadPeriod(engine: Engine, one: PackCase): Promise<void> {
  const { start, end } = casePeriod(one);
  const utc = (instant: string) => `TIMESTAMP '${instant.replace('T', ' ').replace('Z', '')}'`;
  await engine.run('DROP TABLE IF EXISTS period');
  await engine.run(
    `CREATE TABLE period AS SELECT 1 AS period_id, ${utc(start)} AS period_start, ${utc(end)} AS period_end`,
  );
}

const idOf = ({ resources }: PackCase): string =>
  String(resources.find(({ resourceType }) => resourceType === 'Patient')?.id);

const patientIdOf = (one: PackCase, index: number): string => `${idOf(one)}-${index}`;

/**
 * A place or a medication is a patient's by what refers to it. In a pack it stands among a patient's resources, and in
 * memory it is found there; one that nothing refers to can only be answered so.
 */
async function unreferredIds(
  engine: Engine,
  views: readonly unknown[],
  {
    uses,
    owners,
  }: { readonly uses: ReadonlySet<string>; readonly owners: ReadonlyMap<string, string> },
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const view of views) {
    const { name, resource } = namesOf(view);
    if (!uses.has(name) || resource === 'Patient' || owners.has(resource)) continue;
    const referred = referredRecordsSql([resource], views) ?? 'SELECT NULL AS id';
    const rows = await engine.run(
      `SELECT id FROM ${name} WHERE id NOT IN (SELECT id FROM (${referred}) AS r WHERE id IS NOT NULL)`,
    );
    ids.push(...rows.map(({ id }) => String(id)));
  }
  return ids;
}

const namesOf = (view: unknown): { readonly name: string; readonly resource: string } => {
  const text = JSON.stringify(view);
  const part = (key: string): string => new RegExp(`"${key}":"([\\w ]+)"`).exec(text)?.[1] ?? '';
  return { name: part('name'), resource: part('resource') };
};

/** The element by which the table of each type tells whose a record is. */
const patientElements = (views: readonly unknown[]): ReadonlyMap<string, string> =>
  new Map(
    views.flatMap((view) => {
      const text = JSON.stringify(view);
      const [, resource] = /"resource":"(\w+)"/.exec(text) ?? [];
      const [, element] =
        /"name":"patient_id","path":"(\w+)\.getReferenceKey\(Patient\)"/.exec(text) ?? [];
      return resource === undefined || element === undefined ? [] : [[resource, element] as const];
    }),
  );

/**
 * Ids are told apart by the case, in the resources and where they refer to each other. A case is one patient: some
 * published records refer to a patient of another case they were copied from, and some to nobody; here they refer to
 * their own.
 */
function distinctResources(
  one: PackCase,
  index: number,
  owners: ReadonlyMap<string, string>,
): readonly string[] {
  const patient = `Patient/${patientIdOf(one, index)}`;
  return one.resources.map((resource) => {
    const owner = owners.get(String(resource.resourceType));
    const owned =
      owner === undefined || owner in resource
        ? resource
        : { ...resource, [owner]: { reference: patient } };
    return JSON.stringify(owned, (key, value: unknown) => {
      if (typeof value !== 'string') return value;
      if (key === 'reference' && /(^|\/)Patient\/[^/]+$/.test(value)) return patient;
      if (key === 'reference' && /^\w+\/[^/]+$/.test(value)) return `${value}-${index}`;
      return key === 'id' && value === resource.id ? `${value}-${index}` : value;
    });
  });
}
