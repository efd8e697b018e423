import { timeFromOrigin, withStandIn } from './times.ts';
import { truthSql } from './truth.ts';
import {
  type NumberValue,
  never,
  type TextValue,
  type TimePiece,
  type TimeValue,
  type Truth,
  type Value,
} from './value.ts';

/** One value or another, as a condition decides; undefined when the two are of kinds that SQL cannot choose between. */
export function choose(condition: string, one: Value, other: Value): Value | undefined {
  if (one.kind === 'null' && other.kind === 'null') return one;
  const like = one.kind === 'null' ? other : one;
  const either = (a: string, b: string): string =>
    a === b ? a : `CASE WHEN ${condition} THEN ${a} ELSE ${b} END`;
  switch (like.kind) {
    case 'number':
      return pair(one, other, isNumber, missingNumber, (a, b) => ({
        ...a,
        type: a.type === b.type ? a.type : 'decimal',
        low: either(a.low, b.low),
        high: either(a.high, b.high),
      }));
    case 'text':
      return pair(one, other, isText, missingText, (a, b) => chooseText(a, b, either));
    case 'time':
      return pair(one, other, isTime, missingTime(like), (a, b) => chooseTime(a, b, either));
    case 'truth':
      return pair(one, other, isTruth, missingTruth, (a, b) => ({
        kind: 'truth',
        isTrue: either(a.isTrue, b.isTrue),
        isFalse: either(a.isFalse, b.isFalse),
      }));
    default:
      return undefined;
  }
}

function pair<T extends Value>(
  one: Value,
  other: Value,
  is: (value: Value) => value is T,
  missing: T,
  merge: (a: T, b: T) => T,
): T | undefined {
  const settle = (value: Value): T | undefined => {
    if (value.kind === 'null') return missing;
    return is(value) ? value : undefined;
  };
  const [a, b] = [settle(one), settle(other)];
  return a === undefined || b === undefined ? undefined : merge(a, b);
}

const isNumber = (value: Value): value is NumberValue => value.kind === 'number';
const isText = (value: Value): value is TextValue => value.kind === 'text';
const isTime = (value: Value): value is TimeValue => value.kind === 'time';
const isTruth = (value: Value): value is Truth => value.kind === 'truth';

const missingNumber: NumberValue = { kind: 'number', type: 'integer', low: 'NULL', high: 'NULL' };
const missingText: TextValue = { kind: 'text', sql: 'NULL' };
const missingTruth: Truth = { kind: 'truth', isTrue: 'FALSE', isFalse: 'FALSE' };

const missingTime = ({ type }: TimeValue): TimeValue => ({
  kind: 'time',
  type,
  piece: (which) => missingPiece(which, type),
  isExact: false,
  clock: null,
  origin: null,
  standIn: null,
});

function missingPiece(which: TimePiece, type: TimeValue['type']): string {
  if (which === 'digits') return 'CAST(NULL AS INTEGER)';
  if (which === 'midnight') return 'CAST(NULL AS BOOLEAN)';
  const isDay =
    which === 'first' ||
    which === 'last' ||
    (type === 'Date' && (which === 'low' || which === 'high'));
  return isDay ? 'CAST(NULL AS DATE)' : 'CAST(NULL AS TIMESTAMP)';
}

function chooseText(
  a: TextValue,
  b: TextValue,
  either: (a: string, b: string) => string,
): TextValue {
  const [one, other] = [a.reference, b.reference];
  const sql = either(a.sql, b.sql);
  if (one === undefined || other === undefined || one.target !== other.target)
    return { kind: 'text', sql };
  return { kind: 'text', sql, reference: { target: one.target, id: either(one.id, other.id) } };
}

function chooseTime(
  first: TimeValue,
  second: TimeValue,
  either: (a: string, b: string) => string,
): TimeValue {
  const [a, b] = [withStandIn(first), withStandIn(second)];
  return {
    kind: 'time',
    type: a.type,
    piece: (which) => either(a.piece(which), b.piece(which)),
    isExact: a.isExact && b.isExact,
    clock: a.clock === null || b.clock === null ? null : either(a.clock, b.clock),
    origin: null,
    standIn: null,
  };
}

/** The first of two times of one row that is recorded, worked out where the row is first read. */
export function firstRecorded(first: TimeValue, second: TimeValue): TimeValue | undefined {
  const [a, b] = [withStandIn(first).origin, withStandIn(second).origin];
  if (a === null || b === null || a.source !== b.source || a.shift !== 0 || b.shift !== 0)
    return undefined;
  const rest = b.name.startsWith(`${a.name}_`) ? b.name.slice(a.name.length + 1) : b.name;
  const name = `${a.name}_or_${rest}`;
  return timeFromOrigin({
    ...a,
    name,
    over: (alias, piece, shift) =>
      `CASE WHEN ${a.over(alias, 'low', 0)} IS NOT NULL THEN ${a.over(alias, piece, shift)} ELSE ${b.over(alias, piece, shift)} END`,
    recorded: {
      name: `${name}_low`,
      over: (alias) => `COALESCE(${a.over(alias, 'low', 0)}, ${b.over(alias, 'low', 0)})`,
    },
  });
}

/** Whether a value is missing, where its kind can tell. */
export function isMissing(value: Value): Truth | undefined {
  switch (value.kind) {
    case 'null':
      return { kind: 'truth', isTrue: 'TRUE', isFalse: 'FALSE' };
    case 'number':
      return tells(value.low);
    case 'time':
      return tells(recordedSql(value));
    case 'text':
      return tells(value.reference?.id ?? value.sql);
    case 'truth':
      return tells(truthSql(value));
    case 'quantity':
      return tells(value.value);
    case 'interval':
      return value.isPresent === null
        ? { kind: 'truth', isTrue: 'FALSE', isFalse: 'TRUE' }
        : { kind: 'truth', isTrue: `NOT ${value.isPresent()}`, isFalse: value.isPresent() };
    case 'codings':
      return value.isPresent === undefined
        ? undefined
        : {
            kind: 'truth',
            isTrue: `COALESCE(NOT ${value.isPresent}, TRUE)`,
            isFalse: `COALESCE(${value.isPresent}, FALSE)`,
          };
    case 'coding':
      return tells(value.text);
    case 'tuple':
    case 'code':
    case 'list':
    case 'rows':
      return { kind: 'truth', isTrue: 'FALSE', isFalse: 'TRUE' };
    default:
      return undefined;
  }
}

/** What is NULL exactly when the time is missing. */
export function recordedSql(time: TimeValue): string {
  const { origin, standIn } = time;
  if (standIn !== null) return standIn().piece('low');
  return origin === null ? time.piece('low') : origin.column(origin.recorded);
}

/** A moment that is written out is there. */
const isWritten = (sql: string): boolean => /^TIMESTAMP '[^']+'$/.test(sql);

const tells = (sql: string): Truth => (isWritten(sql) ? never : asked(sql));

const asked = (sql: string): Truth => ({
  kind: 'truth',
  isTrue: `${sql} IS NULL`,
  isFalse: `${sql} IS NOT NULL`,
});
