import { boundary } from './boundaries.ts';
import {
  type Applied,
  type Dialect,
  identifier,
  quoted,
  type Repeated,
  type StepWriting,
  sqlOf,
} from './dialect.ts';
import { holdingOf } from './fhir-elements.ts';
import { comparedInstants } from './instants.ts';
import { joinFound } from './repeat-rows.ts';
import { comparedTimes, infix, keyOfType, keyPattern, named, zoneOf } from './sql-words.ts';
import { apply, type Value } from './value.ts';
import type { RepeatStep, RowStep, ViewPlan } from './view-plan.ts';

// Elements and lists stay jsonb until a plain value is taken out of them; a missing list is null.

const sqlTypes = {
  text: 'text',
  integer: 'integer',
  decimal: 'double precision',
  boolean: 'boolean',
  untyped: 'jsonb',
  element: 'jsonb',
} as const;

const sqlType = (type: string, many: boolean): string =>
  `${sqlTypes[holdingOf(type)]}${many ? '[]' : ''}`;

/** A jsonb value as the SQL type that holds its FHIR type; null when it is of another kind. */
function plain(json: string, type: string): string {
  switch (holdingOf(type)) {
    case 'text':
      return `(${json} #>> '{}')`;
    case 'boolean':
      return `CASE jsonb_typeof(${json}) WHEN 'boolean' THEN CAST(${json} AS boolean) END`;
    case 'decimal':
      return `CASE jsonb_typeof(${json}) WHEN 'number' THEN CAST(${json} AS double precision) END`;
    case 'integer':
      return `CAST(CAST(jsonb_path_query_first(${json}, '$ ? (@ >= -2147483648 && @ <= 2147483647)') AS numeric) AS integer)`;
    default:
      return json;
  }
}

const arrayOnly = (json: string): string =>
  `CASE jsonb_typeof(${json}) WHEN 'array' THEN ${json} END`;

function fieldSql(of: string, value: Value & { kind: 'field' }): string {
  const found = `(${of} -> ${quoted(value.key)})`;
  if (value.type === 'untyped') return asListed(found);
  if (value.many) {
    return value.field.holding === 'element'
      ? arrayOnly(found)
      : `jsonb_path_query_array(${arrayOnly(found)}, '$[*] ? (@ != null)')`;
  }
  if (value.field.holding === 'element') return `NULLIF(${found}, 'null')`;
  return plain(found, value.type);
}

const asListed = (json: string): string =>
  `CASE WHEN ${json} IS NULL OR jsonb_typeof(${json}) = 'null' THEN NULL` +
  ` WHEN jsonb_typeof(${json}) = 'array' THEN ${json} ELSE jsonb_build_array(${json}) END`;

const size = (list: string): string => `coalesce(jsonb_array_length(${list}), 0)`;

const words: Dialect['instants'] = {
  matches: (text, pattern) => `(${text} ~ ${quoted(`^(?:${pattern})$`)})`,
  wallClock: (text) =>
    `CASE WHEN pg_input_is_valid(${text}, 'timestamp') THEN CAST(${text} AS timestamp) END`,
  instant: (text) =>
    `CASE WHEN pg_input_is_valid(${text}, 'timestamptz')` +
    ` THEN date_trunc('milliseconds', CAST(${text} AS timestamptz) AT TIME ZONE 'UTC') END`,
  isoDate: (timestamp) => `to_char(${timestamp}, 'YYYY-MM-DD')`,
  decimalBoundary: (text, sign) => {
    const number = `CAST(${text} AS numeric)`;
    const half = `CAST('5e' || (-scale(${number}) - 1) AS numeric)`;
    return `CAST(${number} ${sign} ${half} AS double precision)`;
  },
  toUtc: (wallClock, zone) => `((${wallClock} AT TIME ZONE ${zone}) AT TIME ZONE 'UTC')`,
  fromUtc: (utc, zone) => `((${utc} AT TIME ZONE 'UTC') AT TIME ZONE ${zone})`,
};

const rounded = (sql: string, value: Applied): string =>
  holdingOf(value.type) === 'integer'
    ? `(${sql})`
    : `CAST(round(CAST(${sql} AS numeric), 8) AS double precision)`;

const arithmetic =
  (operator: string) =>
  ([left, right]: readonly string[], value: Applied): string =>
    rounded(`${left} ${operator} ${right}`, value);

const numeric = (sql: string | undefined): string => `CAST(${sql} AS numeric)`;

const quotient = ([a, b]: readonly string[]): string => `${numeric(a)} / NULLIF(${numeric(b)}, 0)`;

const toText = (sql: string, value: Applied): string =>
  holdingOf(value.args[0]?.type ?? 'string') === 'untyped'
    ? plain(sql, 'string')
    : `CAST(${sql} AS text)`;

/** A literal has no type of its own in PostgreSQL until it is given one. */
const toJson = (sql: string, value: Value | undefined): string =>
  value?.kind === 'literal'
    ? `to_jsonb(CAST(${sql} AS ${sqlType(value.type, false)}))`
    : `to_jsonb(${sql})`;

const scalars: Dialect['scalars'] = {
  equal: infix('='),
  // Text is ordered by code point, as in DuckDB, whatever the database's own order.
  less: ([a, b], value) =>
    holdingOf(value.args[0]?.type ?? '') === 'text' ? `(${a} COLLATE "C" < ${b})` : `(${a} < ${b})`,
  'equal-lists': ([a = '', b = '']) =>
    `CASE WHEN ${size(a)} > 0 AND ${size(b)} > 0 THEN ${a} = ${b} END`,
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: (args) => `CAST(round(${quotient(args)}, 8) AS double precision)`,
  'whole-divide': (args) => `CAST(trunc(${quotient(args)}) AS integer)`,
  remainder: ([a, b], value) =>
    `CAST(${numeric(a)} % NULLIF(${numeric(b)}, 0) AS ${sqlType(value.type, false)})`,
  negate: ([a]) => `(-${a})`,
  and: infix('AND'),
  or: infix('OR'),
  not: ([a]) => `(NOT ${a})`,
  if: ([test, then, otherwise]) =>
    `CASE WHEN ${test} THEN ${then}${otherwise === undefined ? '' : ` ELSE ${otherwise}`} END`,
  present: ([a]) => `(${a} IS NOT NULL)`,
  'present-list': ([a = '']) => `(${size(a)} > 0)`,
  count: ([a = '']) => size(a),
  'any-true': ([a]) => `coalesce(${a} @> 'true', false)`,
  'all-true': ([a]) => `NOT coalesce(${a} @> 'false', false)`,
  concatenate: ([a, b]) => `(coalesce(${a}, '') || coalesce(${b}, ''))`,
  append: infix('||'),
  join: ([a, separator]) =>
    `coalesce((SELECT string_agg(_v, ${separator} ORDER BY _nth) FROM jsonb_array_elements_text(${a})` +
    ` WITH ORDINALITY AS _t(_v, _nth)), '')`,
  union: ([a, b]) =>
    `(SELECT jsonb_agg(DISTINCT _v) FROM jsonb_array_elements(coalesce(${a}, '[]') || coalesce(${b}, '[]')) AS _t(_v))`,
  'contains-element': ([list, item], value) =>
    `CASE WHEN ${item} IS NOT NULL THEN coalesce(${list} @> ${toJson(item ?? '', value.args[1])}, false) END`,
  'starts-with': named('starts_with'),
  'ends-with': ([a, b]) => `(right(${a}, length(${b})) = ${b})`,
  'contains-text': ([a, b]) => `(position(${b} IN ${a}) > 0)`,
  upper: named('upper'),
  lower: named('lower'),
  length: named('length'),
  'to-text': ([a = ''], value) => toText(a, value),
  'to-integer': ([a = '']) => plain(a, 'integer'),
  'to-decimal': ([a = '']) => plain(a, 'decimal'),
  'to-boolean': ([a = '']) => plain(a, 'boolean'),
  'reference-key': ([a = '']) => `substring(${a} FROM ${quoted(keyPattern)})`,
  'reference-key-of-type': ([a = ''], value) => keyOfType(a, value),
  'equal-times': ([a = '', b = '']) => comparedTimes('=', [a, b]),
  'less-times': ([a = '', b = '']) => comparedTimes('<', [a, b]),
  'low-boundary': ([a = ''], value) => boundary('low', a, value, words),
  'high-boundary': ([a = ''], value) => boundary('high', a, value, words),
  'equal-instants': ([a = '', b = ''], value) =>
    comparedInstants('=', [a, b], zoneOf(value), words),
  'less-instants': ([a = '', b = ''], value) => comparedInstants('<', [a, b], zoneOf(value), words),
};

function read(from: string, carry: readonly string[], _plan: ViewPlan): string {
  const carried = carry.map((name) => `${identifier(name)}, `).join('');
  return `(SELECT ${carried}CAST(resource AS jsonb) AS _r FROM ${from} AS _source OFFSET 0)`;
}

function eachRow(from: string, step: RowStep, { keep, withIndex }: StepWriting): string {
  const elements = `jsonb_array_elements(${sqlOf(step.list, postgres)}) WITH ORDINALITY AS _t(_item, _nth)`;
  const index = withIndex ? `, CAST(coalesce(_nth - 1, 0) AS integer) AS ${step.index}` : '';
  const join = eachJoin(elements, step);
  const kept = keep.map((name) => `_s.${name}, `).join('');
  return `(SELECT ${kept}_item AS ${step.item}${index} FROM ${from} AS _s ${join})`;
}

function eachJoin(elements: string, { orNull, parent }: RowStep): string {
  if (orNull) return `LEFT JOIN LATERAL ${elements} ON true`;
  if (parent === null) return `CROSS JOIN LATERAL ${elements}`;
  const given = sqlOf(apply('present', 'boolean', [parent]), postgres);
  return `LEFT JOIN LATERAL ${elements} ON true WHERE _nth IS NOT NULL OR NOT ${given}`;
}

function repeat(from: string, step: RepeatStep, { keep, withIndex }: StepWriting): Repeated {
  const [rows, walk] = [`${step.item}_rows`, `${step.item}_walk`];
  const children = (values: readonly Value[]): string => {
    const lists = values.map((value) => `coalesce(${sqlOf(value, postgres)}, '[]')`);
    return `jsonb_array_elements(${lists.join(' || ') || "'[]'"}) WITH ORDINALITY AS _t(_item, _nth)`;
  };
  const ctes = [
    `${rows} AS MATERIALIZED (SELECT *, row_number() OVER () AS ${step.item}_row FROM ${from} AS _s)`,
    `${walk} AS (SELECT ${step.item}_row AS _row, ARRAY[_nth] AS _path, _item AS ${step.item}` +
      ` FROM ${rows} CROSS JOIN LATERAL ${children(step.start)}` +
      ` UNION ALL SELECT _row, _path || _nth, _item FROM ${walk} CROSS JOIN LATERAL ${children(step.next)})`,
  ];
  const index = withIndex
    ? `, CAST(row_number() OVER (PARTITION BY _row ORDER BY _path) - 1 AS integer) AS ${step.index}`
    : '';
  const found = `(SELECT _row AS ${step.item}_row, ${step.item}${index} FROM ${walk})`;
  return { ctes, from: joinFound({ rows, found, keep, withIndex }, step, postgres) };
}

/** PostgreSQL has no error function for SQL: a cast that cannot succeed carries the message. The count keeps the planner from trying it early. */
const failure = (list: string, message: string, type: string): string => {
  const fails = `CAST(${quoted(`${message}; found `)} || jsonb_array_length(${list}) AS integer)`;
  const target = sqlType(type, false);
  return target === 'jsonb' ? `to_jsonb(${fails})` : `CAST(${fails} AS ${target})`;
};

export const postgres: Dialect = {
  name: 'postgres',
  sqlType,
  instants: words,
  scalars,
  read,
  step: eachRow,
  repeat,
  variable: (value) => (value.native ? value.name : plain(value.name, value.type)),
  field: fieldSql,
  map: (list, body, value) =>
    value.body.many
      ? `(SELECT jsonb_agg(_v) FROM jsonb_array_elements(${list}) AS _t(${value.item}), jsonb_array_elements(${body}) AS _u(_v))`
      : `(SELECT jsonb_agg(_v) FROM (SELECT ${toJson(body, value.body)} AS _v FROM jsonb_array_elements(${list}) AS _t(${value.item})) AS _u WHERE _v <> 'null')`,
  filter: (list, condition, { item }) =>
    `(SELECT jsonb_agg(${item}) FROM jsonb_array_elements(${list}) AS _t(${item}) WHERE ${condition})`,
  at: (list, position, value) => plain(`(${list} -> ${position})`, value.type),
  last: (list, value) => plain(`(${list} -> -1)`, value.type),
  only: (list, message, value) =>
    `CASE WHEN jsonb_array_length(${list}) > 1 THEN ${failure(list, message, value.type)}` +
    ` ELSE ${plain(`(${list} -> 0)`, value.type)} END`,
  list: (item) => `CASE WHEN ${item} IS NOT NULL THEN jsonb_build_array(${item}) END`,
  lateRead: (of, value) =>
    `CASE WHEN (${of} ->> 'resourceType') = ${quoted(value.resourceType)} THEN ${of} END`,
  collection: (list, type) =>
    `ARRAY(SELECT ${plain('_v', type)} FROM jsonb_array_elements(${list}) AS _t(_v))`,
};
