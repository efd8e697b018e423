import { type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import { choiceMissing } from './choices.ts';
import { isMissing } from './choose.ts';
import type { Binding, Compiler, Scope } from './compiler.ts';
import type { Place } from './correlate.ts';
import { Elements } from './elements.ts';
import { isList, wordingOf } from './is-list.ts';
import { listOf } from './items.ts';
import { columnRequest } from './project.ts';
import { nothing, type RowsValue, type Value } from './value.ts';

export interface NamedSource {
  readonly alias: string;
  readonly value: Value;
  /** Of a single value beside lists, where only the lists make the SELECT in which it can be written. */
  readonly later?: ElmNode | undefined;
}

/** The sources of a query under their aliases. */
export function querySources(
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): readonly NamedSource[] {
  const written = nodesAt(node, 'source');
  return written.map((source) => ({
    alias: textAt(source, 'alias') ?? '',
    ...(isBesideRows(source, written, scope, compiler)
      ? { value: nothing, later: nodeAt(source, 'expression') }
      : { value: sourceValue(source, scope, compiler) }),
  }));
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

export function sourceValue(source: ElmNode, scope: Scope, compiler: Compiler): Value {
  const expression = nodeAt(source, 'expression');
  if (expression === undefined) return compiler.refuse('a source has no expression', source, scope);
  const inside = { ...scope, alias: textAt(source, 'alias') ?? '', decides: 'no' } as const;
  return listOf(compiler.value(expression, inside), inside, compiler, source);
}

/** What an alias stands for in a query whose lists are put into this SELECT. */
export function bindingOf(
  { value, later }: NamedSource,
  frame: RowsValue['frame'],
  { node, scope, compiler }: Place,
): Binding {
  if (later !== undefined) return { kind: 'later', node: later, scope };
  if (value.kind !== 'rows') return { kind: 'value', value };
  const taken = takeOver(value, frame, compiler, node, scope);
  return { kind: 'value', value: taken, sources: value.frame.sources };
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

/** A single source that is missing gives nothing to ask about. */
export function isThere(alias: string, scope: Scope, { node, compiler }: Place): string {
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
