import { type Dialect, identifier, sqlOf } from './dialect.ts';
import { field } from './navigation.ts';
import { apply, type Value } from './value.ts';
import type {
  PlannedColumn,
  RepeatStep,
  RowStep,
  Rows,
  SettleStep,
  UnionStep,
  ViewPlan,
} from './view-plan.ts';

interface Relation {
  /** Names that later steps and branches may still need. */
  readonly columns: readonly string[];
  readonly ctes: readonly string[];
  readonly from: string;
}

interface Writing {
  readonly dialect: Dialect;
  readonly carried: readonly string[];
  readonly usedIndexes: ReadonlySet<string>;
}

/** One SELECT statement for a planned view. */
export function statement(
  plan: ViewPlan,
  dialect: Dialect,
  { from, carry }: { readonly from: string; readonly carry: readonly string[] },
): string {
  const carried = carry.map(identifier);
  const writing = { dialect, carried, usedIndexes: plan.usedIndexes };
  const start: Relation = {
    ctes: [],
    from: filteredRead(plan, dialect, from, carry),
    columns: [...carried, '_r'],
  };
  const { ctes, from: rows } = writeSteps(plan.rows, start, writing);
  const columns = [
    ...carried,
    ...plan.rows.columns.map(
      (column) => `${columnSql(column, dialect)} AS ${identifier(column.name)}`,
    ),
  ];
  const preamble = ctes.length === 0 ? '' : `WITH RECURSIVE ${ctes.join(', ')} `;
  return `${preamble}SELECT ${columns.join(', ')} FROM ${rows} AS _s`;
}

function filteredRead(
  plan: ViewPlan,
  dialect: Dialect,
  from: string,
  carry: readonly string[],
): string {
  const resource: Value = {
    kind: 'variable',
    name: '_r',
    native: false,
    type: plan.resource,
    many: false,
    shape: plan.shape,
  };
  const itsType = field(resource, { key: 'resourceType', type: 'code', many: false });
  const conditions = [
    `${sqlOf(itsType, dialect)} = '${plan.resource}'`,
    ...plan.conditions.map((condition) => sqlOf(condition, dialect)),
  ];
  return `(SELECT * FROM ${dialect.read(from, carry, plan)} AS _read WHERE ${conditions.join(' AND ')})`;
}

function writeSteps(rows: Rows, start: Relation, writing: Writing): Relation {
  return rows.steps.reduce<Relation>((relation, step) => {
    switch (step.kind) {
      case 'settle':
        return writeSettled(step, relation, writing);
      case 'each':
        return writeEach(step, relation, writing);
      case 'repeat':
        return writeRepeat(step, relation, writing);
      case 'union':
        return writeUnion(step, relation, writing);
      default:
        return step satisfies never;
    }
  }, start);
}

function writeSettled(
  { columns: settled, keep }: SettleStep,
  relation: Relation,
  { dialect, carried }: Writing,
): Relation {
  const kept = [...carried, ...keep];
  const computed = settled.map(({ column, name }) => `${columnSql(column, dialect)} AS ${name}`);
  return {
    ...relation,
    from: `(SELECT ${[...kept, ...computed].join(', ')} FROM ${relation.from} AS _s)`,
    columns: [...kept, ...settled.map(({ name }) => name)],
  };
}

function writeEach(
  step: RowStep,
  relation: Relation,
  { dialect, carried, usedIndexes }: Writing,
): Relation {
  const withIndex = usedIndexes.has(step.index);
  const keep = [...carried, ...step.keep];
  return {
    ...relation,
    from: dialect.step(relation.from, step, { keep, withIndex }),
    columns: [...keep, step.item, ...(withIndex ? [step.index] : [])],
  };
}

function writeRepeat(
  step: RepeatStep,
  relation: Relation,
  { dialect, carried, usedIndexes }: Writing,
): Relation {
  const withIndex = usedIndexes.has(step.index);
  const keep = [...carried, ...step.keep];
  const repeated = dialect.repeat(relation.from, step, { keep, withIndex });
  return {
    ctes: [...relation.ctes, ...repeated.ctes],
    from: repeated.from,
    columns: [...keep, step.item, ...(withIndex ? [step.index] : [])],
  };
}

/** Branches start from the same rows, so those are computed once and named. */
function writeUnion(step: UnionStep, relation: Relation, writing: Writing): Relation {
  const name = `_before${step.aliases[0] ?? ''}`;
  const keep = [...writing.carried, ...step.keep];
  const shared = `${name} AS MATERIALIZED (SELECT * FROM ${relation.from} AS _s)`;
  const start: Branches = { ctes: [...relation.ctes, shared], selects: [] };
  const { ctes, selects } = step.branches.reduce<Branches>((soFar, branch, position) => {
    const from = position === 0 ? name : realRowsOnly(name, step, writing.dialect);
    const rows = writeSteps(branch, { ...relation, ctes: soFar.ctes, from }, writing);
    const finished = branch.columns.map(
      (column, position) =>
        `${columnSql(column, writing.dialect)} AS ${step.aliases[position] ?? ''}`,
    );
    const select = `SELECT ${[...keep, ...finished].join(', ')} FROM ${rows.from} AS _s`;
    return { ctes: rows.ctes, selects: [...soFar.selects, select] };
  }, start);
  return {
    ctes,
    from: `(${selects.join(' UNION ALL ')})`,
    columns: [...keep, ...step.aliases],
  };
}

/** The row that stands for an empty forEachOrNull goes through the first branch alone. */
const realRowsOnly = (name: string, { parent }: UnionStep, dialect: Dialect): string =>
  parent === null
    ? name
    : `(SELECT * FROM ${name} WHERE ${sqlOf(apply('present', 'boolean', [parent]), dialect)})`;

interface Branches {
  readonly ctes: readonly string[];
  readonly selects: readonly string[];
}

function columnSql(column: PlannedColumn, dialect: Dialect): string {
  const { value, parent, collection, finished } = column;
  const sql = sqlOf(value, dialect);
  const complete = collection && !finished ? dialect.collection(sql, column.fhirType) : sql;
  if (parent === null || isRowIndex(value)) return complete;
  if (!collection && isNullWithoutElement(value)) return complete;
  return `CASE WHEN ${sqlOf(apply('present', 'boolean', [parent]), dialect)} THEN ${complete} END`;
}

/** The row of an empty forEachOrNull has the index 0. */
const isRowIndex = (value: Value): boolean =>
  value.kind === 'list' ? isRowIndex(value.of) : value.kind === 'variable' && value.native;

/** Elements of a missing element are missing; other values, as texts joined or counts, need to be told. */
function isNullWithoutElement(value: Value): boolean {
  switch (value.kind) {
    case 'field':
      return isNullWithoutElement(value.of);
    case 'variable':
      return value.name !== '_r';
    default:
      return false;
  }
}
