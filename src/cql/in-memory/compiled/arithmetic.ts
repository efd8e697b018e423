import { Quantity } from 'cql-execution';
import {
  doAddition,
  doDivision,
  doMultiplication,
  doSubtraction,
} from 'cql-execution/lib/datatypes/quantity.js';
import { Uncertainty } from 'cql-execution/lib/datatypes/uncertainty.js';
import comparison from 'cql-execution/lib/util/comparison.js';
import math from 'cql-execution/lib/util/math.js';
import { largestLong, smallestLong } from '../corrections/long.ts';
import { isUncertain } from './comparisons.ts';
import { movedTime } from './moved-time.ts';
import { binary, type Compile, part, unary } from './operand.ts';
import { callMethod, isKind, isMissing, NotCompiled } from './run.ts';

interface Operation {
  readonly numbers: (a: number, b: number) => number;
  readonly others: (a: unknown, b: unknown) => unknown;
}

const operations = {
  Add: { numbers: (a, b) => a + b, others: doAddition },
  Subtract: { numbers: (a, b) => a - b, others: doSubtraction },
  Multiply: { numbers: (a, b) => a * b, others: doMultiplication },
  Divide: { numbers: (a, b) => a / b, others: doDivision },
} as const satisfies Readonly<Record<string, Operation>>;

/** Numbers, quantities and times; an uncertain number gives the range of its two ends. */
const arithmeticOf = (name: keyof typeof operations): Compile => {
  const { numbers, others } = operations[name];
  const certain = (a: unknown, b: unknown): unknown => {
    if (typeof a === 'number' && typeof b === 'number') return numbers(a, b);
    return typeof a === 'string' && typeof b === 'string' ? a + b : others(a, b);
  };
  const crosses = name === 'Subtract' || name === 'Divide';
  const sign = name === 'Add' ? 1 : -1;
  const moves = name === 'Add' || name === 'Subtract';
  return binary((a, b) => {
    if (isMissing(a) || isMissing(b)) return null;
    const moved = moves ? movedTime(a, b, sign) : undefined;
    if (moved !== undefined) return moved;
    const value =
      isUncertain(a) || isUncertain(b) ? ofRanges(a, b, certain, crosses) : certain(a, b);
    return math.overflowsOrUnderflows(value) ? null : value;
  });
};

function ofRanges(
  a: unknown,
  b: unknown,
  certain: (a: unknown, b: unknown) => unknown,
  crosses: boolean,
): unknown {
  const [one, other] = [Uncertainty.from(a), Uncertainty.from(b)];
  const low = certain(one.low, crosses ? other.high : other.low);
  return new Uncertainty(low, certain(one.high, crosses ? other.low : other.high));
}

const truncatedDivision = binary((a, b) => {
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  const value = Math.trunc(a / b);
  return math.overflowsOrUnderflows(value) ? null : value;
});

const ofNumber = (value: (number: number) => number): Compile =>
  unary((a) => {
    if (isMissing(a)) return null;
    if (a instanceof Quantity) return new Quantity(value(Number(a.value)), a.unit);
    return value(Number(a));
  });

const rounded: Compile = (node, scope, compiler) => {
  const value = part(node, 'operand', scope, compiler);
  const places = node.precision === undefined ? () => 0 : part(node, 'precision', scope, compiler);
  return (frame, session) => {
    const number = value(frame, session);
    if (isMissing(number)) return null;
    const factor = 10 ** Number(places(frame, session));
    return Math.round(Number(number) * factor) / factor;
  };
};

const toDecimal = unary((value) => {
  if (isMissing(value)) return null;
  if (value instanceof Uncertainty)
    return new Uncertainty(decimalOf(value.low), decimalOf(value.high));
  const decimal = decimalOf(value);
  return math.isValidDecimal(decimal) ? decimal : null;
});

const decimalOf = (value: unknown): number =>
  math.limitDecimalPrecision(Number.parseFloat(String(value)));

const convertQuantity = binary((quantity, unit) => {
  if (isMissing(quantity) || isMissing(unit)) return null;
  try {
    return callMethod(quantity, 'convertUnit', unit);
  } catch {
    // A unit that cannot be converted gives null, says CQL.
    return null;
  }
});

const there = (value: unknown): readonly unknown[] | null =>
  Array.isArray(value) ? value.filter((item) => !isMissing(item)) : null;

/** In the unit of the first; null when quantities cannot be converted to it or are mixed with numbers. */
function comparable(items: readonly unknown[]): readonly unknown[] | null {
  const quantities = items.filter((item) => item instanceof Quantity);
  if (quantities.length === 0) return items;
  if (quantities.length < items.length) return null;
  try {
    return quantities.map((item) => item.convertUnit(quantities[0]?.unit));
  } catch {
    // Units that cannot be converted into each other have no sum, least or greatest.
    return null;
  }
}

/** Null beyond what a Long can hold. */
function sumOfLongs(items: readonly bigint[]): bigint | null {
  const total = items.reduce((so, item) => so + item, 0n);
  return total >= smallestLong && total <= largestLong ? total : null;
}

const sum = unary((value) => {
  const items = there(value);
  const same = items === null ? null : comparable(items);
  if (same === null || same.length === 0) return null;
  if (same.every((item) => typeof item === 'bigint')) return sumOfLongs(same);
  const total = same.reduce<number>(
    (so, item) => so + Number(item instanceof Quantity ? item.value : item),
    0,
  );
  return same[0] instanceof Quantity ? new Quantity(total, same[0].unit) : total;
}, 'source');

const extreme = (isBetter: (a: unknown, b: unknown) => boolean | null): Compile =>
  unary((value) => {
    const items = there(value);
    if (items === null || items.length === 0 || comparable(items) === null) return null;
    return items.reduce((best, item) => (isBetter(item, best) === true ? item : best));
  }, 'source');

export const arithmetic: Readonly<Record<string, Compile>> = {
  Add: arithmeticOf('Add'),
  Subtract: arithmeticOf('Subtract'),
  Multiply: arithmeticOf('Multiply'),
  Divide: arithmeticOf('Divide'),
  TruncatedDivide: truncatedDivision,
  Negate: ofNumber((value) => value * -1),
  Abs: ofNumber(Math.abs),
  Round: rounded,
  Ceiling: unary((a) => (isMissing(a) ? null : Math.ceil(Number(a)))),
  Floor: unary((a) => (isMissing(a) ? null : Math.floor(Number(a)))),
  Truncate: unary((a) => (isMissing(a) ? null : Math.trunc(Number(a)))),
  ToDecimal: toDecimal,
  ConvertQuantity: convertQuantity,
  Count: unary((value) => there(value)?.length ?? 0, 'source'),
  Sum: sum,
  Min: extreme((a, b) => comparison.lessThan(a, b)),
  Max: extreme((a, b) => comparison.greaterThan(a, b)),
  AllTrue: unary((value) => there(value)?.every((item) => item === true) ?? true, 'source'),
  AnyTrue: unary((value) => there(value)?.some((item) => item === true) ?? false, 'source'),
  ToQuantity: (node, scope, compiler) => {
    const value = part(node, 'operand', scope, compiler);
    return (frame, session) => {
      const number = value(frame, session);
      if (isMissing(number)) return null;
      if (typeof number === 'number') return new Quantity(number, '1');
      throw new NotCompiled(node, isKind(number, 'isRatio') ? 'of a ratio' : 'of a text');
    };
  },
};
