import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import type { Attached } from './correlate.ts';
import { type Branch, Cte, repeats } from './cte.ts';
import type { Source } from './frame.ts';
import { columnRequest, plainName, project, type Shelf } from './project.ts';
import { type ListsValue, type RowsValue, rowOf, type Value } from './value.ts';

/** What a common table expression of rows hands on, under the alias of its reader. */
export interface HandedOn {
  readonly cte: Cte;
  readonly element: (source: Source) => Value;
}

/** The branch of a common table expression that selects these rows. */
export function branchOf(rows: RowsValue, compiler: Compiler, node: ElmNode, scope: Scope): Branch {
  const { frame, element } = rows;
  const patient = frame.patientOwner();
  if (patient === undefined) return compiler.refuse('rows do not belong to a patient', node, scope);
  if (frame.captured.size > 0) {
    return compiler.refuse('rows of a list depend on a row outside it', node, scope);
  }
  const keys = new Map([['patient_id', `${patient.alias}.patient_id`]]);
  if (frame.hasPeriod) keys.set('period_id', frame.periodId());
  const row = rowOf(element)?.source ?? null;
  if (row !== null) keys.set('id', frame.column(row, columnRequest('id')));
  return { sources: frame.sources, conditions: frame.conditions, keys, rows: row };
}

/** Rows under a name of their own. */
export function nameRows(
  rows: RowsValue,
  title: string,
  compiler: Compiler,
  node: ElmNode,
  scope: Scope,
): HandedOn {
  const branch = branchOf(rows, compiler, node, scope);
  const isDistinct =
    rows.isDistinct && (rows.element.kind !== 'row' || repeats(rows.frame.sources));
  const thinning = { kind: isDistinct ? 'distinct' : 'all', key: [], order: [] } as const;
  const cte = compiler.cte(new Cte(compiler.name(title), [branch], thinning));
  return { cte, element: (source) => handOn(rows.element, cte, source, compiler, node, scope) };
}

function handOn(
  element: Value,
  cte: Cte,
  source: Source,
  compiler: Compiler,
  node: ElmNode,
  scope: Scope,
): Value {
  const refuse = (because: string): never => compiler.refuse(because, node, scope);
  const put = (hint: string, sql: string): string =>
    `${source.alias}.${cte.extra(plainName(hint), sql)}`;
  const shelf = shelfOf({ reader: source, put }, element, refuse);
  return project(element, 'value', shelf) ?? refuse(`a list of ${element.kind} is not handed on`);
}

/** Puts pieces of values into a common table expression and reads them under the alias of its reader. */
export function shelfOf(
  { reader, put }: Pick<Attached, 'reader' | 'put'>,
  element: Value,
  refuse: (because: string) => never,
): Shelf {
  const own = rowOf(element)?.source;
  return {
    put,
    row: (row) => (row.source === own ? { ...row, source: reader } : undefined),
    refuse,
  };
}

/** A frame that reads a common table expression of rows, one row each. */
export function read(
  handedOn: HandedOn,
  scope: Scope,
  compiler: Compiler,
  title: string,
): RowsValue {
  const frame = compiler.frame(scope.frame);
  const source = frame.add(compiler.source(handedOn.cte, scope.alias === '' ? title : scope.alias));
  return { kind: 'rows', frame, element: handedOn.element(source), order: [], isDistinct: false };
}

/** The rows of a definition under a new alias. */
export function readAgain(
  rows: ListsValue,
  alias: string,
  scope: Scope,
  compiler: Compiler,
): ListsValue {
  if (rows.kind === 'several') {
    const again = rows.parts.map((part) => onePartAgain(part, alias, scope, compiler));
    return { kind: 'several', parts: again };
  }
  return onePartAgain(rows, alias, scope, compiler);
}

function onePartAgain(rows: RowsValue, alias: string, scope: Scope, compiler: Compiler): RowsValue {
  const [only] = rows.frame.sources;
  if (only === undefined) throw new Error('readAgain: a definition has no source');
  const frame = compiler.frame(scope.frame);
  const source = frame.add(compiler.source(only.relation, alias));
  const element = underAlias(rows.element, only.alias, source.alias, source);
  return { kind: 'rows', frame, element, order: [], isDistinct: rows.isDistinct };
}

function underAlias(element: Value, from: string, to: string, source: Source): Value {
  const renamed = (sql: string): string => sql.replaceAll(`${from}.`, `${to}.`);
  switch (element.kind) {
    case 'row':
      return { ...element, source };
    case 'number':
      return { ...element, low: renamed(element.low), high: renamed(element.high) };
    case 'text':
      return { kind: 'text', sql: renamed(element.sql) };
    case 'time':
      return {
        ...element,
        piece: (which) => renamed(element.piece(which)),
        clock: element.clock === null ? null : renamed(element.clock),
      };
    case 'tuple': {
      const fields = [...element.fields].map(([name, field]): [string, () => Value] => [
        name,
        () => underAlias(field(), from, to, source),
      ]);
      return { kind: 'tuple', fields: new Map(fields) };
    }
    default:
      return element;
  }
}

/** The rows are no more than what one common table expression hands on. */
export function isPlainReading({ frame, element, order }: RowsValue): boolean {
  const [only, ...others] = frame.sources;
  return (
    only?.relation instanceof Cte &&
    others.length === 0 &&
    frame.conditions.length === 0 &&
    order.length === 0 &&
    element.kind === 'row' &&
    element.source === only
  );
}
