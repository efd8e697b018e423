import { type ElmNode, nodesAt, textAt } from '../../elm.ts';
import { measurementPeriod } from '../../measures/measure.ts';
import { mapChoice } from '../choices.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { endOf, startOf } from '../intervals.ts';
import { plusDays, plusMilliseconds, plusMonths } from '../moved-times.ts';
import { plain } from '../plain.ts';
import { exactTime } from '../times.ts';
import { nothing, type TimeValue, type Value } from '../value.ts';
import { add, subtract } from './arithmetic.ts';
import { theOperand } from './operand.ts';

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
    const point = mapChoice(value, (form) => {
      if (form.kind !== 'interval') return undefined;
      return side === 'start' ? startOf(form) : endOf(form);
    });
    return point ?? compiler.refuse(`the ${side} of a ${value.kind} is not compiled`, node, scope);
  };

const wholeDays: Readonly<Record<string, number>> = {
  day: 1,
  days: 1,
  d: 1,
  week: 7,
  weeks: 7,
  wk: 7,
};

const wholeMonths: Readonly<Record<string, number>> = {
  month: 1,
  months: 1,
  year: 12,
  years: 12,
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
    if (b.type === 'Quantity') {
      const moved = mapChoice(one, (form) =>
        form.kind === 'time' ? movedBy(form, b, sign, node, scope, compiler) : undefined,
      );
      return moved ?? compiler.refuse(`moving a ${one.kind} is not compiled`, node, scope);
    }
    const sum = sumOf(one, plain(b, scope, compiler), sign);
    return sum ?? compiler.refuse(`${node.type} of a ${one.kind} is not compiled`, node, scope);
  };

function sumOf(one: Value, other: Value, sign: 1 | -1): Value | undefined {
  if (other.kind === 'null') return nothing;
  if (one.kind !== 'number' || other.kind !== 'number') return undefined;
  return sign === 1 ? add(one, other) : subtract(one, other);
}

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
  const months = wholeMonths[unit];
  if (months !== undefined && Number.isInteger(amount)) return plusMonths(time, amount * months);
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

export const temporalHandlers: Readonly<Record<string, Handler>> = {
  ParameterRef: parameter,
  Start: edge('start'),
  End: edge('end'),
  Add: shifted(1),
  Subtract: shifted(-1),
};
