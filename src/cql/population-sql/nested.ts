import { type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { Elements } from './elements.ts';
import { plain, truth } from './plain.ts';
import type { ElementValue, NestedValue, TextValue, Value } from './value.ts';
import { textOf } from './value.ts';

type NestedList =
  | { readonly kind: 'concepts'; readonly list: string }
  | { readonly kind: 'codings'; readonly list: string }
  | { readonly kind: 'references'; readonly list: string; readonly target: string };

/** The list inside a row that an element is, when a list column holds it. */
export function nestedList(
  element: ElementValue,
  scope: Scope,
  compiler: Compiler,
  node: ElmNode,
): NestedList | undefined {
  const { row, path } = element;
  const elements = new Elements(compiler, scope, node);
  const table = compiler.table(row.resource, node, scope);
  const reference = table.references.get(path);
  if (reference?.isList === true) {
    return {
      kind: 'references',
      list: elements.column(row, reference.column),
      target: reference.target,
    };
  }
  if (table.codings.has(path)) return { kind: 'concepts', list: elements.codingList(element) };
  const concept = path.replace(/\.coding$/, '');
  if (concept !== path && table.codings.has(concept)) {
    return { kind: 'codings', list: elements.codingList({ ...element, path: concept }) };
  }
  return undefined;
}

/** A query over a list inside a row. */
export function nestedQuery(
  node: ElmNode,
  list: NestedList & { readonly alias: string },
  scope: Scope,
  compiler: Compiler,
): NestedValue {
  const hasMore =
    nodesAt(node, 'let').length + nodesAt(node, 'relationship').length > 0 ||
    nodeAt(node, 'sort') !== undefined;
  if (hasMore)
    return compiler.refuse(
      'let, with, without and sort inside a record are not compiled',
      node,
      scope,
    );
  const item = 'item';
  const inside = (value: Value): Scope => ({
    ...scope,
    decides: 'no',
    names: new Map(scope.names).set(list.alias, { kind: 'value', value }),
  });
  const where = nodeAt(node, 'where');
  const condition = where === undefined ? 'TRUE' : conditionOn(where, list, item, inside, compiler);
  const returns = nodeAt(node, 'return');
  const expression = returns === undefined ? undefined : nodeAt(returns, 'expression');
  const isEveryConcept =
    list.kind === 'concepts' && where === undefined && isTheItem(expression, list.alias);
  return {
    kind: 'nested',
    list: list.list,
    item,
    condition,
    ...(isEveryConcept ? { concepts: list.list } : {}),
    element: (sql) => {
      const value = itemValue(list, sql);
      return expression === undefined ? value : plain(expression, inside(value), compiler);
    },
  };
}

/** The item itself, or itself as a CQL concept. */
function isTheItem(expression: ElmNode | undefined, alias: string): boolean {
  if (expression === undefined) return true;
  if (expression.type === 'AliasRef') return expression.name === alias;
  const [operand] = nodesAt(expression, 'operand');
  const isConcept = expression.type === 'FunctionRef' && expression.name === 'ToConcept';
  return isConcept && operand?.type === 'AliasRef' && operand.name === alias;
}

function conditionOn(
  where: ElmNode,
  list: NestedList & { readonly alias: string },
  item: string,
  inside: (value: Value) => Scope,
  compiler: Compiler,
): string {
  const value = itemValue(list, item);
  const scope = inside(value);
  if (list.kind === 'concepts') {
    if (!asksOneMembership(where, list.alias)) {
      return compiler.refuse(
        'of a list of concepts only membership in codes or a value set is compiled',
        where,
        scope,
      );
    }
    return truth(where, inside({ kind: 'codings', list: list.list }), compiler).isTrue;
  }
  if (list.kind === 'references' && !namesTarget(where, list.target)) {
    return compiler.refuse(
      `the flat table holds only references to ${list.target} here, and the condition does not ask for them alone`,
      where,
      scope,
    );
  }
  return truth(where, scope, compiler).isTrue;
}

function itemValue(list: NestedList, sql: string): Value {
  if (list.kind === 'references') return { kind: 'reference', target: list.target, id: sql };
  return { kind: 'coding', text: sql };
}

/**
 * The codings of all concepts lie in one list. That a concept is in a set can be asked of them together, and that one
 * is in this or in that set; that the same concept is in both cannot.
 */
function asksOneMembership(where: ElmNode, alias: string): boolean {
  if (where.type === 'Or')
    return nodesAt(where, 'operand').every((part) => asksOneMembership(part, alias));
  const isMembership = ['Equivalent', 'InValueSet', 'AnyInValueSet'].includes(where.type ?? '');
  return isMembership && JSON.stringify(where).includes(`"name":"${alias}"`);
}

/** The condition holds only for references to the target: it compares with 'Target/…' or asks how they start. */
function namesTarget(where: ElmNode, target: string): boolean {
  if (where.type === 'And')
    return nodesAt(where, 'operand').some((part) => namesTarget(part, target));
  const operands = nodesAt(where, 'operand');
  const start = (node: ElmNode): string =>
    node.type === 'Concatenate'
      ? start(nodesAt(node, 'operand')[0] ?? {})
      : (textAt(node, 'value') ?? '');
  if (where.type === 'Equal') return operands.some((node) => start(node).startsWith(`${target}/`));
  return where.type === 'StartsWith' && start(operands[1] ?? {}) === `${target}/`;
}

/** A step into one coding or reference of a list. */
export function itemStep(
  item: Value & { kind: 'coding' | 'reference' },
  name: string,
): TextValue | Value | undefined {
  if (item.kind === 'reference') {
    return name === 'reference'
      ? {
          kind: 'text',
          sql: `'${item.target}/' || ${item.id}`,
          reference: { target: item.target, id: item.id },
        }
      : undefined;
  }
  const bar = `strpos(${item.text}, '|')`;
  if (name === 'system') return textOf(`NULLIF(substr(${item.text}, 1, ${bar} - 1), '')`);
  if (name === 'code') return textOf(`NULLIF(substr(${item.text}, ${bar} + 1), '')`);
  return undefined;
}
