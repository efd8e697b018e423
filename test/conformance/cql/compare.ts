import { Code, Concept, Date as CqlDate, DateTime, Interval, Quantity, Ratio } from 'cql-execution';
import { Uncertainty } from 'cql-execution/lib/datatypes/uncertainty.js';
import { elementType, inside, type StaticType } from './static-type.ts';

export interface TypedValue {
  readonly value: unknown;
  readonly type: StaticType;
}

/**
 * How two CQL values differ; empty when they are the same value of the same type at the same precision. An uncertain
 * result is the same as the closed interval of what it may be.
 */
export function difference(got: TypedValue, expected: TypedValue): string {
  const [a, b] = [got.value ?? null, expected.value ?? null];
  if (a === null || b === null) return a === b ? '' : 'one is null';
  if (a instanceof Uncertainty) return uncertaintyDifference(a, got.type, expected);
  const kinds = [kindOf(a), kindOf(b)] as const;
  if (kinds[0] !== kinds[1]) return `${kinds[0]} is not ${kinds[1]}`;
  return comparison[kinds[0]](got, expected) || typeDifference(got, expected.type);
}

const kinds = [
  'a list',
  'an interval',
  'a time',
  'a date',
  'a quantity',
  'a ratio',
  'a code',
  'a concept',
  'a tuple',
  'a plain value',
] as const;
type Kind = (typeof kinds)[number];

const isOfKind: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  'a list': (value) => Array.isArray(value),
  'an interval': (value) => value instanceof Interval,
  'a time': (value) => value instanceof DateTime,
  'a date': (value) => value instanceof CqlDate,
  'a quantity': (value) => value instanceof Quantity,
  'a ratio': (value) => value instanceof Ratio,
  'a code': (value) => value instanceof Code,
  'a concept': (value) => value instanceof Concept,
  'a tuple': (value) => typeof value === 'object',
  'a plain value': () => true,
};

const kindOf = (value: unknown): Kind => kinds.find((kind) => isOfKind[kind](value)) ?? 'a tuple';

type Comparison = (got: TypedValue, expected: TypedValue) => string;

const comparison: Readonly<Record<Kind, Comparison>> = {
  'a list': listDifference,
  'an interval': intervalDifference,
  'a time': timeDifference,
  'a date': timeDifference,
  'a quantity': (got, expected) => partsDifference(got, expected, quantityParts),
  'a ratio': (got, expected) => partsDifference(got, expected, ['numerator', 'denominator']),
  'a code': (got, expected) => partsDifference(got, expected, codeParts),
  'a concept': (got, expected) => partsDifference(got, expected, ['codes', 'display']),
  'a tuple': tupleDifference,
  'a plain value': plainDifference,
};

const quantityParts = ['value', 'unit'];
const codeParts = ['code', 'system', 'version', 'display'];
const open: StaticType = { kind: 'open' };

/** 1 and 1.0 are different values, although the engine holds both as a number; a fraction is a Decimal anyway. */
function typeDifference({ value, type }: TypedValue, expected: StaticType): string {
  if (type.kind !== 'named' || expected.kind !== 'named') return '';
  const isFraction = typeof value === 'number' && !Number.isInteger(value);
  const name = isFraction ? 'Decimal' : type.name;
  return name === expected.name ? '' : `${name} is not ${expected.name}`;
}

/** Decimals have a step of 10⁻⁸; what lies beyond it is no part of the value. */
const decimalStep = 1e-8;

function plainDifference({ value: a }: TypedValue, { value: b }: TypedValue): string {
  if (typeof a === 'number' && typeof b === 'number') {
    const tolerance = Math.max(decimalStep / 2, Math.abs(b) * Number.EPSILON * 4);
    return a === b || Math.abs(a - b) <= tolerance ? '' : 'another number';
  }
  return a === b ? '' : `another ${typeof b}`;
}

function listDifference(got: TypedValue, expected: TypedValue): string {
  const [a, b] = [asList(got.value), asList(expected.value)];
  if (a.length !== b.length) return `${a.length} items, not ${b.length}`;
  const types = [inside(got.type, 'list'), inside(expected.type, 'list')] as const;
  const differences = a.map((value, i) =>
    difference({ value, type: types[0] }, { value: b[i], type: types[1] }),
  );
  const at = differences.findIndex((one) => one !== '');
  return at < 0 ? '' : `item ${at}: ${differences[at]}`;
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function intervalDifference(got: TypedValue, expected: TypedValue): string {
  if (!(got.value instanceof Interval) || !(expected.value instanceof Interval))
    return 'no interval';
  const types = [inside(got.type, 'interval'), inside(expected.type, 'interval')] as const;
  const [a, b] = [ends(got.value), ends(expected.value)];
  const trouble = (['low', 'high'] as const).map((end) => {
    const closed = `${end}Closed` as const;
    const isSameForm = a[closed] === b[closed];
    if ((a[end] === null || b[end] === null) && !isSameForm) return `${closed} differs`;
    const [one, other] = isSameForm ? [a[end], b[end]] : [a.within[end], b.within[end]];
    const found = difference({ value: one, type: types[0] }, { value: other, type: types[1] });
    return found === '' ? '' : `${end}: ${found}`;
  });
  return trouble.find((one) => one !== '') ?? '';
}

/** An interval's ends as written, and the first and last points within. */
function ends(interval: Interval) {
  const { low, high, lowClosed, highClosed } = interval;
  return {
    low: low ?? null,
    high: high ?? null,
    lowClosed,
    highClosed,
    within: {
      get low(): unknown {
        return interval.start();
      },
      get high(): unknown {
        return interval.end();
      },
    },
  };
}

const timeFields = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];

/** The same precision, and the same moment when offsets are reckoned with. */
function timeDifference({ value: a }: TypedValue, { value: b }: TypedValue): string {
  for (const field of timeFields) {
    const isGiven = [a, b].map((time) => (partOf(time, field) ?? null) !== null);
    if (isGiven[0] !== isGiven[1]) return `only one has the ${field}`;
  }
  if (a instanceof DateTime && b instanceof DateTime) {
    return isSameMoment(a, b) ? '' : 'another time';
  }
  return String(a) === String(b) ? '' : 'another date';
}

function isSameMoment(a: DateTime, b: DateTime): boolean {
  if (a.isTime() !== b.isTime()) return false;
  if (a.isTime()) return String(a) === String(b);
  return a.toJSDate().getTime() === b.toJSDate().getTime();
}

function partsDifference(got: TypedValue, expected: TypedValue, parts: readonly string[]): string {
  for (const part of parts) {
    const [a, b] = [got.value, expected.value].map((value) => ({
      value: unitOrPart(value, part),
      type: open,
    }));
    const found = a === undefined || b === undefined ? 'missing' : difference(a, b);
    if (found !== '') return `${part}: ${found}`;
  }
  return '';
}

const partOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** No unit is the unit 1; 'days' and 'day' are one unit of the calendar. */
function unitOrPart(value: unknown, part: string): unknown {
  const found = partOf(value, part);
  if (part !== 'unit') return found;
  const unit = typeof found === 'string' && found !== '' ? found : '1';
  return unit.replace(/^(year|month|week|day|hour|minute|second|millisecond)s$/, '$1');
}

function tupleDifference(got: TypedValue, expected: TypedValue): string {
  const names = [...new Set([...namesIn(got.value), ...namesIn(expected.value)])];
  for (const name of names) {
    const found = difference(
      { value: partOf(got.value, name), type: elementType(got.type, name) },
      { value: partOf(expected.value, name), type: elementType(expected.type, name) },
    );
    if (found !== '') return `${name}: ${found}`;
  }
  return '';
}

const namesIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

function uncertaintyDifference(got: Uncertainty, type: StaticType, expected: TypedValue): string {
  if (!(expected.value instanceof Interval)) return 'uncertain';
  const { low, high } = expected.value;
  const pointType = inside(expected.type, 'interval');
  return (
    difference({ value: got.low, type }, { value: low, type: pointType }) ||
    difference({ value: got.high, type }, { value: high, type: pointType })
  );
}
