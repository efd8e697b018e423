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
import { apply, type Shape, type ShapeField, type Value } from './value.ts';
import type { RepeatStep, RowStep, ViewPlan } from './view-plan.ts';

const sqlTypes = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  decimal: 'DOUBLE',
  boolean: 'BOOLEAN',
  untyped: 'JSON',
  element: 'JSON',
} as const;

const sqlType = (type: string, many: boolean): string =>
  `${sqlTypes[holdingOf(type)]}${many ? '[]' : ''}`;

/** The structure text of `from_json`: only the elements in use, each with its type. */
function readShape(shape: Shape): string {
  const fields = [...shape.fields].map(
    ([key, field]) => `${JSON.stringify(key)}:${readField(field)}`,
  );
  return `{${fields.join(',')}}`;
}

function readField(field: ShapeField): string {
  const one =
    field.holding === 'element' && field.shape.fields.size > 0 && field.kept === 'value'
      ? readShape(field.shape)
      : `"${field.kept === 'text' ? 'VARCHAR' : sqlTypes[field.holding]}"`;
  return field.many && field.holding !== 'untyped' ? `[${one}]` : one;
}

const grouped = (sql: string): string => (/^[\w".[\]]+$/.test(sql) ? sql : `(${sql})`);

const jsonPath = (key: string): string => quoted(`$.${JSON.stringify(key)}`);

function fieldSql(of: string, value: Value & { kind: 'field' }): string {
  if (value.of.type === 'untyped') return fieldOfJson(of, value);
  const found = `${grouped(of)}.${identifier(value.key)}`;
  if (value.type === 'untyped') return jsonAsList(found);
  if (value.raw) return found;
  const primitive = value.field.holding !== 'element';
  if (value.many && primitive) return `list_filter(${found}, lambda v: v IS NOT NULL)`;
  if (value.field.kept === 'text') return `TRY_CAST(${found} AS ${sqlType(value.type, false)})`;
  if (value.field.kept === 'value' || value.shape.fields.size === 0) return found;
  const shape = quoted(readShape(value.shape));
  return value.many
    ? `list_transform(${found}, lambda j: from_json(j, ${shape}))`
    : `from_json(${found}, ${shape})`;
}

function fieldOfJson(of: string, value: Value & { kind: 'field' }): string {
  const path = jsonPath(value.key);
  const found = `json_extract(${of}, ${path})`;
  const holding = holdingOf(value.type);
  if (holding === 'untyped') return jsonAsList(found);
  if (holding !== 'element') return castFromJson(found, holding);
  return value.raw || value.shape.fields.size === 0
    ? found
    : `from_json(${found}, ${quoted(readShape(value.shape))})`;
}

const jsonAsList = (json: string): string =>
  `CASE WHEN ${json} IS NULL OR json_type(${json}) = 'NULL' THEN CAST([] AS JSON[])` +
  ` WHEN json_type(${json}) = 'ARRAY' THEN CAST(${json} AS JSON[]) ELSE [${json}] END`;

const castFromJson = (json: string, holding: keyof typeof sqlTypes): string =>
  holding === 'text'
    ? `json_extract_string(${json}, '$')`
    : `TRY_CAST(json_extract_string(${json}, '$') AS ${sqlTypes[holding]})`;

const size = (list: string): string => `coalesce(len(${list}), 0)`;

/** Digits after the point, less the exponent, say where half of the last digit lies. */
function decimalBoundary(text: string, sign: '-' | '+'): string {
  const part = (position: number): string => `split_part(lower(${text}), 'e', ${position})`;
  const exponent = `coalesce(TRY_CAST(${part(2)} AS INTEGER), 0)`;
  const digits = `greatest(length(split_part(${part(1)}, '.', 2)) - ${exponent}, 0)`;
  return `round(TRY_CAST(${text} AS DOUBLE) ${sign} 0.5 * pow(10, -${digits}), CAST(${digits} + 1 AS INTEGER))`;
}

const words: Dialect['instants'] = {
  matches: (text, pattern) => `regexp_full_match(${text}, ${quoted(pattern)})`,
  wallClock: (text) => `TRY_CAST(${text} AS TIMESTAMP)`,
  instant: (text) =>
    `date_trunc('millisecond', make_timestamp(epoch_us(TRY_CAST(${text} AS TIMESTAMPTZ))))`,
  isoDate: (timestamp) => `strftime(${timestamp}, '%Y-%m-%d')`,
  decimalBoundary,
  toUtc: (wallClock, zone) => `make_timestamp(epoch_us(timezone(${zone}, ${wallClock})))`,
  fromUtc: (utc, zone) => `timezone(${zone}, make_timestamptz(epoch_us(${utc})))`,
};

const rounded = (sql: string, value: Applied): string =>
  holdingOf(value.type) === 'integer' ? `(${sql})` : `round(${sql}, 8)`;

const arithmetic =
  (operator: string) =>
  ([left, right]: readonly string[], value: Applied): string =>
    rounded(`${left} ${operator} ${right}`, value);

const scalars: Dialect['scalars'] = {
  equal: infix('='),
  less: infix('<'),
  'equal-lists': ([a = '', b = '']) =>
    `CASE WHEN ${size(a)} > 0 AND ${size(b)} > 0 THEN ${a} = ${b} END`,
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: ([a, b]) => `round(CAST(${a} AS DOUBLE) / NULLIF(${b}, 0), 8)`,
  'whole-divide': ([a, b]) => `CAST(trunc(CAST(${a} AS DOUBLE) / NULLIF(${b}, 0)) AS INTEGER)`,
  remainder: ([a, b], value) => rounded(`${a} % NULLIF(${b}, 0)`, value),
  negate: ([a]) => `(-${a})`,
  and: infix('AND'),
  or: infix('OR'),
  not: ([a]) => `(NOT ${a})`,
  if: ([test, then, otherwise]) =>
    `CASE WHEN ${test} THEN ${then}${otherwise === undefined ? '' : ` ELSE ${otherwise}`} END`,
  present: ([a]) => `(${a} IS NOT NULL)`,
  'present-list': ([a = '']) => `(${size(a)} > 0)`,
  count: ([a = '']) => `CAST(${size(a)} AS INTEGER)`,
  'any-true': ([a]) => `coalesce(list_contains(${a}, true), false)`,
  'all-true': ([a]) => `NOT coalesce(list_contains(${a}, false), false)`,
  concatenate: ([a, b]) => `(coalesce(${a}, '') || coalesce(${b}, ''))`,
  append: infix('||'),
  join: ([a, separator]) => `coalesce(array_to_string(${a}, ${separator}), '')`,
  union: ([a, b]) => `list_distinct(list_concat(${a}, ${b}))`,
  'contains-element': ([list, item]) =>
    `CASE WHEN ${item} IS NOT NULL THEN coalesce(list_contains(${list}, ${item}), false) END`,
  'starts-with': named('starts_with'),
  'ends-with': named('ends_with'),
  'contains-text': named('contains'),
  upper: named('upper'),
  lower: named('lower'),
  length: ([a]) => `CAST(length(${a}) AS INTEGER)`,
  'to-text': ([a], value) => toText(a ?? '', value),
  'to-integer': ([a = '']) => castFromJson(a, 'integer'),
  'to-decimal': ([a = '']) => castFromJson(a, 'decimal'),
  'to-boolean': ([a = '']) => castFromJson(a, 'boolean'),
  'reference-key': ([a = '']) => `NULLIF(regexp_extract(${a}, ${quoted(keyPattern)}, 1), '')`,
  'reference-key-of-type': ([a = ''], value) => keyOfType(a, value),
  'equal-instants': ([a = '', b = ''], value) =>
    comparedInstants('=', [a, b], zoneOf(value), words),
  'less-instants': ([a = '', b = ''], value) => comparedInstants('<', [a, b], zoneOf(value), words),
  'equal-times': ([a = '', b = '']) => comparedTimes('=', [a, b]),
  'less-times': ([a = '', b = '']) => comparedTimes('<', [a, b]),
  'low-boundary': ([a = ''], value) => boundary('low', a, value, words),
  'high-boundary': ([a = ''], value) => boundary('high', a, value, words),
};

const toText = (sql: string, value: Applied): string => {
  const from = holdingOf(value.args[0]?.type ?? 'string');
  return from === 'untyped' ? castFromJson(sql, 'text') : `CAST(${sql} AS VARCHAR)`;
};

const keepsDigits = (shape: Shape): boolean =>
  [...shape.fields.values()].some((field) => field.kept === 'text' || keepsDigits(field.shape));

/**
 * DuckDB's reader drops the last zero of 1.50, so numbers after a key are put in quotation marks first. Whole
 * strings are matched too, which keeps the pattern from starting inside one; a control character, never
 * found in JSON, marks the place.
 */
function withNumbersAsText(json: string): string {
  const string = String.raw`"(?:[^"\\]|\\.)*"`;
  const pattern = String.raw`(${string}\s*:?\s*)(-?\d[0-9.eE+-]*)?`;
  const marked = `regexp_replace(${json}, ${quoted(pattern)}, '\\1' || chr(1) || '\\2' || chr(1), 'g')`;
  return `replace(replace(${marked}, chr(1) || chr(1), ''), chr(1), '"')`;
}

/** OFFSET 0 keeps the typed read in one place: without it the filter would read every resource a second time. */
function read(from: string, carry: readonly string[], plan: ViewPlan): string {
  const carried = carry.map((name) => `${identifier(name)}, `).join('');
  const text = keepsDigits(plan.shape)
    ? withNumbersAsText('CAST(resource AS VARCHAR)')
    : 'resource';
  const resource = `from_json(${text}, ${quoted(readShape(plan.shape))})`;
  const needed = plan.needs === null ? '' : ` WHERE ${hasOneOf(plan.needs)}`;
  return `(SELECT ${carried}${resource} AS _r FROM ${from} AS _source${needed} OFFSET 0)`;
}

/** By its text, which is quicker than reading it: a text with escapes by number may spell any name otherwise. */
const hasOneOf = (elements: readonly string[]): string =>
  [...elements.map((name) => JSON.stringify(name)), '\\u']
    .map((text) => `contains(CAST(resource AS VARCHAR), ${quoted(text)})`)
    .join(' OR ');

function eachRow(from: string, step: RowStep, { keep, withIndex }: StepWriting): string {
  const nullRow = step.orNull
    ? 'coalesce(len(_list), 0) = 0'
    : step.parent !== null && `NOT (${present(step.parent)})`;
  const rows = nullRow === false ? '_list' : `CASE WHEN ${nullRow} THEN [NULL] ELSE _list END`;
  const before = step.parent === null ? listed(keep) : '*, ';
  const list = `(SELECT ${before}${sqlOf(step.list, duckdb)} AS _list FROM ${from} AS _s)`;
  const index = withIndex ? `, CAST(unnest(range(len(${rows}))) AS INTEGER) AS ${step.index}` : '';
  return `(SELECT ${listed(keep)}unnest(${rows}) AS ${step.item}${index} FROM ${list} AS _s)`;
}

const listed = (names: readonly string[]): string => names.map((name) => `${name}, `).join('');

const present = (value: Value): string => sqlOf(apply('present', 'boolean', [value]), duckdb);

/**
 * Children of a row and, where they have children of their own, the walk further down. Most repeated elements are never
 * nested: those rows are unnested at once, in parallel, and only the others take the recursive way.
 */
function repeat(from: string, step: RepeatStep, how: StepWriting): Repeated {
  const isTyped = holdingOf(step.self.type) !== 'untyped';
  const keys = [...new Set(step.next.map(lastKey))];
  return step.parent === null && isTyped && keys.every((key) => key !== null)
    ? repeatWhereNested(from, step, { ...how, keys })
    : walkDown(from, { ...step, list: children(step.start) }, how);
}

/** The element that a path ends with; null when it ends otherwise. */
function lastKey(value: Value): string | null {
  if (value.kind === 'map') return lastKey(value.body);
  return value.kind === 'field' ? value.key : null;
}

/**
 * A child without the word for its own children, anywhere in its text, has none. JSON that a typed read gives is written
 * anew, without escapes that would hide a word.
 */
function repeatWhereNested(
  from: string,
  step: RepeatStep,
  { keys, ...how }: StepWriting & { readonly keys: readonly string[] },
): Repeated {
  const { item, index } = step;
  const [all, list] = [`${item}_all`, `${item}_list`];
  const words = keys.map((key) => `contains(CAST(j AS VARCHAR), ${quoted(JSON.stringify(key))})`);
  const isNested = `len(list_filter(${list}, lambda j: ${words.join(' OR ') || 'false'})) > 0`;
  const kept = listed(how.keep);
  const flat = `(SELECT ${kept}${list} FROM ${all} WHERE NOT coalesce(${isNested}, false))`;
  const position = how.withIndex
    ? `, CAST(unnest(range(len(${list}))) AS INTEGER) AS ${index}`
    : '';
  const child = `(SELECT ${kept}unnest(${list}) AS _child${position} FROM ${flat} AS _s)`;
  const found = how.withIndex ? `, ${index}` : '';
  const deep = walkDown(`(SELECT * FROM ${all} WHERE ${isNested})`, { ...step, list }, how);
  return {
    ctes: [
      `${all} AS (SELECT ${kept}${children(step.start)} AS ${list} FROM ${from} AS _s)`,
      ...deep.ctes,
    ],
    from:
      `(SELECT ${kept}${readElement(step)} AS ${item}${found} FROM ${child} AS _s` +
      ` UNION ALL BY NAME SELECT * FROM ${deep.from} AS _deep)`,
  };
}

const children = (values: readonly Value[]): string => {
  const lists = values.map((value) => sqlOf(value, duckdb));
  const [only = 'CAST([] AS JSON[])'] = lists;
  return lists.length > 1 ? `list_concat(${lists.join(', ')})` : only;
};

const readElement = ({ self }: RepeatStep): string =>
  holdingOf(self.type) === 'untyped'
    ? '_child'
    : `from_json(_child, ${quoted(readShape(self.shape))})`;

/** Walks down level by level; each child is read with the same small structure, so depth has no limit. */
function walkDown(
  from: string,
  step: RepeatStep & { readonly list: string },
  { keep, withIndex }: StepWriting,
): Repeated {
  const [rows, walk] = [`${step.item}_rows`, `${step.item}_walk`];
  const element = readElement(step);
  const numbered = (list: string): string =>
    `unnest(${list}) AS _child, unnest(range(${size(list)})) AS _nth`;
  const ctes = [
    `${rows} AS MATERIALIZED (SELECT *, row_number() OVER () AS ${step.item}_row FROM ${from} AS _s)`,
    `${walk} AS (SELECT _row, [_nth] AS _path, ${element} AS ${step.item} FROM (SELECT ${step.item}_row AS _row, ${numbered(step.list)} FROM ${rows})` +
      ` UNION ALL SELECT _row, list_append(_path, _nth), ${element} FROM (SELECT _row, _path, ${numbered(children(step.next))} FROM ${walk}))`,
  ];
  const index = withIndex
    ? `, CAST(row_number() OVER (PARTITION BY _row ORDER BY _path) - 1 AS INTEGER) AS ${step.index}`
    : '';
  const found = `(SELECT _row AS ${step.item}_row, ${step.item}${index} FROM ${walk})`;
  return { ctes, from: joinFound({ rows, found, keep, withIndex }, step, duckdb) };
}

export const duckdb: Dialect = {
  name: 'duckdb',
  sqlType,
  instants: words,
  scalars,
  read,
  step: eachRow,
  repeat,
  variable: (value) => value.name,
  field: fieldSql,
  map: (list, body, value) =>
    value.body.many
      ? `flatten(list_transform(${list}, lambda ${value.item}: ${body}))`
      : `list_filter(list_transform(${list}, lambda ${value.item}: ${body}), lambda v: v IS NOT NULL)`,
  filter: (list, condition, { item }) => `list_filter(${list}, lambda ${item}: ${condition})`,
  at: (list, position) =>
    `${grouped(list)}[${/^\d+$/.test(position) ? Number(position) + 1 : `${position} + 1`}]`,
  last: (list) => `${grouped(list)}[-1]`,
  only: (list, message) =>
    `CASE WHEN len(${list}) > 1 THEN error(${quoted(message)}) ELSE ${grouped(list)}[1] END`,
  list: (item) => `CASE WHEN ${item} IS NULL THEN [] ELSE [${item}] END`,
  lateRead: (of, value) =>
    `CASE WHEN json_extract_string(${of}, '$.resourceType') = ${quoted(value.resourceType)}` +
    ` THEN from_json(${of}, ${quoted(readShape(value.shape))}) END`,
  collection: (list, type) => `coalesce(${list}, CAST([] AS ${sqlType(type, true)}))`,
};
