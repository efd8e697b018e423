import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { measurementPeriod } from '../../measures/measure.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { endOf, plusMilliseconds, startOf } from '../intervals.ts';
import { plain } from '../plain.ts';
import { exactTime, plusDays, withStandIn } from '../times.ts';
import {
  type Bound,
  type IntervalValue,
  type NumberValue,
  nothing,
  type TimeValue,
  type Value,
} from '../value.ts';
import { add, subtract } from './arithmetic.ts';
import { theOperand, twoOperands } from './operand.ts';

const parameter: Handler = (node, scope, compiler) => {
  const name = textAt(node, 'name');
  if (name !== measurementPeriod)
    return compiler.refuse(`the parameter "${name}" is not compiled`, node, scope);
  const { alias } = compiler.within(scope, node).period();
  const at = (column: string): TimeValue =>
    exactTime(`${alias}.period_${column}`, `${alias}.${column}_by_clock`, `${alias}.${column}_day`);
  return {
    kind: 'interval',
    low: { value: at('start'), isClosed: true, withoutValue: 'unbounded' },
    high: { value: at('end'), isClosed: false, withoutValue: 'unknown' },
    isPresent: null,
  };
};

const edge =
  (side: 'start' | 'end'): Handler =>
  (node, scope, compiler) => {
    const value = plain(theOperand(node, scope, compiler), scope, compiler);
    if (value.kind === 'null') return nothing;
    if (value.kind !== 'interval')
      return compiler.refuse(`the ${side} of a ${value.kind} is not compiled`, node, scope);
    const point = side === 'start' ? startOf(value) : endOf(value);
    return (
      point ??
      compiler.refuse(`the ${side} of an interval that is open there is not compiled`, node, scope)
    );
  };

const interval: Handler = (node, scope, compiler) => {
  if (nodeAt(node, 'lowClosedExpression') ?? nodeAt(node, 'highClosedExpression')) {
    return compiler.refuse(
      'an interval whose ends open by a condition is not compiled',
      node,
      scope,
    );
  }
  const bound = (side: 'low' | 'high'): Bound => {
    const expression = nodeAt(node, side);
    const value = expression === undefined ? nothing : plain(expression, scope, compiler);
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
  } satisfies IntervalValue;
};

const wholeDays: Readonly<Record<string, number>> = {
  day: 1,
  days: 1,
  d: 1,
  week: 7,
  weeks: 7,
  wk: 7,
};

const milliseconds: Readonly<Record<string, number>> = {
  millisecond: 1,
  milliseconds: 1,
  ms: 1,
  second: 1000,
  seconds: 1000,
  s: 1000,
  minute: 60_000,
  minutes: 60_000,
  min: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  h: 3_600_000,
};

/** Addition and subtraction, of numbers or of a stretch of time to a time. */
const shifted =
  (sign: 1 | -1): Handler =>
  (node, scope, compiler) => {
    const [a, b] = nodesAt(node, 'operand');
    if (a === undefined || b === undefined)
      return compiler.refuse(`${node.type} needs two operands`, node, scope);
    const one = plain(a, scope, compiler);
    if (one.kind === 'null') return nothing;
    if (one.kind === 'time' && b.type === 'Quantity')
      return movedBy(one, b, sign, node, scope, compiler);
    const other = plain(b, scope, compiler);
    if (other.kind === 'null') return nothing;
    if (one.kind !== 'number' || other.kind !== 'number') {
      return compiler.refuse(
        `${node.type} of ${one.kind} and ${other.kind} is not compiled`,
        node,
        scope,
      );
    }
    return sign === 1 ? add(one, other) : subtract(one, other);
  };

function movedBy(
  time: TimeValue,
  quantity: ElmNode,
  sign: 1 | -1,
  node: ElmNode,
  scope: Scope,
  compiler: Compiler,
): Value {
  const amount = Number(quantity.value) * sign;
  const unit = textAt(quantity, 'unit') ?? '';
  const days = wholeDays[unit];
  if (days !== undefined && Number.isInteger(amount)) return plusDays(time, amount * days);
  const length = milliseconds[unit];
  const moved =
    length === undefined || !Number.isInteger(amount)
      ? undefined
      : plusMilliseconds(time, amount * length);
  return (
    moved ??
    compiler.refuse(
      `moving a recorded time by ${unit} is not compiled; days and weeks are`,
      node,
      scope,
    )
  );
}

/** Whole calendar days from one time to the other, by the dates as they were recorded. */
const difference: Handler = (node, scope, compiler) => {
  if (textAt(node, 'precision') !== 'Day')
    return compiler.refuse('a difference is compiled in days only', node, scope);
  const [a, b] = twoOperands(node, scope, compiler);
  if (a.kind === 'null' || b.kind === 'null') return nothing;
  if (a.kind !== 'time' || b.kind !== 'time' || a.type !== b.type) {
    return compiler.refuse(
      `a difference between ${a.kind} and ${b.kind} is not compiled`,
      node,
      scope,
    );
  }
  const [from, to] = [withStandIn(a), withStandIn(b)];
  return {
    kind: 'number',
    type: 'integer',
    low: `(${to.piece('first')} - ${from.piece('last')})`,
    high: `(${to.piece('last')} - ${from.piece('first')})`,
  } satisfies NumberValue;
};

export const temporalHandlers: Readonly<Record<string, Handler>> = {
  ParameterRef: parameter,
  Start: edge('start'),
  End: edge('end'),
  Interval: interval,
  Add: shifted(1),
  Subtract: shifted(-1),
  DifferenceBetween: difference,
};
