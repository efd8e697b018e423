import { type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { Elements } from './elements.ts';
import { plain } from './plain.ts';
import { withStandIn } from './times.ts';
import { truthSql } from './truth.ts';
import type { TimeValue, Value } from './value.ts';

interface Sorted {
  readonly node: ElmNode;
  readonly element: Value;
  readonly isDistinct: boolean;
}

/** ORDER BY items as CQL sorts: nothing before something, partial times at their first instant. */
export function sortOrder(
  { node, element, isDistinct }: Sorted,
  scope: Scope,
  compiler: Compiler,
): readonly string[] {
  const sort = nodeAt(node, 'sort');
  if (sort === undefined) return [];
  return nodesAt(sort, 'by').flatMap((by) => {
    const isDescending = ['desc', 'descending'].includes(textAt(by, 'direction') ?? '');
    const direction = isDescending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST';
    const value = sortValue(by, element, scope, compiler);
    const order =
      isDistinct && value === element && value.kind === 'time'
        ? orderOfDistinct(value)
        : orderOf(value, by, scope, compiler);
    return order.map((sql) => `${sql} ${direction}`);
  });
}

function sortValue(by: ElmNode, element: Value, scope: Scope, compiler: Compiler): Value {
  if (by.type === 'ByDirection') return element;
  if (by.type === 'ByColumn') return member(element, textAt(by, 'path') ?? '', by, scope, compiler);
  const expression = nodeAt(by, 'expression');
  if (expression === undefined) return compiler.refuse('a sort has no expression', by, scope);
  // Names without an alias inside a sort expression are members of the element that is sorted.
  const names = new Map(scope.names).set('$this', { kind: 'value', value: element });
  return plain(expression, { ...scope, names }, compiler);
}

export function member(
  element: Value,
  path: string,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  if (element.kind === 'tuple') {
    const field = element.fields.get(path);
    return field === undefined
      ? compiler.refuse(`there is no '${path}' to sort by`, node, scope)
      : field();
  }
  if (element.kind === 'row' || element.kind === 'element') {
    const elements = new Elements(compiler, scope, node);
    const value = path
      .split('.')
      .reduce<Value>(
        (from, step) =>
          from.kind === 'row' || from.kind === 'element' ? elements.step(from, step) : from,
        element,
      );
    return value.kind === 'element' ? elements.plain(value) : value;
  }
  return compiler.refuse(`a list of ${element.kind} is not sorted`, node, scope);
}

/** Of times that are equal, as 10:00:00 and 10:00:00.000, only one is left: they take one place. */
function orderOfDistinct(value: TimeValue): readonly string[] {
  const time = withStandIn(value);
  if (time.isExact) return [time.piece('low')];
  const [low, high] = [time.piece('low'), time.piece('high')];
  const until =
    time.type === 'Date'
      ? high
      : `CASE WHEN ${high} <= ${low} + INTERVAL '999 milliseconds' THEN ${low} ELSE ${high} END`;
  return [low, until];
}

function orderOf(value: Value, node: ElmNode, scope: Scope, compiler: Compiler): readonly string[] {
  switch (value.kind) {
    case 'time': {
      const time = withStandIn(value);
      return time.isExact ? [time.piece('low')] : [time.piece('low'), time.piece('high')];
    }
    case 'number':
      return [value.low];
    case 'text':
      return [compiler.input.words.byBytes(value.sql)];
    case 'truth':
      return [truthSql(value)];
    default:
      return compiler.refuse(`a ${value.kind} is not sorted`, node, scope);
  }
}
