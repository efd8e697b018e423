import { type ElmNode, nodeAt } from '../../elm.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { attach, joinOne, type Place } from '../correlate.ts';
import type { Source } from '../frame.ts';
import { listOf } from '../items.ts';
import { columnRequest, project } from '../project.ts';
import { shelfOf } from '../rows.ts';
import { type NestedValue, nothing, type RowsValue, type Value } from '../value.ts';
import { theOperand } from './operand.ts';
import { afterLast } from './texts.ts';

/** The first row, or with `isLast` the last, of a list. */
export const endOfList =
  (isLast: boolean): Handler =>
  (node, scope, compiler) => {
    const source = nodeAt(node, 'source') ?? theOperand(node, scope, compiler);
    if (isLast && source.type === 'Split') return afterLast(source, scope, compiler);
    const inside = { ...scope, decides: 'no' } as const;
    const list = listOf(compiler.value(source, inside), inside, compiler, node);
    if (list.kind === 'null') return nothing;
    if (list.kind === 'nested' && !isLast) return firstNested(list, node, scope, compiler);
    if (list.kind === 'rows') return endOfRows(list, isLast, { scope, compiler, node });
    const which = isLast ? 'last' : 'first';
    return compiler.refuse(`the ${which} of a ${list.kind} is not compiled`, node, scope);
  };

function endOfRows(list: RowsValue, isLast: boolean, place: Place): Value {
  const { scope, compiler, node } = place;
  const refuse = (because: string): never => compiler.refuse(because, node, scope);
  const one = joinOne(list, place);
  if (one !== undefined) return underSource(list.element, one);
  const order = list.order.map((item) => (isLast ? reversed(item) : item));
  // Of equal times only the first is left.
  const isFirstLeft = list.isDistinct && list.element.kind === 'time' && list.order.length > 0;
  const tie = tieBreak(list, isLast && !isFirstLeft, compiler);
  if (tie === undefined && order.length === 0) return refuse('a list without order has no first');
  if (isLast && list.isDistinct && list.order.length === 0 && list.element.kind !== 'row') {
    return refuse('the last of distinct values without an order is not compiled');
  }
  const summary = {
    thinning: 'first',
    order: tie === undefined ? order : [...order, tie],
  } as const;
  const attached = attach(list, summary, place);
  return (
    project(list.element, 'value', shelfOf(attached, list.element, refuse)) ??
    refuse(`the first ${list.element.kind} is not compiled`)
  );
}

/** A row that is joined under its old alias stands in another SELECT now. */
function underSource(element: Value, source: Source): Value {
  if (element.kind === 'row') return { ...element, source };
  return element.kind === 'element' ? { ...element, row: { ...element.row, source } } : element;
}

function firstNested(
  { list, item, condition, element }: NestedValue,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  if (condition !== 'TRUE' && condition !== `${item} IS NOT NULL`) {
    return compiler.refuse('the first of some items inside a record is not compiled', node, scope);
  }
  return element(compiler.input.words.firstItem(list));
}

const reversed = (item: string): string =>
  item.endsWith('ASC NULLS FIRST')
    ? item.replace(/ASC NULLS FIRST$/, 'DESC NULLS LAST')
    : item.replace(/DESC NULLS LAST$/, 'ASC NULLS FIRST');

/** Records of one type come in the order of their ids. */
function tieBreak({ frame }: RowsValue, isLast: boolean, compiler: Compiler): string | undefined {
  const rows = frame.sources.filter(
    ({ relation, join }) => relation.hasPatient && join.kind === 'inner',
  );
  const [only, ...others] = rows;
  if (only === undefined || others.length > 0) return undefined;
  const id = only.relation.column(only.alias, columnRequest('id'));
  return `${compiler.input.words.byBytes(id)}${isLast ? ' DESC' : ''}`;
}

/**
 * The only item of a list. Where a list has several, the evaluation fails in memory; the statement then refuses when it
 * is run. A record that is named by its id is the only one.
 */
export const singletonFrom: Handler = (node, scope, compiler) => {
  const inside = {
    ...scope,
    alias: scope.alias === '' ? 'Only' : scope.alias,
    decides: 'no',
  } as const;
  const value = compiler.value(theOperand(node, scope, compiler), inside);
  const list = listOf(value, inside, compiler, node);
  if (list.kind === 'null') return nothing;
  if (list.kind !== 'rows')
    return compiler.refuse(`the only item of a ${list.kind} is not compiled`, node, scope);
  return isThePatient(list)
    ? thePatient(list, { scope, compiler, node })
    : onlyOf(list, { scope, compiler, node });
};

const isThePatient = ({ element, frame }: RowsValue): boolean =>
  element.kind === 'row' && element.resource === 'Patient' && frame.conditions.length === 0;

function thePatient(list: RowsValue, place: Place): Value {
  const { reader } = attach(list, { thinning: 'distinct', order: [] }, place);
  return list.element.kind === 'row' ? { ...list.element, source: reader } : nothing;
}

function onlyOf(list: RowsValue, place: Place): Value {
  const one = joinOne(list, place);
  if (one !== undefined) return underSource(list.element, one);
  const refuse = (because: string): never =>
    place.compiler.refuse(because, place.node, place.scope);
  const order = tieBreak(list, false, place.compiler);
  const attached = attach(
    list,
    { thinning: 'first', order: order === undefined ? [] : [order] },
    place,
  );
  const found = attached.put('rows_found', attached.rowsOfKey);
  place.compiler.refuseWhere(
    attached.reader,
    `${found} > 1`,
    'a list that should have one item at most has several',
  );
  return (
    project(list.element, 'value', shelfOf(attached, list.element, refuse)) ??
    refuse(`the only ${list.element.kind} is not compiled`)
  );
}
