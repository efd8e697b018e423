import { type Date as CqlDate, type DateTime, Interval, Quantity } from 'cql-execution';
import { ThreeValuedLogic } from 'cql-execution/lib/datatypes/logic.js';
import { Uncertainty } from 'cql-execution/lib/datatypes/uncertainty.js';
import comparison from 'cql-execution/lib/util/comparison.js';
import math from 'cql-execution/lib/util/math.js';
import { type ElmNode, nodeAt, textAt } from '../../elm.ts';
import { besideDecimal, besideQuantity } from './numbers.ts';
import { correctOperator, correctResult, EngineQuestion } from './operators.ts';

/*
 * cql-execution 3.3 takes the points of Interval[1.0, 2.0) for integers, so that the interval ends at 1 and not just
 * below 2. An interval keeps the point type that the translator wrote, and what is made of it keeps it too.
 */

const decimalType = '{urn:hl7-org:elm-types:r1}Decimal';

correctResult('Interval', (node, value) => {
  if (value instanceof Interval && isDecimal(node)) value.defaultPointType = decimalType;
  return value;
});

function isDecimal(node: ElmNode): boolean {
  const specifier = nodeAt(node, 'resultTypeSpecifier');
  const pointType = specifier && nodeAt(specifier, 'pointType');
  return pointType !== undefined && textAt(pointType, 'name') === decimalType;
}

const holdsDecimals = ({ defaultPointType }: Interval): boolean => defaultPointType === decimalType;

const engineNext = { successor: math.successor, predecessor: math.predecessor };

/** The value of a quantity is a decimal, whole or not. */
for (const [name, direction] of [
  ['successor', 1],
  ['predecessor', -1],
] as const) {
  math[name] = (value) =>
    value instanceof Quantity
      ? (besideQuantity(value, direction) ?? engineNext[name](value))
      : engineNext[name](value);
}

const toClosed = Interval.prototype.toClosed;
Interval.prototype.toClosed = function closed(): Interval {
  if (!holdsDecimals(this)) return toClosed.call(this);
  const low = this.low ?? (this.lowClosed ? math.MIN_FLOAT_VALUE : null);
  const high = this.high ?? (this.highClosed ? math.MAX_FLOAT_VALUE : null);
  const [first, last] = [
    inner(low, this.lowClosed === true, 1),
    inner(high, this.highClosed === true, -1),
  ];
  const found = new Interval(
    first ?? new Uncertainty(math.MIN_FLOAT_VALUE, last),
    last ?? new Uncertainty(first, math.MAX_FLOAT_VALUE),
    this.lowClosed || this.low !== null,
    this.highClosed || this.high !== null,
  );
  found.defaultPointType = decimalType;
  return found;
};

const inner = (end: unknown, isClosed: boolean, direction: 1 | -1): unknown =>
  typeof end === 'number' && !isClosed ? besideDecimal(end, direction) : end;

for (const [name, end] of [
  ['start', 'low'],
  ['end', 'high'],
] as const) {
  const engineEnd = Interval.prototype[name];
  Interval.prototype[name] = function endOf(): unknown {
    if (!holdsDecimals(this)) return engineEnd.call(this);
    return this[end] === null && !this[`${end}Closed`] ? null : this.toClosed()[end];
  };
}

const pointSize = Interval.prototype.getPointSize;
Interval.prototype.getPointSize = function size(): unknown {
  return holdsDecimals(this) ? new Quantity(1e-8, '1') : pointSize.call(this);
};

const copy = Interval.prototype.copy;
Interval.prototype.copy = function copyWithType(): Interval {
  return withTypeOf(this, copy.call(this));
};

for (const name of ['union', 'intersect', 'except'] as const) {
  const make = Interval.prototype[name];
  Interval.prototype[name] = function makeWithType(other: unknown): Interval | null {
    return withTypeOf(this, make.call(this, other));
  };
}

function withTypeOf<T>(one: Interval, made: T): T {
  if (made instanceof Interval && holdsDecimals(one)) made.defaultPointType = decimalType;
  return made;
}

/** The engine compares the ends as written, so that (0, 5] would not start [1, 9]. */
Interval.prototype.starts = function starts(other: Interval, precision?: string): boolean | null {
  return ThreeValuedLogic.and(
    samePoint(this.start(), other.start(), precision),
    comparison.lessThanOrEquals(this.end(), other.end(), precision),
  );
};

Interval.prototype.ends = function ends(other: Interval, precision?: string): boolean | null {
  return ThreeValuedLogic.and(
    comparison.greaterThanOrEquals(this.start(), other.start(), precision),
    samePoint(this.end(), other.end(), precision),
  );
};

function samePoint(a: unknown, b: unknown, precision: string | undefined): boolean | null {
  const isTime = (value: unknown): value is DateTime | CqlDate =>
    typeof value === 'object' && value !== null && 'sameAs' in value;
  return precision !== undefined && isTime(a) && isTime(b)
    ? a.sameAs(b, precision)
    : comparison.equals(a, b);
}

/** The engine collapses by the ends as written: (1, 4) and (4, 6) would become one interval with 4 in it. */
correctOperator('Collapse', () => ([intervals, per]) => {
  if (!Array.isArray(intervals)) return null;
  const closed = intervals.map((one: unknown) => (one instanceof Interval ? closeKnown(one) : one));
  return new EngineQuestion([closed, per]);
});

const closeKnown = (interval: Interval): Interval =>
  interval.low === null || interval.high === null ? interval : interval.toClosed();
