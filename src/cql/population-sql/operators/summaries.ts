import { type ElmNode, nodeAt } from '../../elm.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { attach } from '../correlate.ts';
import { repeats } from '../cte.ts';
import { listOf } from '../items.ts';
import { columnRequest } from '../project.ts';
import { withStandIn } from '../times.ts';
import { certain, isCertain, nothing, type RowsValue, type Value } from '../value.ts';
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
  const what = list.isDistinct ? distinctItem(list, node, scope, compiler) : '*';
  const place = { scope, compiler, node };
  const { put } = attach({ ...list, element: nothing }, { thinning: 'grouped', order: [] }, place);
  return certain('integer', `COALESCE(${put('value', `COUNT(${what})`)}, 0)`);
};

/** Records are distinct by themselves, unless several sources stand side by side. */
function distinctItem(
  { element, frame }: RowsValue,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): string {
  if (element.kind !== 'row') return `DISTINCT ${valueText(element, node, scope, compiler)}`;
  return repeats(frame.sources)
    ? `DISTINCT ${frame.column(element.source, columnRequest('id'))}`
    : '*';
}

/** What is the same for two values exactly when they are equal; of times only dates have it, their first and last day. */
function valueText(value: Value, node: ElmNode, scope: Scope, compiler: Compiler): string {
  if (value.kind === 'text') return value.sql;
  if (value.kind === 'number' && isCertain(value)) return value.low;
  if (value.kind === 'time' && value.type === 'Date') {
    const date = withStandIn(value);
    return `CAST(${date.piece('first')} AS VARCHAR) || CAST(${date.piece('last')} AS VARCHAR)`;
  }
  return compiler.refuse(`distinct values of ${value.kind} are not compiled`, node, scope);
}
