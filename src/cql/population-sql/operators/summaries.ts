import { type ElmNode, nodeAt } from '../../elm.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { attach } from '../correlate.ts';
import { listOf } from '../items.ts';
import { nameRows, read } from '../rows.ts';
import { certain, nothing, type RowsValue, type Value } from '../value.ts';
import { onlyPresent } from './existence.ts';
import { theOperand } from './operand.ts';

const summaries: Readonly<Record<string, (sql: string, distinct: string) => string>> = {
  Sum: (sql, distinct) => `SUM(${distinct}${sql})`,
  Min: (sql) => `MIN(${sql})`,
  Max: (sql) => `MAX(${sql})`,
};

/** The list that is summed up. */
function summed(node: ElmNode, scope: Scope, compiler: Compiler): Value {
  const source = nodeAt(node, 'source') ?? theOperand(node, scope, compiler);
  return listOf(compiler.value(source, scope), scope, compiler, node);
}

export const numberSummary: Handler = (node, scope, compiler) => {
  const list = summed(node, scope, compiler);
  if (list.kind === 'null') return nothing;
  const summary = summaries[node.type ?? ''];
  if (list.kind !== 'rows' || summary === undefined) {
    return compiler.refuse(`${node.type} of a ${list.kind} is not compiled`, node, scope);
  }
  const { element, isDistinct } = list;
  if (element.kind !== 'number' || element.low !== element.high) {
    return compiler.refuse(`${node.type} is compiled for certain numbers only`, node, scope);
  }
  const place = { scope, compiler, node };
  const { put } = attach({ ...list, element: nothing }, { thinning: 'grouped', order: [] }, place);
  const type = element.type === 'decimal' ? compiler.input.words.decimal : 'BIGINT';
  const sum = summary(element.low, isDistinct ? 'DISTINCT ' : '');
  return certain(element.type, put('value', `CAST(${sum} AS ${type})`));
};

export const count: Handler = (node, scope, compiler) => {
  const list = summed(node, scope, compiler);
  if (list.kind === 'null') return certain('integer', '0');
  if (list.kind !== 'rows')
    return compiler.refuse(`Count of a ${list.kind} is not compiled`, node, scope);
  onlyPresent(list, node, scope, compiler);
  const counted =
    list.isDistinct && list.element.kind !== 'row' ? thinned(list, node, scope, compiler) : list;
  const place = { scope, compiler, node };
  const { put } = attach(
    { ...counted, element: nothing },
    { thinning: 'grouped', order: [] },
    place,
  );
  return certain('integer', `COALESCE(${put('value', 'COUNT(*)')}, 0)`);
};

/** Values that are the same, once: in a common table expression of their own. */
function thinned(list: RowsValue, node: ElmNode, scope: Scope, compiler: Compiler): RowsValue {
  if (!isPlainValue(list.element))
    return compiler.refuse(`distinct values of ${list.element.kind} are not compiled`, node, scope);
  const title = scope.title === '' ? 'distinct' : scope.title;
  return read(nameRows(list, title, compiler, node, scope), scope, compiler, title);
}

/** A value of which SQL can tell whether two are the same: a date that may be partial is not. */
const isPlainValue = (value: Value): boolean =>
  value.kind === 'text' || (value.kind === 'number' && value.low === value.high);
