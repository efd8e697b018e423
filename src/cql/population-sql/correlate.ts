import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { allOf } from './conditions.ts';
import { Cte, type Thinning } from './cte.ts';
import { quoted } from './dialect.ts';
import { type Frame, fromAndWhere, hasRows, type Source, withNeeded } from './frame.ts';
import { columnRequest, plainName } from './project.ts';
import { type RowsValue, type RowValue, rowOf } from './value.ts';

/** SQL that is true when there is such a row for the patient, and the period, of the SELECT around it. */
export function existsSql({ frame }: RowsValue, outer: Frame): string {
  const own = frame.patientOwner();
  const around = outer.patientOwner();
  const matches: string[] = [];
  if (own !== undefined && around !== undefined && own !== around) {
    outer.speaksOf(around);
    matches.push(`${own.alias}.patient_id = ${around.alias}.patient_id`);
  }
  if (frame.hasPeriod) matches.push(`${frame.periodId()} = ${outer.periodId()}`);
  const { from, where } = fromAndWhere(frame.sources, [...matches, ...frame.conditions]);
  return `EXISTS (SELECT 1 ${from} ${where})`;
}

/** What a list comes to for each row around it: how its rows are thinned, and in which order. */
export interface Summary {
  readonly thinning: 'distinct' | 'first' | 'grouped';
  readonly order: readonly string[];
}

/** A common table expression joined to the rows around it. */
export interface Attached {
  readonly reader: Source;
  /** The SQL under which a piece of a value can be had outside. */
  readonly put: (hint: string, sql: string) => string;
  /** SQL inside of it: how many rows there are for one row around. */
  readonly rowsOfKey: string;
}

export interface Place {
  readonly scope: Scope;
  readonly compiler: Compiler;
  readonly node: ElmNode;
}

/**
 * Works out what a list comes to for every row around it at once, and joins that to the row: set by set, never row
 * by row. Where the list only equals values of the row, its rows are grouped by those values; otherwise the rows
 * outside are read again beside it, and their ids are the key.
 */
export function attach(
  rows: RowsValue,
  summary: Summary,
  { scope, compiler, node }: Place,
): Attached {
  const around = compiler.within(scope, node);
  const inside = byEquality(rows.frame) ?? byRow(rows.frame);
  if (inside === undefined)
    return compiler.refuse('a list does not belong to a patient', node, scope);
  const { sources, conditions, keys, captured } = inside;
  const columns = new Map([...keys].map(([name, { sql }]) => [name, sql]));
  const element = rowOf(rows.element)?.source ?? null;
  const thinning: Thinning = {
    kind: summary.thinning,
    key: [...columns.values()],
    order: summary.order,
  };
  const aliases = sources.map(({ alias }) => alias);
  const neutral = neutralFor(aliases);
  const form = [
    sources.map(({ relation, join }) => [relation.name, join]),
    conditions,
    [...columns],
    thinning,
  ];
  const wanted = scope.title === '' ? 'value' : scope.title;
  const held = compiler.attached(neutral(JSON.stringify(form)), () => ({
    aliases,
    cte: compiler.cte(
      new Cte(
        compiler.name(wanted),
        [{ sources, conditions, keys: columns, rows: element }],
        thinning,
      ),
    ),
  }));
  const target = targetOf(around, captured);
  const alias = quoted(held.aliases === aliases ? held.cte.name : compiler.name(wanted));
  const on = joinedOn(keys).map(([name, { outside }]) => `${alias}.${name} = ${outside(target)}`);
  const reader = target.add(
    compiler.known({
      alias,
      relation: held.cte,
      join: { kind: 'left', on: allOf(on) },
      needs: neededFor(target, captured),
    }),
  );
  around.speaksOf(reader);
  const renamed = renamer(aliases, held.aliases);
  return {
    reader,
    rowsOfKey: `COUNT(*) OVER (PARTITION BY ${thinning.key.join(', ')})`,
    put: (hint, sql) => `${alias}.${held.cte.extra(plainName(hint), renamed(sql))}`,
  };
}

/** The same text with aliases numbered, so that two lists that differ only in names are seen to be one. */
const neutralFor =
  (aliases: readonly string[]) =>
  (text: string): string =>
    aliases.reduce(
      (sql, alias, place) => sql.replaceAll(JSON.stringify(alias).slice(1, -1), `§${place}`),
      text,
    );

const renamer =
  (from: readonly string[], to: readonly string[]) =>
  (sql: string): string =>
    from.reduce(
      (text, alias, place) => text.replaceAll(`${alias}.`, `${to[place] ?? alias}.`),
      sql,
    );

interface Key {
  readonly sql: string;
  readonly outside: (target: Frame) => string;
  /** The id of a row outside, which alone says whose row it is. */
  readonly isRow?: true;
}

/** A row's id says the patient too; matching both makes a planner expect too few rows. */
function joinedOn(keys: ReadonlyMap<string, Key>): readonly (readonly [string, Key])[] {
  const hasRow = [...keys.values()].some(({ isRow }) => isRow === true);
  return [...keys].filter(([name]) => !(hasRow && name === 'patient_id'));
}

interface Inside {
  readonly sources: readonly Source[];
  readonly conditions: readonly string[];
  readonly keys: ReadonlyMap<string, Key>;
  readonly captured: readonly Source[];
}

const capturedBy = (frame: Frame): readonly Source[] =>
  [...frame.captured].filter((source) => !frame.sources.includes(source));

const mentions = (sql: string, { alias }: Source): boolean => sql.includes(`${alias}.`);

/** The two sides of a plain equality; undefined for any other condition. */
function sidesOf(condition: string): readonly [string, string] | undefined {
  const [, left, right] = /^([^=<>!]+) = ([^=<>!]+)$/.exec(condition) ?? [];
  const isPlain = !/ (AND|OR) |CASE|SELECT|NOT /.test(condition);
  return isPlain && left !== undefined && right !== undefined ? [left, right] : undefined;
}

/** When every condition on the rows outside is an equality with them: grouped by what is equal. */
function byEquality(frame: Frame): Inside | undefined {
  const captured = capturedBy(frame);
  const common = commonKeys(frame.sources);
  if (common === undefined || !captured.every(hasRows)) return undefined;
  const keys = new Map(common);
  const conditions: string[] = [];
  for (const condition of frame.conditions) {
    const outer = captured.filter((source) => mentions(condition, source));
    if (outer.length === 0) {
      conditions.push(condition);
      continue;
    }
    const sides = sidesOf(condition);
    const [inner, outside] = sides ?? ['', ''];
    const isOuter = (sql: string): boolean => captured.some((source) => mentions(sql, source));
    if (sides === undefined || isOuter(inner) === isOuter(outside)) return undefined;
    const [own, theirs] = isOuter(inner) ? [outside, inner] : [inner, outside];
    keys.set(keyName(own, keys), { sql: own, outside: () => theirs });
  }
  return { sources: withNeeded(frame.sources), conditions, keys, captured };
}

function keyName(sql: string, taken: ReadonlyMap<string, Key>): string {
  const column = /\.(\w+)$/.exec(sql)?.[1] ?? 'key';
  return taken.has(column) ? `${column}_${taken.size}` : column;
}

/** Otherwise the rows outside are read beside the list. */
function byRow(frame: Frame): Inside | undefined {
  const captured = capturedBy(frame);
  const sources = withNeeded([...captured, ...frame.sources]);
  const keys = new Map(commonKeys([...frame.sources, ...captured]));
  if (!keys.has('patient_id')) return undefined;
  for (const source of captured.filter(hasRows)) {
    const id = source.relation.column(source.alias, columnRequest('id'));
    keys.set(keyName(`.${plainName(source.alias).replaceAll(/^_|_$/g, '')}_id`, keys), {
      sql: id,
      outside: () => id,
      isRow: true,
    });
  }
  return { sources, conditions: frame.conditions, keys, captured };
}

function commonKeys(sources: readonly Source[]): ReadonlyMap<string, Key> | undefined {
  const patient = sources.find(hasRows);
  if (patient === undefined) return undefined;
  const keys = new Map<string, Key>([
    ['patient_id', { sql: `${patient.alias}.patient_id`, outside: patientOf }],
  ]);
  const period = sources.find(({ relation, join }) => relation.hasPeriod && join.kind === 'inner');
  if (period !== undefined) {
    keys.set('period_id', {
      sql: `${period.alias}.period_id`,
      outside: (target) => target.periodId(),
    });
  }
  return keys;
}

function patientOf(target: Frame): string {
  const owner = target.patientOwner();
  if (owner === undefined) throw new Error('attach: the SELECT around a list has no patient');
  return `${owner.alias}.patient_id`;
}

/** The innermost SELECT that has a row the list speaks of; without one, the outermost that has a patient. */
function targetOf(around: Frame, captured: readonly Source[]): Frame {
  let outermost = around;
  for (let frame: Frame | null = around; frame !== null; frame = frame.parent) {
    const { sources } = frame;
    if (captured.some((source) => hasRows(source) && sources.includes(source))) return frame;
    if (sources.some(({ relation }) => relation.hasPatient)) outermost = frame;
  }
  return outermost;
}

const neededFor = (target: Frame, captured: readonly Source[]): readonly Source[] => {
  const patient = target.patientOwner();
  const periods = target.sources.filter(
    ({ relation, join }) => relation.hasPeriod && join.kind === 'inner',
  );
  return [...captured, ...(patient === undefined ? [] : [patient]), ...periods];
};

/** A single row where a condition holds, and otherwise none: the same row, joined once more on the condition. */
export function onlyWhere(
  row: RowValue,
  holds: string,
  { scope, compiler, node }: Place,
): RowValue {
  const around = compiler.within(scope, node);
  const { source } = row;
  const { join, relation } = source;
  if (relation.mayRepeat === true)
    return compiler.refuse('a condition on a record that may be named twice', node, scope);
  const alias = quoted(compiler.name(scope.title === '' ? 'value' : scope.title));
  const id = columnRequest('id');
  const isSame = [
    `${alias}.patient_id = ${source.alias}.patient_id`,
    `${relation.column(alias, id)} = ${relation.column(source.alias, id)}`,
    ...(relation.hasPeriod ? [`${alias}.period_id = ${source.alias}.period_id`] : []),
    ...(join.kind === 'left' ? [join.on.replaceAll(`${source.alias}.`, `${alias}.`)] : []),
  ];
  const target = targetOf(around, [source, ...around.captured]);
  const reader = target.add(
    compiler.known({
      alias,
      relation,
      join: { kind: 'left', on: allOf([...isSame, holds]) },
      needs: [source, ...source.needs, ...neededFor(target, [...around.captured])],
    }),
  );
  around.speaksOf(reader);
  return { ...row, source: reader };
}

/**
 * A list that names its row by id has one row at most, and is joined as it is; undefined when it does not.
 * The join keeps the alias, so values of the row stay as they are written.
 */
export function joinOne(rows: RowsValue, { scope, compiler, node }: Place): Source | undefined {
  const { frame } = rows;
  const [own, ...others] = frame.sources;
  const isPlain = own !== undefined && others.length === 0 && hasRows(own);
  if (
    !isPlain ||
    own.relation.mayRepeat === true ||
    frame.conditions.some((condition) => condition.includes('SELECT'))
  )
    return undefined;
  const id = own.relation.column(own.alias, columnRequest('id'));
  const namesRow = frame.conditions.some((condition) => {
    const sides = sidesOf(condition);
    return sides?.includes(id) === true && sides.some((side) => !mentions(side, own));
  });
  if (!namesRow) return undefined;
  const around = compiler.within(scope, node);
  const captured = capturedBy(frame);
  const target = targetOf(around, captured);
  const on = [`${own.alias}.patient_id = ${patientOf(target)}`, ...frame.conditions];
  if (own.relation.hasPeriod) on.push(`${own.alias}.period_id = ${target.periodId()}`);
  const reader = target.add({
    ...own,
    join: { kind: 'left', on: allOf(on) },
    needs: neededFor(target, captured),
  });
  around.speaksOf(reader);
  return reader;
}
