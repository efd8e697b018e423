import { Date as CqlDate, DateTime } from 'cql-execution';
import {
  Date as DateNode,
  DateTime as DateTimeNode,
  Time as TimeNode,
} from 'cql-execution/lib/elm/datetime.js';

/* Times that cannot be: cql-execution 3.3 counts on with month 13 and with the year 10000. */

const limits = {
  year: [1, 9999],
  month: [1, 12],
  day: [1, 31],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59],
  millisecond: [0, 999],
} as const;

export function requirePossible(value: object, isClock: boolean): void {
  for (const [field, [low, high]] of Object.entries(limits)) {
    const part: unknown = Reflect.get(value, field);
    const isOfDate = field === 'year' || field === 'month' || field === 'day';
    if (typeof part !== 'number' || (isClock && isOfDate)) continue;
    if (part < low || part > high) {
      throw new Error(`a ${field} lies between ${low} and ${high}`);
    }
  }
}

for (const node of [DateTimeNode, DateNode]) {
  const make = node.prototype.exec;
  node.prototype.exec = async function exec(context) {
    const value = await make.call(this, context);
    if (!(value instanceof DateTime || value instanceof CqlDate) || value.year === null)
      return null;
    requirePossible(value, false);
    return value;
  };
}

const makeTime = TimeNode.prototype.exec;
TimeNode.prototype.exec = async function exec(context) {
  const value = await makeTime.call(this, context);
  if (!(value instanceof DateTime) || value.hour === null) return null;
  requirePossible(value, true);
  return value;
};

/** The next or the one before of a date or time, at its own precision; null beyond the first and the last. */
export function besideTime(
  value: DateTime | CqlDate,
  direction: 1 | -1,
): DateTime | CqlDate | null {
  const found = direction > 0 ? value.successor() : value.predecessor();
  if (!(found instanceof DateTime || found instanceof CqlDate)) return null;
  const isClock = value instanceof DateTime && value.isTime();
  if (isClock) return found instanceof DateTime && found.isTime() ? found : null;
  return found.year === null || found.year < 1 || found.year > 9999 ? null : found;
}

/** How many of a unit make one of the next larger; of days the month has 30 and the year 365, as CQL says. */
const ladder = ['millisecond', 'second', 'minute', 'hour', 'day', 'month', 'year'] as const;
const toNext = [1000, 60, 60, 24, 30, 12];
const daysInYear = 365;
type Unit = (typeof ladder)[number];

/** What is added to a partial date is first made whole units of its last part, without the rest. */
function inUnits(amount: number, from: Unit, to: Unit): number {
  let [count, at] = [amount, ladder.indexOf(from)];
  const end = ladder.indexOf(to);
  while (at < end) {
    if (ladder[at] === 'day' && to === 'year') return Math.trunc(count / daysInYear) + 0;
    count /= toNext[at] ?? 1;
    at += 1;
  }
  return Math.trunc(count) + 0;
}

const isUnit = (name: string): name is Unit => ladder.some((unit) => unit === name);

for (const kind of [DateTime, CqlDate]) {
  const add = kind.prototype.add;
  kind.prototype.add = function addToParts(amount: number, unit: string) {
    const precision = this.getPrecision() ?? '';
    const [count, name] = unit === 'week' ? [amount * 7, 'day'] : [amount, unit];
    const isFiner =
      isUnit(name) && isUnit(precision) && ladder.indexOf(name) < ladder.indexOf(precision);
    const sum = isFiner
      ? add.call(this, inUnits(count, name, precision), precision)
      : add.call(this, amount, unit);
    // cql-execution looks for the end of the calendar only at its far end.
    return isInCalendar(this, sum) ? sum : null;
  };
}

const isInCalendar = (before: DateTime | CqlDate, after: DateTime | CqlDate | null): boolean =>
  after === null || before.year === null || before.year < 1 || (after.year ?? 1) >= 1;
