import { describe, expect, test } from 'vitest';
import { ProblemError } from '#core';
import { compileView } from './compile-view.ts';
import { compileFlatTable } from './flat-table.ts';

const patientView = (select: unknown, rest: object = {}): unknown => ({
  resource: 'Patient',
  select,
  ...rest,
});

const column = (name: string, path: string, rest: object = {}): object => ({ name, path, ...rest });

const compiled = (view: unknown) => compileView(view, { dialect: 'duckdb', from: 'staged' });

function problemOf(view: unknown): { code: string; where: string; message: string; tip: string } {
  try {
    compiled(view);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('the view compiled');
}

const pathProblem = (path: string) => problemOf(patientView([{ column: [column('c', path)] }]));

describe('A compiled view', () => {
  test('reads each resource once, with only the elements in use', () => {
    const { sql } = compiled(
      patientView([
        { column: [column('id', 'id'), column('family', 'name.family.first()')] },
        { forEach: 'telecom', column: [column('value', 'value')] },
      ]),
    );
    expect(sql.match(/from_json/g)).toHaveLength(1);
    expect(sql.match(/unnest\(/g)).toHaveLength(1);
    expect(sql).toContain(
      '{"id":"VARCHAR","name":[{"family":"VARCHAR"}],"telecom":[{"value":"VARCHAR"}],"resourceType":"VARCHAR"}',
    );
    expect(sql).not.toContain('ignore_errors');
  });

  test('says the type of each column in SQL and in FHIR', () => {
    const view = patientView([
      {
        column: [
          column('born', 'birthDate', { type: 'date' }),
          column('codes', 'communication.language.coding.code', { collection: true }),
          column('n', 'name.count()'),
        ],
      },
    ]);
    expect(compiled(view).columns).toEqual([
      { name: 'born', sqlType: 'VARCHAR', fhirType: 'date', collection: false },
      { name: 'codes', sqlType: 'VARCHAR[]', fhirType: 'code', collection: true },
      { name: 'n', sqlType: 'INTEGER', fhirType: 'integer', collection: false },
    ]);
    const inPostgres = compileView(view, { dialect: 'postgres', from: 'staged' });
    expect(inPostgres.columns.map(({ sqlType }) => sqlType)).toEqual(['text', 'text[]', 'integer']);
  });

  test('keeps the columns it is told to carry', () => {
    const { sql } = compileView(patientView([{ column: [column('id', 'id')] }]), {
      dialect: 'duckdb',
      from: 'staged',
      carry: ['resource_key'],
    });
    expect(sql).toMatch(/^SELECT "resource_key", .* AS "id" FROM/);
  });

  test('cautions about an element FHIR R4 does not know and a type that does not fit', () => {
    const { cautions, columns } = compiled(
      patientView([
        { column: [column('x', 'nmae.family.first()'), column('y', 'active', { type: 'string' })] },
      ]),
    );
    expect(cautions).toEqual([
      "select[0].column[0].path: FHIR R4 has no element 'nmae' in Patient; it is read as it stands in the data.",
      'select[0].column[1].path: column y is declared string but its path yields boolean; it is kept as boolean.',
    ]);
    expect(columns[1]?.fhirType).toBe('boolean');
  });

  test('puts text into SQL only in quotation marks', () => {
    const { sql } = compiled(
      patientView([{ column: [column('c', "name.where(family = 'O\\'Neil').exists()")] }]),
    );
    expect(sql).toContain("'O''Neil'");
  });
});

describe('A view that cannot be compiled', () => {
  test('names the place, what was found and the next step', () => {
    expect(pathProblem('name..family')).toMatchObject({
      code: 'view.path-unreadable',
      where: 'select[0].column[0].path',
    });
    expect(pathProblem('descendants()').message).toContain('descendants()');
    expect(pathProblem('descendants()').tip).toContain('where, exists');
    expect(pathProblem('deceased').tip).toBe('Say which one: deceased.ofType(boolean).');
    expect(pathProblem('name').message).toContain('HumanName');
    expect(pathProblem('%missing').message).toBe('%missing is not defined.');
    expect(pathProblem("name.join(',', ';')").message).toBe(
      'join() got 2 arguments and takes 0 to 1.',
    );
    expect(pathProblem('value.ofType(Quantty)').message).toContain("'Quantty'");
    expect(pathProblem('gender.code').message).toBe(
      "'code' is asked of a code, which has no parts.",
    );
  });

  test.each([
    ['nothing at all', null, ''],
    ['no resource', { select: [{ column: [column('id', 'id')] }] }, 'resource'],
    ['an unknown resource', { resource: 'Patiant', select: [{ column: [] }] }, 'resource'],
    ['no select', { resource: 'Patient', select: [] }, 'select'],
    ['no column', patientView([{ forEach: 'name' }]), 'select'],
    [
      'a column without a path',
      patientView([{ column: [{ name: 'a' }] }]),
      'select[0].column[0].path',
    ],
    [
      'a constant without a value',
      patientView([{ column: [column('id', 'id')] }], { constant: [{ name: 'c' }] }),
      'constant[0]',
    ],
    [
      'two ways to iterate',
      patientView([{ forEach: 'name', repeat: ['contact'], column: [column('f', 'family')] }]),
      'select[0]',
    ],
    [
      'branches that differ',
      patientView([
        { unionAll: [{ column: [column('a', 'id')] }, { column: [column('a', 'active')] }] },
      ]),
      'select[0].unionAll[1]',
    ],
  ])('with %s says where', (_, view, where) => {
    const found = problemOf(view);
    expect(found.code).toBe('view.not-valid');
    expect(found.where).toBe(where);
    expect(found.tip).not.toBe('');
  });
});

describe('A flat table', () => {
  const dated = patientView([{ column: [column('born', 'birthDate'), column('id', 'id')] }]);

  test('has the first and last instant beside each date', () => {
    const { columns, sql } = compileFlatTable(dated, { dialect: 'duckdb', from: 'staged' });
    expect(columns.map(({ name, sqlType }) => `${name} ${sqlType}`)).toEqual([
      'born VARCHAR',
      'born_low TIMESTAMP',
      'born_high TIMESTAMP',
      'id VARCHAR',
    ]);
    expect(sql.match(/from_json/g)).toHaveLength(1);
  });

  test('refuses a name that stands twice, also among derived and carried columns', () => {
    const twice = patientView([
      { column: [column('born', 'birthDate'), column('born_low', 'id')] },
    ]);
    const options = { dialect: 'duckdb', from: 'staged' } as const;
    expect(() => compileFlatTable(twice, options)).toThrow("Two columns are called 'born_low'");
    expect(() => compileFlatTable(dated, { ...options, carry: ['id'] })).toThrow(
      "Two columns are called 'id'",
    );
  });
});
