import { type ElmNode, nodesAt, textAt } from '../../elm.ts';
import { mapChoice } from '../choices.ts';
import { isMissing } from '../choose.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { allOf, anyOf } from '../conditions.ts';
import type { Place } from '../correlate.ts';
import { endOf, isIn, startOf } from '../intervals.ts';
import { equalNumber, lessNumber, sameOrLessNumber } from '../numbers.ts';
import { plain } from '../plain.ts';
import { endsBefore, type IntervalRelation, startsAfter } from '../relations.ts';
import { isBefore, isEqual, isSame, isSameOrBefore, type TimePrecision } from '../times.ts';
import { comparison, decided, negated, partsOf } from '../truth.ts';
import {
  type RowsValue,
  type TextValue,
  type TimeValue,
  type Truth,
  unknown,
  type Value,
} from '../value.ts';
import { asCodings, isAmong } from './codes.ts';
import { equivalentTexts } from './equivalent-texts.ts';
import { anyWhere } from './existence.ts';
import { twoOperands } from './operand.ts';
import { compareQuantities } from './quantities.ts';

/** Instant or day; other precisions are refused, because they depend on the offset each time was recorded with. */
export function precisionOf(node: ElmNode, scope: Scope, compiler: Compiler): TimePrecision {
  const precision = textAt(node, 'precision');
  if (precision === undefined) return 'instant';
  return precision === 'Day'
    ? 'day'
    : compiler.refuse(`comparing by ${precision.toLowerCase()} is not compiled`, node, scope);
}

type Comparison = (a: Value, b: Value, precision: TimePrecision) => Truth | undefined;

const less: Comparison = (a, b, precision) => {
  if (a.kind === 'quantity' && b.kind === 'quantity') return compareQuantities(a, b, lessNumber);
  if (a.kind === 'number' && b.kind === 'number') return lessNumber(a, b);
  if (a.kind === 'time' && b.kind === 'time' && a.type === b.type) return isBefore(a, b, precision);
  return undefined;
};

const sameOrLess: Comparison = (a, b, precision) => {
  if (a.kind === 'quantity' && b.kind === 'quantity')
    return compareQuantities(a, b, sameOrLessNumber);
  if (a.kind === 'number' && b.kind === 'number') return sameOrLessNumber(a, b);
  if (a.kind === 'time' && b.kind === 'time' && a.type === b.type)
    return isSameOrBefore(a, b, precision);
  return undefined;
};

const turned =
  (compare: Comparison): Comparison =>
  (a, b, precision) =>
    compare(b, a, precision);

/** An interval comes before what begins after its end. */
const ofIntervals =
  (compare: Comparison, isReversed: boolean): Comparison =>
  (a, b, precision) => {
    const first = a.kind === 'interval' ? (isReversed ? startOf(a) : endOf(a)) : a;
    const second = b.kind === 'interval' ? (isReversed ? endOf(b) : startOf(b)) : b;
    return first === undefined || second === undefined
      ? undefined
      : compare(first, second, precision);
  };

/** Two intervals by their edges, known or not; anything else as it compares. */
const byEdges =
  (relation: IntervalRelation, compare: Comparison): Comparison =>
  (a, b, precision) =>
    a.kind === 'interval' && b.kind === 'interval'
      ? relation(a, b, precision)
      : compare(a, b, precision);

const compared =
  (compare: Comparison): Handler =>
  (node, scope, compiler) => {
    const precision = precisionOf(node, scope, compiler);
    const [a, b] = twoOperands(node, scope, compiler);
    if (a.kind === 'null' || b.kind === 'null') return unknown;
    const answer = mapChoice(a, (one) => mapChoice(b, (other) => compare(one, other, precision)));
    return (
      answer ??
      compiler.refuse(`${node.type} of ${a.kind} and ${b.kind} is not compiled`, node, scope)
    );
  };

const same: Comparison = (a, b, precision) =>
  a.kind === 'time' && b.kind === 'time' && a.type === b.type ? isSame(a, b, precision) : undefined;

const equal: Handler = (node, scope, compiler) => {
  const [a, b] = twoOperands(node, scope, compiler);
  if (a.kind === 'null' || b.kind === 'null') return unknown;
  const answer = mapChoice(a, (one) => mapChoice(b, (other) => equality(one, other)));
  return (
    answer ?? compiler.refuse(`equality of ${a.kind} and ${b.kind} is not compiled`, node, scope)
  );
};

function equality(a: Value, b: Value): Truth | undefined {
  if (a.kind === 'number' && b.kind === 'number') return equalNumber(a, b);
  if (a.kind === 'quantity' && b.kind === 'quantity') return compareQuantities(a, b, equalNumber);
  if (a.kind === 'time' && b.kind === 'time' && a.type === b.type) return isEqual(a, b);
  if (a.kind === 'text' && b.kind === 'text') return equalText(a, b);
  if (a.kind === 'truth' && b.kind === 'truth') {
    return {
      kind: 'truth',
      isTrue: `(${a.isTrue} AND ${b.isTrue}) OR (${a.isFalse} AND ${b.isFalse})`,
      isFalse: `(${a.isTrue} AND ${b.isFalse}) OR (${a.isFalse} AND ${b.isTrue})`,
    };
  }
  return undefined;
}

/** References to the same kind of record are compared by their ids. */
function equalText(a: TextValue, b: TextValue): Truth {
  const [one, other] = [a.reference, b.reference];
  if (one === undefined || other === undefined || one.target !== other.target) {
    return comparison(`${a.sql} = ${b.sql}`, `${a.sql} <> ${b.sql}`);
  }
  return comparison(`${one.id} = ${other.id}`, `${one.id} <> ${other.id}`);
}

const equivalent: Handler = (node, scope, compiler) => {
  const [left, right] = twoOperandsRaw(node, scope, compiler);
  const texts = equivalentTexts(left, right, node, scope, compiler);
  if (texts !== undefined) return texts;
  const [a, b] = [asCodings(left, node, scope, compiler), asCodings(right, node, scope, compiler)];
  const [fixed, other] = a.kind === 'code' ? [a, b] : [b, a];
  if (fixed.kind !== 'code')
    return compiler.refuse('equivalence is compiled with a fixed code only', node, scope);
  if (other.kind === 'code')
    return decided(other.texts.some((text) => fixed.texts.includes(text)) ? 'TRUE' : 'FALSE');
  if (other.kind === 'null') return decided('FALSE');
  if (other.kind !== 'codings' && other.kind !== 'coding')
    return compiler.refuse(`equivalence of a ${other.kind} is not compiled`, node, scope);
  return isAmong(other, fixed.texts, compiler);
};

function twoOperandsRaw(node: ElmNode, scope: Scope, compiler: Compiler): readonly [Value, Value] {
  const operands = Array.isArray(node.operand) ? node.operand : [];
  const [a, b] = operands.map((operand: ElmNode) => compiler.value(operand, scope));
  return a === undefined || b === undefined
    ? compiler.refuse('~ needs two operands', node, scope)
    : [a, b];
}

const isMember =
  (isTurned: boolean): Handler =>
  (node, scope, compiler) => {
    const [one, other] = twoOperands(node, scope, compiler);
    const [item, container] = isTurned ? [other, one] : [one, other];
    if (container.kind === 'null') return decided('FALSE');
    if (container.kind === 'list') return inList(item, container.items, node, scope, compiler);
    if (container.kind === 'rows')
      return inRows(nodesAt(node, 'operand')[isTurned ? 1 : 0], container, {
        node,
        scope,
        compiler,
      });
    if (item.kind === 'null') return unknown;
    return (
      mapChoice(container, (whole) =>
        mapChoice(item, (one) => inInterval(one, whole, node, scope, compiler)),
      ) ?? unknown
    );
  };

function inInterval(
  item: Value,
  container: Value,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Truth {
  const precision = precisionOf(node, scope, compiler);
  const isPoint = item.kind === 'time' || item.kind === 'number';
  if (container.kind !== 'interval' || !isPoint) {
    const what = `a ${item.kind} in a ${container.kind}`;
    return compiler.refuse(`membership of ${what} is not compiled`, node, scope);
  }
  const inside = isIn(item, container, precision);
  const isLookedUp = scope.decides === 'holds' && precision === 'day' && item.kind === 'time';
  return isLookedUp && isPeriod(node) ? onPeriodDay(inside, item, scope, compiler) : inside;
}

const isPeriod = (node: ElmNode): boolean => nodesAt(node, 'operand')[1]?.type === 'ParameterRef';

/** The day is looked up among the days of the periods; the comparison still decides. */
function onPeriodDay(inside: Truth, item: TimeValue, scope: Scope, compiler: Compiler): Truth {
  if (scope.frame?.periodDay(compiler.periodDays()) !== true) return inside;
  const day = `period.day = date_trunc('day', ${item.piece('until')})`;
  const parts = [day, ...partsOf(inside)];
  return { kind: 'truth', isTrue: allOf(parts), isFalse: inside.isFalse, parts };
}

/** Whether a row equals the item; a missing item is in a list that has a missing one. */
function inRows(itemNode: ElmNode | undefined, list: RowsValue, place: Place): Truth {
  const { node, scope, compiler } = place;
  const item = plain(itemNode ?? {}, { ...scope, frame: list.frame }, compiler);
  const { element } = list;
  const same = equality(item, element);
  const [isGone, isAbsent] = [isMissing(item), isMissing(element)];
  if (same === undefined || isGone === undefined || isAbsent === undefined)
    return compiler.refuse(
      `membership of a ${item.kind} in a list of ${element.kind} is not compiled`,
      node,
      scope,
    );
  const bothMissing = allOf([isGone.isTrue, isAbsent.isTrue]);
  return anyWhere(list, anyOf([same.isTrue, bothMissing]), place);
}

/** A missing item is in no list of given ones. */
function inList(
  item: Value,
  items: readonly Value[],
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Truth {
  if (item.kind === 'null') return decided('FALSE');
  const texts = items.map((one) => (one.kind === 'text' ? one.sql : undefined));
  if (item.kind === 'text' && texts.every((text) => text !== undefined)) {
    const list = texts.join(', ');
    return {
      kind: 'truth',
      isTrue: `${item.sql} IN (${list})`,
      isFalse: `(${item.sql} IN (${list})) IS NOT TRUE`,
    };
  }
  const same = items.map(
    (one) =>
      equality(item, one) ?? compiler.refuse(`a list of ${one.kind} is not searched`, node, scope),
  );
  const isTrue = anyOf(same.map((truth) => truth.isTrue));
  return { kind: 'truth', isTrue, isFalse: `(${isTrue}) IS NOT TRUE` };
}

const notEqual: Handler = (node, scope, compiler) => {
  const value = equal(node, scope, compiler);
  return value.kind === 'truth' ? negated(value) : value;
};

export const comparisonHandlers: Readonly<Record<string, Handler>> = {
  Equal: equal,
  NotEqual: notEqual,
  Equivalent: equivalent,
  Less: compared(less),
  LessOrEqual: compared(sameOrLess),
  Greater: compared(turned(less)),
  GreaterOrEqual: compared(turned(sameOrLess)),
  Before: compared(byEdges(endsBefore, ofIntervals(less, false))),
  After: compared(byEdges(startsAfter, ofIntervals(turned(less), true))),
  SameOrBefore: compared(ofIntervals(sameOrLess, false)),
  SameOrAfter: compared(ofIntervals(turned(sameOrLess), true)),
  SameAs: compared(same),
  In: isMember(false),
  Contains: isMember(true),
};
