import { type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import { chooseAny, isChoosable } from './choices.ts';
import type { Binding, Compiler, Scope } from './compiler.ts';
import { allOf } from './conditions.ts';
import { onlyWhere, type Place } from './correlate.ts';
import { nestedList, nestedQuery } from './nested.ts';
import { truth } from './plain.ts';
import { bindingOf, isThere, type NamedSource, querySources } from './query-sources.ts';
import { relate } from './relationships.ts';
import { sortOrder } from './sorting.ts';
import { partsOf } from './truth.ts';
import { nothing, type RowsValue, type Value } from './value.ts';

/** A query: its sources become one FROM clause, its conditions one WHERE clause. */
export function query(node: ElmNode, scope: Scope, compiler: Compiler): Value {
  if (nodeAt(node, 'aggregate') !== undefined)
    return compiler.refuse('aggregate clauses are not compiled', node, scope);
  return queryOver(querySources(node, scope, compiler), node, scope, compiler);
}

function queryOver(
  sources: readonly NamedSource[],
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  const [first] = sources;
  if (first === undefined) return compiler.refuse('the query has no source', node, scope);
  const mixed = sources.find(({ value }) => value.kind === 'several');
  if (mixed?.value.kind === 'several')
    return ofEachType(mixed, mixed.value.parts, { sources, node, scope, compiler });
  if (sources.length === 1 && first.value.kind === 'element') {
    const list = nestedList(first.value, scope, compiler, node);
    if (list !== undefined)
      return nestedQuery(node, { ...list, alias: first.alias }, scope, compiler);
  }
  if (sources.length === 1 && first.value.kind === 'nested' && first.value.concepts !== undefined) {
    const list = { kind: 'concepts', list: first.value.concepts } as const;
    return nestedQuery(node, { ...list, alias: first.alias }, scope, compiler);
  }
  const lists = sources.filter(({ value }) => value.kind === 'rows');
  return lists.length === 0
    ? singleQuery(node, sources, scope, compiler)
    : listQuery(node, sources, scope, compiler);
}

/** A query over records of several types asks each type by itself. */
function ofEachType(
  mixed: NamedSource,
  parts: readonly RowsValue[],
  { sources, node, scope, compiler }: Place & { readonly sources: readonly NamedSource[] },
): Value {
  if (nodeAt(node, 'sort') !== undefined)
    return compiler.refuse('records of different types are not sorted', node, scope);
  const answers = parts.flatMap((part) => {
    const own = sources.map((one) => (one === mixed ? { ...one, value: part } : one));
    const answer = queryOver(own, node, scope, compiler);
    if (answer.kind === 'several') return answer.parts;
    return answer.kind === 'rows'
      ? [answer]
      : compiler.refuse(`a list of ${answer.kind} of several types is not compiled`, node, scope);
  });
  return { kind: 'several', parts: answers };
}

function listQuery(
  node: ElmNode,
  sources: readonly NamedSource[],
  scope: Scope,
  compiler: Compiler,
): RowsValue {
  const frame = compiler.frame(scope.frame);
  const names = new Map<string, Binding>(scope.names);
  const isSingle = sources.length === 1;
  for (const source of sources)
    names.set(source.alias, bindingOf(source, frame, { node, scope, compiler }));
  const inside = withLets(node, { ...scope, frame, names, alias: '' });
  for (const { alias, value } of sources)
    if (value.kind !== 'rows') frame.where(isThere(alias, inside, { node, scope, compiler }));
  for (const relationship of nodesAt(node, 'relationship')) relate(relationship, inside, compiler);
  const where = nodeAt(node, 'where');
  if (where !== undefined)
    frame.where(...partsOf(truth(where, { ...inside, decides: 'holds' }, compiler)));
  const element = returned(node, sources, inside, compiler);
  const returns = nodeAt(node, 'return');
  const inner = sources[0]?.value;
  const wasDistinct =
    isSingle && returns === undefined && inner?.kind === 'rows' ? inner.isDistinct : false;
  const isDistinct = returns === undefined ? wasDistinct || !isSingle : returns.distinct !== false;
  const order = sortOrder({ node, element, isDistinct }, inside, compiler);
  return { kind: 'rows', frame, element, order, isDistinct };
}

function withLets(node: ElmNode, scope: Scope): Scope {
  let inside = scope;
  for (const clause of nodesAt(node, 'let')) {
    const expression = nodeAt(clause, 'expression');
    if (expression === undefined) continue;
    const names = new Map(inside.names);
    names.set(textAt(clause, 'identifier') ?? '', {
      kind: 'later',
      node: expression,
      scope: inside,
    });
    inside = { ...inside, names };
  }
  return inside;
}

function returned(
  node: ElmNode,
  sources: readonly NamedSource[],
  scope: Scope,
  compiler: Compiler,
): Value {
  const clause = nodeAt(node, 'return');
  const expression = clause === undefined ? undefined : nodeAt(clause, 'expression');
  if (expression !== undefined) return compiler.value(expression, scope);
  const fields = sources.map(({ alias }): [string, () => Value] => [
    alias,
    () => compiler.value({ type: 'AliasRef', name: alias }, scope),
  ]);
  const [only, ...others] = fields;
  if (only !== undefined && others.length === 0) return only[1]();
  return { kind: 'tuple', fields: new Map(fields) };
}

/** A query over single values: what it returns, when its condition holds. */
function singleQuery(
  node: ElmNode,
  sources: readonly NamedSource[],
  scope: Scope,
  compiler: Compiler,
): Value {
  if (nodesAt(node, 'relationship').length > 0) {
    return compiler.refuse('with and without on a single value are not compiled', node, scope);
  }
  const names = new Map<string, Binding>(scope.names);
  for (const { alias, value } of sources) names.set(alias, { kind: 'value', value });
  const inside = withLets(node, { ...scope, names, alias: '' });
  const result = returned(node, sources, inside, compiler);
  const where = nodeAt(node, 'where');
  const holds = allOf([
    ...sources.map(({ alias }) => isThere(alias, inside, { node, scope, compiler })),
    where === undefined ? 'TRUE' : truth(where, inside, compiler).isTrue,
  ]);
  if (holds === 'TRUE' || result.kind === 'null') return result;
  if (result.kind === 'row') return onlyWhere(result, holds, { node, scope, compiler });
  const chosen = isChoosable(result) ? chooseAny(holds, result, nothing) : undefined;
  return (
    chosen ?? compiler.refuse(`a condition on a single ${result.kind} is not compiled`, node, scope)
  );
}
