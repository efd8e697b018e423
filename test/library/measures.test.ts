import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  compilePopulations,
  type EvaluationPeriod,
  type Measure,
  type MeasureTest,
  type MembershipRow,
} from '#cql';
import { evaluatePatient } from '#cql/in-memory';
import { type Engine, type Engines, openEngines } from '../conformance/sql-on-fhir/engines.ts';
import { loadLibrary } from '../harness/library.ts';
import { inOrder, loadFlatTables, membershipRow } from '../harness/populations.ts';

const { library, elm, views } = await loadLibrary();
const timeZone = 'Europe/Stockholm';

/** Every test patient of every measure, told apart by a number before each id, each with a period of its own. */
const cases = library.measures
  .flatMap(({ measure, tests }) => tests.map((one) => ({ measure, one })))
  .map(({ measure, one }, place) => ({
    name: `${measure.id}: ${one.name}`,
    measure,
    one,
    resources: apart(one, place + 1),
    period: { id: place + 1, ...one.period },
  }));

type Case = (typeof cases)[number];

function apart({ resources }: MeasureTest, number: number): MeasureTest['resources'] {
  const renamed = JSON.stringify(resources)
    .replace(/"id":"/g, `"id":"t${number}-`)
    .replace(/"reference":"(?!Organization)(\w+)\//g, `"reference":"$1/t${number}-`);
  return JSON.parse(renamed);
}

let engines: Engines;
const compiled = new Map<string, readonly MembershipRow[]>();

beforeAll(async () => {
  engines = await openEngines();
  const input = {
    views,
    resources: cases.flatMap(({ resources }) => resources),
    periods: cases.map(({ period }): EvaluationPeriod => period),
  };
  for (const engine of [engines.duckdb, engines.postgres]) {
    await loadFlatTables(engine, input);
    for (const { measure } of library.measures) {
      compiled.set(`${engine.dialect} ${measure.id}`, await runMembership(engine, measure));
    }
  }
}, 120_000);

afterAll(() => engines.close());

async function runMembership(engine: Engine, measure: Measure): Promise<readonly MembershipRow[]> {
  const { dialect } = engine;
  const answer = compilePopulations({
    elm,
    measure,
    views,
    valueSets: library.valueSets,
    dialect,
    timeZone,
  });
  if (answer.kind === 'not-compilable')
    throw new Error(`${measure.id}: ${answer.because} (${answer.where})`);
  return (await engine.run(answer.membershipSql)).map(membershipRow);
}

const inMemory = ({ measure, resources, period }: Case): Promise<readonly MembershipRow[]> =>
  evaluatePatient({
    elm,
    measure,
    valueSets: library.valueSets,
    resources,
    periods: [period],
    timeZone,
  });

const bySql = (dialect: string, { measure, period }: Case): readonly MembershipRow[] =>
  (compiled.get(`${dialect} ${measure.id}`) ?? []).filter(
    (row) => row.periodId === period.id && row.patientId.startsWith(`t${period.id}-`),
  );

describe('test patients of the library count as their files say', () => {
  test.each(cases)('$name, in memory', async (one) => {
    expect(counts(one, await inMemory(one))).toEqual(one.one.expected);
  });
  test.each(cases)('$name, in DuckDB', async (one) => {
    expect(counts(one, bySql('duckdb', one))).toEqual(one.one.expected);
    expect(inOrder(bySql('duckdb', one))).toEqual(inOrder(await inMemory(one)));
  });
  test.each(cases)('$name, in PostgreSQL', async (one) => {
    expect(inOrder(bySql('postgres', one))).toEqual(inOrder(await inMemory(one)));
  });
});

/** What the rows come to, with the keys that the test's expectation has. */
function counts({ measure, one }: Case, rows: readonly MembershipRow[]) {
  const { exclusion, observations, units } = one.expected;
  return {
    'initial-population': rows.length,
    denominator: rows.filter((row) => row.denominator).length,
    numerator: rows.filter((row) => row.numerator).length,
    ...(exclusion === undefined ? {} : { exclusion: rows.filter((row) => row.exclusion).length }),
    ...(observations === undefined
      ? {}
      : { observations: rows.flatMap((row) => row.observation ?? []).toSorted((a, b) => a - b) }),
    ...(units === undefined ? {} : { units: unitSums(measure, rows) }),
  };
}

function unitSums({ scoring }: Measure, rows: readonly MembershipRow[]) {
  const sums: Record<string, { numerator: number; denominator: number }> = {};
  for (const row of rows) {
    if (row.unitId === null || !row.denominator) continue;
    if (scoring === 'continuous' && row.observation === null) continue;
    const { numerator, denominator } = shares(scoring, row);
    const before = sums[row.unitId] ?? { numerator: 0, denominator: 0 };
    sums[row.unitId] = {
      numerator: before.numerator + numerator,
      denominator: before.denominator + denominator,
    };
  }
  return sums;
}

function shares(scoring: Measure['scoring'], row: MembershipRow) {
  if (scoring === 'proportion') {
    return {
      numerator: Number(row.numerator),
      denominator: Number(row.denominator && !row.exclusion && !row.exception),
    };
  }
  if (scoring === 'continuous') return { numerator: row.observation ?? 0, denominator: 1 };
  return { numerator: row.observation ?? 0, denominator: row.denominatorObservation ?? 0 };
}
