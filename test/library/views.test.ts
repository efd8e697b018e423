import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileFlatTable } from '#cql';
import { type Engines, openEngines, type Row } from '../conformance/sql-on-fhir/engines.ts';

const folder = path.join(import.meta.dirname, '../../library/views');
const synthea = path.join(import.meta.dirname, '../../../shared/fhir/synthea-400');
const linesMax = 100;

interface LibraryView {
  readonly name: string;
  readonly resource: string;
  readonly select: readonly { readonly forEach?: string; readonly repeat?: unknown }[];
}

const views = readdirSync(folder).map(
  (file): LibraryView => JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
);

const view = (name: string): LibraryView => {
  const found = views.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no view ${name}`);
  return found;
};

const sqlOf = (one: unknown, dialect: 'duckdb' | 'postgres'): string =>
  compileFlatTable(one, { dialect, from: 'resources' }).sql;

/** The first resources of a type in the public synthetic data. */
function syntheaLines(resource: string): readonly string[] {
  const file = path.join(synthea, `${resource}.ndjson.gz`);
  if (!existsSync(file)) return [];
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').slice(0, linesMax);
}

describe('The flat tables of the library', () => {
  let engines: Engines;
  beforeAll(async () => {
    engines = await openEngines();
  });
  afterAll(() => engines.close());

  /** Rows of a view over the resources; both engines must agree. */
  async function rows(name: string, resources: readonly string[]): Promise<readonly Row[]> {
    await engines.duckdb.load(resources);
    await engines.postgres.load(resources);
    const inDuckDb = await engines.duckdb.run(sqlOf(view(name), 'duckdb'));
    const inPostgres = await engines.postgres.run(sqlOf(view(name), 'postgres'));
    expect(sorted(inPostgres)).toEqual(sorted(inDuckDb));
    return inDuckDb;
  }

  test.each(views.map(({ name }) => name))(
    '%s says what FHIR R4 says and can never fail on a row',
    (name) => {
      for (const dialect of ['duckdb', 'postgres'] as const) {
        const { cautions, sql, columns } = compileFlatTable(view(name), {
          dialect,
          from: 'resources',
        });
        expect(cautions).toEqual([]);
        expect(sql).not.toContain('several values');
        const names = columns.map((column) => column.name);
        expect(names.some((column) => column === 'id' || column.endsWith('_id'))).toBe(true);
      }
    },
  );

  test('give one row for each synthetic patient record, the same on both engines', async ({
    skip,
  }) => {
    if (!existsSync(synthea)) skip(`${synthea} is absent: its records are not read`);
    for (const { name, resource, select } of views) {
      const lines = syntheaLines(resource);
      const found = await rows(name, lines);
      const oneEach = select.every(
        (part) => part.forEach === undefined && part.repeat === undefined,
      );
      if (oneEach) expect(`${name} ${found.length}`).toBe(`${name} ${lines.length}`);
    }
  });

  test('hold an answered questionnaire as one row, and each answer as one', async () => {
    const response = JSON.stringify({
      resourceType: 'QuestionnaireResponse',
      id: 'q1',
      status: 'completed',
      questionnaire: 'http://example.org/q',
      subject: { reference: 'Patient/p1' },
      encounter: { reference: 'Encounter/e1/_history/2' },
      authored: '2024-03-05T10:00:00+01:00',
      item: [
        { linkId: 'group', item: [{ linkId: 'a', answer: [{ valueInteger: 3 }] }] },
        {
          linkId: 'b',
          answer: [{ valueCoding: { system: 's', code: 'x' } }, { valueDecimal: 1.5 }],
        },
        { linkId: 'c' },
      ],
    });
    expect(await rows('questionnaire_response', [response])).toEqual([
      {
        id: 'q1',
        patient_id: 'p1',
        encounter_id: 'e1',
        organization_id: null,
        status: 'completed',
        questionnaire: 'http://example.org/q',
        authored: '2024-03-05T10:00:00+01:00',
        authored_low: '2024-03-05T09:00:00.000Z',
        authored_high: '2024-03-05T09:00:00.999Z',
      },
    ]);
    const answers = await rows('questionnaire_response_item', [response]);
    const short = answers.map((row) =>
      [
        row.item_index,
        row.link_id,
        row.answer_index,
        row.value_integer,
        row.value_code,
        row.value_decimal,
      ].join(),
    );
    expect(short.sort()).toEqual([
      '0,group,0,,,',
      '1,a,0,3,,',
      '2,b,0,,x,',
      '2,b,1,,,1.5',
      '3,c,0,,,',
    ]);
  });

  test('keep all codings of a code beside the first', async () => {
    const condition = JSON.stringify({
      resourceType: 'Condition',
      id: 'c1',
      subject: { reference: 'Patient/p1' },
      code: {
        coding: [
          { system: 'icd', code: 'F32.1' },
          { system: 'sct', code: '370143000' },
          { code: 'own' },
        ],
      },
      recordedDate: '2024-03',
    });
    const [row] = await rows('condition', [condition]);
    expect(row).toMatchObject({
      code_system: 'icd',
      code_code: 'F32.1',
      code_codings: ['icd|F32.1', 'sct|370143000', '|own'],
      category_codings: [],
      recorded_date_low: '2024-02-29T23:00:00.000Z',
      recorded_date_high: '2024-03-31T21:59:59.999Z',
    });
  });

  test('find the preferred language, not the first', async () => {
    const spoken = (code: string, rest: object = {}): object => ({
      language: { coding: [{ system: 'urn:ietf:bcp:47', code }] },
      ...rest,
    });
    const patient = JSON.stringify({
      resourceType: 'Patient',
      id: 'p1',
      birthDate: '1970-06',
      communication: [spoken('sv'), spoken('ar', { preferred: true })],
    });
    const [row] = await rows('patient', [patient]);
    expect(row).toMatchObject({ preferred_language: 'ar', language_codes: ['sv', 'ar'] });
  });
});

const sorted = (found: readonly Row[]): readonly string[] =>
  found.map((row) => JSON.stringify(row)).sort((a, b) => (a < b ? -1 : 1));
