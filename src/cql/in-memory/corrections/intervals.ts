import { type Date as CqlDate, type DateTime, Interval, Quantity } from 'cql-execution';
import { ThreeValuedLogic } from 'cql-execution/lib/datatypes/logic.js';
import { Uncertainty } from 'cql-execution/lib/datatypes/uncertainty.js';
import comparison from 'cql-execution/lib/util/comparison.js';
import math from 'cql-execution/lib/util/math.js';
import { type ElmNode, nodeAt, textAt } from '../../elm.ts';
import { requireFewParts } from './limits.ts';
import { largestLong, smallestLong } from './long.ts';
import { besideDecimal, besideQuantity } from './numbers.ts';
import { askEngine, correctOperator, correctResult, EngineQuestion } from './operators.ts';

/*
 * cql-execution 3.3 takes the points of Interval[1.0, 2.0) for integers, so that the interval ends at 1 and not just
 * below 2. An interval keeps the point type that the translator wrote, and what is made of it keeps it too.
 */

/** The types of points that a value alone does not show. */
interface PointType {
  readonly lowest: unknown;
  readonly highest: unknown;
  readonly size: number;
  /** The point beside another; null beyond the ends of the type. */
  readonly beside: (point: unknown, direction: 1 | -1) => unknown;
}

const system = '{urn:hl7-org:elm-types:r1}';

const pointTypes: Readonly<Record<string, PointType>> = {
  [`${system}Decimal`]: {
    lowest: math.MIN_FLOAT_VALUE,
    highest: math.MAX_FLOAT_VALUE,
    size: 1e-8,
    beside: (point, direction) =>
      typeof point === 'number' ? besideDecimal(point, direction) : null,
  },
  [`${system}Long`]: {
    lowest: smallestLong,
    highest: largestLong,
    size: 1,
    beside: (point, direction) => (typeof point === 'bigint' ? point + BigInt(direction) : null),
  },
};

correctResult('Interval', (node, value) => {
  const name = pointTypeName(node);
  if (value instanceof Interval && pointTypes[name] !== undefined) value.defaultPointType = name;
  return value;
});

function pointTypeName(node: ElmNode): string {
  const specifier = nodeAt(node, 'resultTypeSpecifier');
  const pointType = specifier && nodeAt(specifier, 'pointType');
  return pointType === undefined ? '' : (textAt(pointType, 'name') ?? '');
}

const typeOf = ({ defaultPointType }: Interval): PointType | undefined =>
  typeof defaultPointType === 'string' ? pointTypes[defaultPointType] : undefined;

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
  const type = typeOf(this);
  if (type === undefined) return toClosed.call(this);
  const isLowClosed = this.lowClosed === true;
  const isHighClosed = this.highClosed === true;
  const low = this.low ?? (isLowClosed ? type.lowest : null);
  const high = this.high ?? (isHighClosed ? type.highest : null);
  const first = low !== null && !isLowClosed ? type.beside(low, 1) : low;
  const last = high !== null && !isHighClosed ? type.beside(high, -1) : high;
  const found = new Interval(
    first ?? new Uncertainty(type.lowest, last),
    last ?? new Uncertainty(first, type.highest),
    isLowClosed || this.low !== null,
    isHighClosed || this.high !== null,
  );
  return withTypeOf(this, found);
};

for (const [name, end] of [
  ['start', 'low'],
  ['end', 'high'],
] as const) {
  const engineEnd = Interval.prototype[name];
  Interval.prototype[name] = function endOf(): unknown {
    if (typeOf(this) === undefined) return engineEnd.call(this);
    return this[end] === null && !this[`${end}Closed`] ? null : this.toClosed()[end];
  };
}

const engineMeetsBefore = Interval.prototype.meetsBefore;
Interval.prototype.meetsBefore = function meetsBefore(other: Interval, precision?: string) {
  const type = typeOf(this);
  if (type === undefined) return engineMeetsBefore.call(this, other, precision);
  const next = type.beside(this.end(), 1);
  return next === null ? unknownOrNone(this.end()) : comparison.equals(next, other.start());
};

const engineMeetsAfter = Interval.prototype.meetsAfter;
Interval.prototype.meetsAfter = function meetsAfter(other: Interval, precision?: string) {
  return typeOf(this) === undefined
    ? engineMeetsAfter.call(this, other, precision)
    : other.meetsBefore(this, precision);
};

/** Nothing comes after the last of a type; what comes after an unknown end is unknown. */
const unknownOrNone = (end: unknown): boolean | null => (end === null ? null : false);

const pointSize = Interval.prototype.getPointSize;
Interval.prototype.getPointSize = function size(): unknown {
  const type = typeOf(this);
  return type === undefined ? pointSize.call(this) : new Quantity(type.size, '1');
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
  if (made instanceof Interval && typeOf(one) !== undefined) {
    made.defaultPointType = one.defaultPointType;
  }
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

/** One interval expands to its points, where the engine makes intervals of them; neither to more than are worked out. */
correctOperator('Expand', () => ([intervals, per]) => {
  for (const one of [intervals].flat()) if (one instanceof Interval) requireFewParts(one, per);
  if (!(intervals instanceof Interval)) return askEngine;
  return new EngineQuestion([[intervals], per], (answer) =>
    Array.isArray(answer)
      ? answer.map((one: unknown) => (one instanceof Interval ? one.start() : one))
      : answer,
  );
});
