import { Date as CqlDate, DateTime } from 'cql-execution';
import { type ElmNode, nodesAt, textAt } from '../../elm.ts';
import { askEngine, correctOperator } from './operators.ts';

/* LowBoundary, HighBoundary and the precision of decimals, which cql-execution 3.3 leaves out. */

type Side = 'low' | 'high';
const mostDecimals = 8;

correctOperator('LowBoundary', (node) => boundary('low', node));
correctOperator('HighBoundary', (node) => boundary('high', node));
correctOperator('Precision', (node) => {
  const decimals = writtenDecimals(node);
  return ([value]) => (typeof value === 'number' ? (decimals ?? decimalsOf(value)) : askEngine);
});

/** Decimals of a number that stands in the text, its last zeros among them; a computed number has none left. */
function writtenDecimals(node: ElmNode): number | undefined {
  const [operand] = nodesAt(node, 'operand');
  if (operand === undefined) return undefined;
  if (operand.type === 'Negate') return writtenDecimals(operand);
  if (operand.type !== 'Literal') return undefined;
  return (textAt(operand, 'value') ?? '').split('.')[1]?.length ?? 0;
}

const decimalsOf = (value: number): number =>
  (value.toFixed(mostDecimals).split('.')[1] ?? '').replace(/0+$/, '').length;

function boundary(side: Side, node: ElmNode) {
  const decimals = writtenDecimals(node);
  return ([value, precision]: readonly unknown[]): unknown => {
    if (value === null || value === undefined) return null;
    const digits = typeof precision === 'number' ? precision : undefined;
    if (typeof value === 'number') {
      return decimalBoundary(side, value, decimals ?? decimalsOf(value), digits ?? mostDecimals);
    }
    return value instanceof CqlDate || value instanceof DateTime
      ? timeBoundary(side, value, digits)
      : null;
  };
}

/** 1.587 stands for every number that begins so: 1.58700000 to 1.58799999. */
function decimalBoundary(
  side: Side,
  value: number,
  written: number,
  digits: number,
): number | null {
  if (digits < 0 || digits > mostDecimals || !Number.isInteger(digits)) return null;
  const fill = value >= 0 === (side === 'high') ? '9' : '0';
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(mostDecimals).split('.');
  const filled = fraction.slice(0, written).padEnd(digits, fill).slice(0, digits);
  return Math.sign(value || 1) * Number(`${whole}.${filled}`);
}

const timeFields = ['hour', 'minute', 'second', 'millisecond'] as const;
const fields = ['year', 'month', 'day', ...timeFields] as const;
type Field = (typeof fields)[number];

/** Digits of a date or time that ends with a field: 2014 has 4, 2014-01 has 6, T10 has 2, T10:30:00.000 has 9. */
const digitsOfDate: Readonly<Record<number, Field>> = {
  4: 'year',
  6: 'month',
  8: 'day',
  10: 'hour',
  12: 'minute',
  14: 'second',
  17: 'millisecond',
};
const digitsOfTime: Readonly<Record<number, Field>> = {
  2: 'hour',
  4: 'minute',
  6: 'second',
  9: 'millisecond',
};

const limits: Readonly<Record<Field, readonly [low: number, high: number]>> = {
  year: [1, 9999],
  month: [1, 12],
  day: [1, 31],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59],
  millisecond: [0, 999],
};

function timeBoundary(side: Side, value: CqlDate | DateTime, digits: number | undefined): unknown {
  const isClock = value instanceof DateTime && value.isTime();
  const finest = value instanceof CqlDate ? 8 : isClock ? 9 : 17;
  const last = (isClock ? digitsOfTime : digitsOfDate)[digits ?? finest];
  if (last === undefined || (value instanceof CqlDate && (digits ?? 0) > finest)) return null;
  const parts = new Map<Field, number>();
  for (const field of fields.slice(0, fields.indexOf(last) + 1)) {
    parts.set(field, givenPart(value, field) ?? limit(side, field, parts));
  }
  const at = (field: Field): number | null => parts.get(field) ?? null;
  const [year, month, day] = [at('year'), at('month'), at('day')];
  if (value instanceof CqlDate) return new CqlDate(year, month, day);
  const clock = timeFields.map(at);
  const [hour, minute, second, millisecond] = clock;
  return new DateTime(year, month, day, hour, minute, second, millisecond, value.timezoneOffset);
}

function givenPart(value: CqlDate | DateTime, field: Field): number | null {
  const part: unknown = Reflect.get(value, field);
  return typeof part === 'number' ? part : null;
}

function limit(side: Side, field: Field, before: ReadonlyMap<Field, number>): number {
  if (side === 'low') return limits[field][0];
  if (field !== 'day') return limits[field][1];
  // The day before the first of the next month.
  return new Date(Date.UTC(before.get('year') ?? 1, before.get('month') ?? 12, 0)).getUTCDate();
}
