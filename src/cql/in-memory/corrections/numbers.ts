import { Date as CqlDate, DateTime, Quantity } from 'cql-execution';
import { type ElmNode, nodeAt, textAt } from '../../elm.ts';
import { askEngine, correctOperator, type Operator, operandType } from './operators.ts';
import { besideTime } from './times.ts';

/*
 * cql-execution takes a number for an Integer when it has no fraction, whatever its type: the successor of 1.0 becomes
 * 2, and 3000000000.0 an overflow. It keeps the noise of binary fractions (0.1 + 0.2), and knows no Long, which it adds
 * as text. Here the types that the translator wrote decide.
 */

const longest = { Integer: 2n ** 31n, Long: 2n ** 63n } as const;
/** Decimals have at most 28 digits before the point and a step of 10⁻⁸. */
const largestDecimal = 1e28;
const decimalDigits = 8;
const decimalStep = 1e-8;

/** A decimal on its step; null when it is beyond what a Decimal holds. */
function decimal(value: number): number | null {
  if (!Number.isFinite(value) || Math.abs(value) > largestDecimal) return null;
  // Beyond 15 digits a double has no place for the step.
  return Math.abs(value) < 1e7 ? Number(value.toFixed(decimalDigits)) : value;
}

const integer = (value: number): number | null =>
  Number.isFinite(value) && value >= -(2 ** 31) && value < 2 ** 31 ? value : null;

const long = (value: bigint): bigint | null =>
  value >= -longest.Long && value < longest.Long ? value : null;

interface Arithmetic {
  readonly number: (a: number, b: number) => number;
  readonly long: (a: bigint, b: bigint) => bigint | null;
}

/** Null in, null out; values of other types (dates, quantities, uncertain numbers) are the engine's. */
const ofNumbers =
  (compute: (a: number, b: number) => unknown): Operator =>
  ([a, b]) =>
    typeof a === 'number' && typeof b === 'number' ? compute(a, b) : askEngine;

const ofLongs =
  (compute: (a: bigint, b: bigint) => bigint | null): Operator =>
  ([a, b]) => {
    if (typeof a !== 'bigint' || typeof b !== 'bigint') return null;
    const value = compute(a, b);
    return value === null ? null : long(value);
  };

function binary(node: ElmNode, { number, long: longs }: Arithmetic): Operator | undefined {
  switch (operandType(node)) {
    case 'Integer':
      return ofNumbers((a, b) => integer(number(a, b)));
    case 'Decimal':
      return ofNumbers((a, b) => decimal(number(a, b)));
    case 'Long':
      return ofLongs(longs);
    default:
      return undefined;
  }
}

const arithmetic: Readonly<Record<'Add' | 'Subtract' | 'Multiply', Arithmetic>> = {
  Add: { number: (a, b) => a + b, long: (a, b) => a + b },
  Subtract: { number: (a, b) => a - b, long: (a, b) => a - b },
  Multiply: { number: (a, b) => a * b, long: (a, b) => a * b },
};

for (const [type, operation] of Object.entries(arithmetic)) {
  correctOperator(type, (node) => binary(node, operation));
}

correctOperator('Divide', (node) =>
  operandType(node) === 'Decimal' ? ofNumbers((a, b) => decimal(a / b)) : undefined,
);

/** A quantity divided whole, or what is left over, both in the unit of the first. */
const ofQuantities =
  (compute: (a: number, b: number) => number): Operator =>
  ([a, b]) => {
    if (!(a instanceof Quantity) || !(b instanceof Quantity)) return null;
    const divisor = inUnitOf(a, b);
    const value = divisor === null || divisor === 0 ? null : decimal(compute(a.value, divisor));
    return value === null ? null : new Quantity(value, a.unit);
  };

function inUnitOf({ unit }: Quantity, other: Quantity): number | null {
  if (other.unit === unit) return other.value;
  try {
    return other.convertUnit(unit).value;
  } catch (cause) {
    // The engine throws for units that do not fit; CQL says null.
    if (!(cause instanceof Error)) throw cause;
    return null;
  }
}

function division(name: string, { number, long: longs }: Arithmetic) {
  const certain: Operator = ([a, b]) => {
    if (a === null || b === null) return null;
    if (typeof a !== 'number' || typeof b !== 'number') {
      throw new Error(`${name} of an uncertain number has no single value`);
    }
    return b === 0 ? null : decimal(number(a, b));
  };
  correctOperator(name, (node) => {
    switch (operandType(node)) {
      case 'Integer':
      case 'Decimal':
        return certain;
      case 'Long':
        return ofLongs((a, b) => (b === 0n ? null : longs(a, b)));
      case 'Quantity':
        return ofQuantities(number);
      default:
        return undefined;
    }
  });
}

division('TruncatedDivide', { number: (a, b) => Math.trunc(a / b) + 0, long: (a, b) => a / b });
division('Modulo', { number: (a, b) => a % b, long: (a, b) => a % b });

correctOperator('Power', (node) => {
  const power = (a: number, b: number): number | null => {
    const value = a ** b;
    return Number.isInteger(value) && operandType(node) === 'Integer'
      ? integer(value)
      : decimal(value);
  };
  return operandType(node) === 'Long'
    ? ofLongs((a, b) => (b < 0n ? null : a ** b))
    : ofNumbers(power);
});

interface OneNumber {
  readonly number: (value: number) => number;
  readonly long: (value: bigint) => bigint;
}

/** Halves go away from zero; the engine sends -0.5 to 0 and 0.5 to 1. */
correctOperator('Round', (node) => {
  const digits = literalInteger(nodeAt(node, 'precision'));
  if (digits === undefined) return undefined;
  return ([value]) => (typeof value === 'number' ? decimal(rounded(value, digits)) : askEngine);
});

/** The digits to round to: 0 when none are given, undefined when they are computed. */
function literalInteger(node: ElmNode | undefined): number | undefined {
  if (node === undefined) return 0;
  return node.type === 'Literal' ? Number(textAt(node, 'value')) : undefined;
}

/** Through the decimal text, where 1.005 is what it says. */
function rounded(value: number, digits: number): number {
  const shifted = Number(`${shortest(Math.abs(value))}e${digits}`);
  return Math.sign(value) * Number(`${shortest(Math.round(shifted))}e${-digits}`) + 0;
}

/** Digits without an exponent. */
const shortest = (value: number): string =>
  String(value).includes('e') ? value.toFixed(decimalDigits) : String(value);

const signs: Readonly<Record<'Abs' | 'Negate', OneNumber>> = {
  Abs: { number: Math.abs, long: (value) => (value < 0n ? -value : value) },
  Negate: { number: (value) => 0 - value, long: (value) => -value },
};

for (const [type, { number, long: ofLong }] of Object.entries(signs)) {
  correctOperator(type, (node) => {
    const isInteger = operandType(node) === 'Integer';
    return ([value]) => {
      if (typeof value === 'bigint') return long(ofLong(value));
      if (typeof value !== 'number') return askEngine;
      return isInteger ? integer(number(value)) : number(value);
    };
  });
}

for (const [type, round] of [
  ['Ceiling', Math.ceil],
  ['Floor', Math.floor],
  ['Truncate', Math.trunc],
] as const) {
  correctOperator(
    type,
    () =>
      ([value]) =>
        typeof value === 'number' ? integer(round(value) + 0) : askEngine,
  );
}

/** The next or the one before, by the type that the translator wrote; at the end of a type there is none. */
function neighbour(direction: 1 | -1, type: string): Operator {
  return ([value]) => {
    if (value === null || value === undefined) return null;
    const found = beside(value, direction, type);
    if (found !== null) return found;
    throw new Error(
      direction > 0 ? 'the largest value has no successor' : 'the smallest has no predecessor',
    );
  };
}

function beside(value: unknown, direction: 1 | -1, type: string): unknown {
  if (typeof value === 'bigint') return long(value + BigInt(direction));
  if (value instanceof Quantity) return besideQuantity(value, direction);
  if (value instanceof DateTime || value instanceof CqlDate) return besideTime(value, direction);
  if (typeof value !== 'number') return askEngine;
  const isInteger = type === 'Integer' || (type === '' && Number.isInteger(value));
  return isInteger ? integer(value + direction) : besideDecimal(value, direction);
}

export const besideDecimal = (value: number, direction: 1 | -1): number | null =>
  decimal(value + direction * decimalStep);

export function besideQuantity({ value, unit }: Quantity, direction: 1 | -1): Quantity | null {
  const next = besideDecimal(value, direction);
  return next === null ? null : new Quantity(next, unit);
}

correctOperator('Successor', (node) => neighbour(1, operandType(node)));
correctOperator('Predecessor', (node) => neighbour(-1, operandType(node)));
