import { type ElmNode, nodeAt, textAt } from '../../elm.ts';
import { chooseAny, mapChoice } from '../choices.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { plain } from '../plain.ts';
import {
  boundless,
  type IntervalRelation,
  isIncludedIn,
  overlap,
  overlapsAfter,
  overlapsBefore,
} from '../relations.ts';
import { type Bound, type IntervalValue, nothing, unknown, type Value } from '../value.ts';
import { precisionOf } from './comparison.ts';
import { twoOperands } from './operand.ts';

const interval: Handler = (node, scope, compiler) => {
  const copied = copiedInterval(node);
  if (copied !== undefined) return retyped(copied, node, scope, compiler);
  if (nodeAt(node, 'lowClosedExpression') ?? nodeAt(node, 'highClosedExpression'))
    return compiler.refuse(
      'an interval whose ends open by a condition is not compiled',
      node,
      scope,
    );
  const bound = (side: 'low' | 'high'): Bound => {
    const expression = nodeAt(node, side);
    const value = expression === undefined ? nothing : compiler.value(expression, scope);
    if (value.kind === 'element')
      return compiler.refuse('an interval of FHIR elements is not compiled', node, scope);
    const isClosed = node[`${side}Closed`] !== false;
    if (value.kind !== 'time' && value.kind !== 'number' && value.kind !== 'null') {
      return compiler.refuse(`an interval of ${value.kind} is not compiled`, node, scope);
    }
    return { value, isClosed, withoutValue: isClosed ? 'unbounded' : 'unknown' };
  };
  return {
    kind: 'interval',
    low: bound('low'),
    high: bound('high'),
    isPresent: null,
    needsAnEnd: !isTyped(nodeAt(node, 'low')) && !isTyped(nodeAt(node, 'high')),
  } satisfies IntervalValue;
};

/** In memory an interval without ends is of the type that a cast of an end names. */
const isTyped = (bound: ElmNode | undefined): boolean =>
  bound !== undefined &&
  (textAt(bound, 'asType') !== undefined ||
    nodeAt(bound, 'asTypeSpecifier')?.type === 'NamedTypeSpecifier');

/** Interval(X.low as T, X.high as T) that is closed where X is: the interval X with its ends as another type. */
function copiedInterval(node: ElmNode): ElmNode | undefined {
  const parts = [
    ['low', 'low'],
    ['high', 'high'],
    ['lowClosedExpression', 'lowClosed'],
    ['highClosedExpression', 'highClosed'],
  ] as const;
  const sources = parts.map(([key, path]) => {
    const written = nodeAt(node, key);
    const read = written?.type === 'As' ? nodeAt(written, 'operand') : written;
    return read?.type === 'Property' && textAt(read, 'path') === path
      ? nodeAt(read, 'source')
      : undefined;
  });
  const [first] = sources;
  const form = withoutPlaces(first);
  return first !== undefined && sources.every((one) => withoutPlaces(one) === form)
    ? first
    : undefined;
}

const withoutPlaces = (node: ElmNode | undefined): string =>
  JSON.stringify([node], (key, value: unknown) =>
    key === 'locator' || key === 'localId' || key === 'annotation' ? undefined : value,
  );

/** Nothing becomes the interval without bounds: its ends are missing and, as nothing says otherwise, closed. */
function retyped(source: ElmNode, node: ElmNode, scope: Scope, compiler: Compiler): Value {
  const value = plain(source, scope, compiler);
  const forms = value.kind === 'choice' ? value.alternatives : [];
  if (value.kind === 'null' || isBoundless(value)) return boundless;
  const isPlain =
    forms.length > 0 &&
    forms.every((form) => form.value.kind === 'null' || form.type === 'Interval<DateTime>');
  if (!isPlain)
    return value.kind === 'interval' && value.isPresent === null && value.low.value.kind === 'time'
      ? value
      : compiler.refuse(`an interval made of a ${value.kind} is not compiled`, node, scope);
  let rest: Value = boundless;
  for (const { when, value: form } of forms.toReversed())
    rest = chooseAny(when, form.kind === 'null' ? boundless : form, rest);
  return rest;
}

const isBoundless = (value: Value): boolean =>
  value.kind === 'interval' &&
  value.isPresent === null &&
  [value.low, value.high].every((end) => end.value.kind === 'null' && end.isClosed);

const related =
  (relation: IntervalRelation, isTurned = false): Handler =>
  (node, scope, compiler) => {
    const precision = precisionOf(node, scope, compiler);
    const [one, other] = twoOperands(node, scope, compiler);
    const [a, b] = isTurned ? [other, one] : [one, other];
    if (a.kind === 'null' || b.kind === 'null') return unknown;
    const answer = mapChoice(a, (first) =>
      mapChoice(b, (second) =>
        first.kind === 'interval' && second.kind === 'interval'
          ? relation(first, second, precision)
          : undefined,
      ),
    );
    return (
      answer ??
      compiler.refuse(`${node.type} of ${a.kind} and ${b.kind} is not compiled`, node, scope)
    );
  };

export const intervalHandlers: Readonly<Record<string, Handler>> = {
  Interval: interval,
  IncludedIn: related(isIncludedIn),
  Includes: related(isIncludedIn, true),
  Overlaps: related(overlap),
  OverlapsBefore: related(overlapsBefore),
  OverlapsAfter: related(overlapsAfter),
};
