import { type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import { choiceMissing, chooseAny, isChoosable } from './choices.ts';
import { isMissing } from './choose.ts';
import type { Binding, Compiler, Scope } from './compiler.ts';
import { allOf, anyOf } from './conditions.ts';
import { existsSql, onlyWhere, type Place } from './correlate.ts';
import { Elements } from './elements.ts';
import { isList, wordingOf } from './is-list.ts';
import { listOf } from './items.ts';
import { nestedList, nestedQuery } from './nested.ts';
import { truth } from './plain.ts';
import { columnRequest } from './project.ts';
import { sortOrder } from './sorting.ts';
import { partsOf } from './truth.ts';
import { nothing, type RowsValue, type Value } from './value.ts';

/** A query: its sources become one FROM clause, its conditions one WHERE clause. */
export function query(node: ElmNode, scope: Scope, compiler: Compiler): Value {
  if (nodeAt(node, 'aggregate') !== undefined)
    return compiler.refuse('aggregate clauses are not compiled', node, scope);
  const written = nodesAt(node, 'source');
  const sources = written.map((source) => ({
    alias: textAt(source, 'alias') ?? '',
    ...(isBesideRows(source, written, scope, compiler)
      ? { value: nothing, later: nodeAt(source, 'expression') }
      : { value: sourceValue(source, scope, compiler) }),
  }));
  return queryOver(sources, node, scope, compiler);
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
  const isApart = answers.every(({ element }) => element.kind === 'row');
  return isApart
    ? { kind: 'several', parts: answers }
    : compiler.refuse('values of records of different types are not one list', node, scope);
}

interface NamedSource {
  readonly alias: string;
  readonly value: Value;
  /** Of a single value beside lists, where only the lists make the SELECT in which it can be written. */
  readonly later?: ElmNode | undefined;
}

function isBesideRows(
  source: ElmNode,
  all: readonly ElmNode[],
  scope: Scope,
  compiler: Compiler,
): boolean {
  const isRows = (one: ElmNode): boolean =>
    isList(nodeAt(one, 'expression') ?? {}, wordingOf(scope), compiler);
  return scope.frame === null && all.some(isRows) && !isRows(source);
}

function sourceValue(source: ElmNode, scope: Scope, compiler: Compiler): Value {
  const expression = nodeAt(source, 'expression');
  if (expression === undefined) return compiler.refuse('a source has no expression', source, scope);
  const inside = { ...scope, alias: textAt(source, 'alias') ?? '', decides: 'no' } as const;
  return listOf(compiler.value(expression, inside), inside, compiler, source);
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
  for (const { alias, value, later } of sources) {
    const sourcesOf = value.kind === 'rows' ? value.frame.sources : [];
    const taken = value.kind === 'rows' ? takeOver(value, frame, compiler, node, scope) : value;
    names.set(
      alias,
      later === undefined
        ? { kind: 'value', value: taken, sources: sourcesOf }
        : { kind: 'later', node: later, scope },
    );
  }
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

/** Puts the sources and conditions of a list into the query that reads it. */
function takeOver(
  rows: RowsValue,
  frame: RowsValue['frame'],
  compiler: Compiler,
  node: ElmNode,
  scope: Scope,
): Value {
  if (rows.isDistinct && rows.element.kind !== 'row') {
    return compiler.refuse('a query reads a list of distinct values', node, scope);
  }
  for (const source of rows.frame.sources) {
    const isAgain = frame.sources.some(({ alias }) => alias === source.alias);
    if (isAgain && source.relation.name === 'period_days') {
      return compiler.refuse(
        'two sources of a query each look up a day of the period',
        node,
        scope,
      );
    }
    if (!isAgain) frame.add(source);
  }
  for (const condition of rows.frame.conditions) frame.where(condition);
  for (const source of rows.frame.captured) frame.speaksOf(source);
  return rows.element;
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

function relate(relationship: ElmNode, scope: Scope, compiler: Compiler): void {
  const frame = compiler.within(scope, relationship);
  const alias = textAt(relationship, 'alias') ?? '';
  const related = sourceValue(relationship, scope, compiler);
  if (related.kind === 'row' || related.kind === 'tuple') {
    relateOne(relationship, { alias, value: related }, scope, compiler);
    return;
  }
  if (related.kind !== 'rows' && related.kind !== 'several')
    compiler.refuse('with and without need a list from the data', relationship, scope);
  const parts = related.kind === 'several' ? related.parts : [related];
  const exists = anyOf(
    parts.map((rows) => relatedExists(rows, { alias, relationship }, scope, compiler)),
  );
  frame.where(relationship.type === 'Without' ? `NOT (${exists})` : exists);
}

function relatedExists(
  related: RowsValue,
  { alias, relationship }: { readonly alias: string; readonly relationship: ElmNode },
  scope: Scope,
  compiler: Compiler,
): string {
  const names = new Map(scope.names).set(alias, {
    kind: 'value',
    value: related.element,
    sources: related.frame.sources,
  });
  const suchThat = nodeAt(relationship, 'suchThat');
  if (suchThat !== undefined) {
    const inside = { ...scope, frame: related.frame, names, alias: '', decides: 'holds' } as const;
    related.frame.where(...partsOf(truth(suchThat, inside, compiler)));
  }
  return existsSql(related, compiler.within(scope, relationship));
}

/** A single record or tuple is a list of one, also when it is missing. */
function relateOne(
  relationship: ElmNode,
  { alias, value }: NamedSource,
  scope: Scope,
  compiler: Compiler,
): void {
  const frame = compiler.within(scope, relationship);
  const suchThat = nodeAt(relationship, 'suchThat');
  const names = new Map(scope.names).set(alias, { kind: 'value', value });
  const isWith = relationship.type === 'With';
  const decides = isWith ? 'holds' : 'no';
  const holds =
    suchThat === undefined
      ? compiler.refuse('with and without need a condition', relationship, scope)
      : truth(suchThat, { ...scope, names, alias: '', decides }, compiler);
  if (isWith) frame.where(...partsOf(holds));
  else frame.where(`(${holds.isTrue}) IS NOT TRUE`);
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
  const [only] = sources;
  const binding = only === undefined ? undefined : scope.names.get(only.alias);
  if (sources.length === 1 && binding?.kind === 'value') return binding.value;
  const fields = sources.map(({ alias }): [string, () => Value] => [
    alias,
    () => {
      const bound = scope.names.get(alias);
      return bound?.kind === 'value' ? bound.value : nothing;
    },
  ]);
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

/** A single source that is missing gives nothing to ask about. */
function isThere(alias: string, scope: Scope, { node, compiler }: Place): string {
  const value = compiler.value({ type: 'AliasRef', name: alias }, scope);
  if (value.kind === 'choice') return choiceMissing(value).isFalse;
  const missing = isMissing(value);
  if (missing !== undefined) return missing.isFalse;
  if (value.kind === 'row') {
    const id = compiler.within(scope, node).column(value.source, columnRequest('id'));
    return `${id} IS NOT NULL`;
  }
  return value.kind === 'element'
    ? new Elements(compiler, scope, node).presence(value)
    : compiler.refuse(`whether a ${value.kind} is missing is not compiled`, node, scope);
}
