import { Date as CqlDate, DateTime, Interval } from 'cql-execution';
import { ThreeValuedLogic } from 'cql-execution/lib/datatypes/logic.js';
import { ByDirection, ByExpression, Query } from 'cql-execution/lib/elm/query.js';
import { type IdentifierContext, IdentifierRef } from 'cql-execution/lib/elm/reusable.js';
import comparison from 'cql-execution/lib/util/comparison.js';
import { FhirObject } from './fhir-object.ts';
import './corrections/boundaries.ts';
import './corrections/intervals.ts';
import './corrections/lists.ts';
import './corrections/long.ts';
import './corrections/messages.ts';
import './corrections/numbers.ts';
import './corrections/texts.ts';
import './corrections/times.ts';

/*
 * Where cql-execution 3.3 departs from CQL in ways that would let the same record count one day and not the next. Each
 * correction is made once for the process.
 */

/**
 * cql-execution sorts times by their text, so that '09:00+02:00' comes after '08:30Z', and calls equal times
 * unequal, so that a second sort key is never asked and ties change places. CQL compares values and leaves ties as
 * they were.
 */
interface SortItem {
  readonly low_order: number;
  readonly high_order: number;
  readonly expression: { execute(context: SortContext): Promise<unknown> };
}

interface SortContext {
  childContext(item: unknown): SortContext;
}

ByDirection.prototype.exec = async function exec(this: SortItem, _context, a, b) {
  return order(a, b, this);
};

ByExpression.prototype.exec = async function exec(this: SortItem, context, a, b) {
  const one = await this.expression.execute(context.childContext(a));
  const other = await this.expression.execute(context.childContext(b));
  return order(one, other, this);
};

function order(a: unknown, b: unknown, { low_order: lower, high_order: higher }: SortItem): number {
  const sign = compareForSort(a ?? null, b ?? null);
  if (sign === 0) return 0;
  return sign < 0 ? lower : higher;
}

/** Nothing comes before something; a partial time stands at its first instant, before a more exact one. */
export function compareForSort(a: unknown, b: unknown): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  if (a instanceof DateTime && b instanceof DateTime) return compareTimes(a, b);
  if (isQuantity(a) && isQuantity(b)) return a.before(b) ? -1 : Number(b.before(a));
  const [one, other] = [comparable(a), comparable(b)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function compareTimes(a: DateTime, b: DateTime): number {
  const [one, other] = [a.toLuxonUncertainty(), b.toLuxonUncertainty()];
  return one.low.toMillis() - other.low.toMillis() || one.high.toMillis() - other.high.toMillis();
}

const isQuantity = (value: unknown): value is { before(other: unknown): boolean } =>
  typeof value === 'object' && value !== null && 'isQuantity' in value && value.isQuantity === true;

const comparable = (value: unknown): number | string =>
  typeof value === 'number' ? value : String(value);

/**
 * cql-execution calls a point inside an interval as soon as it equals a closed end, even when days are compared: an
 * event at midnight UTC would then lie in a month that had not begun where it happened. By the day, days decide; by
 * the instant, a closed end still holds its own second.
 */
Interval.prototype.contains = function contains(
  this: Interval,
  item: unknown,
  precision?: string,
): boolean | null {
  const { low, high, lowClosed, highClosed } = this;
  const isEnd = (end: unknown): boolean =>
    precision === undefined && comparison.equals(end, item) === true;
  const above = (): boolean | null => {
    if (!lowClosed) return comparison.lessThan(low, item, precision);
    return low === null || isEnd(low) || comparison.lessThanOrEquals(low, item, precision);
  };
  const below = (): boolean | null => {
    if (!highClosed) return comparison.greaterThan(high, item, precision);
    return high === null || isEnd(high) || comparison.greaterThanOrEquals(high, item, precision);
  };
  return ThreeValuedLogic.and(above(), below());
};

const finerThanDay = /^(h|mi|s)/;

const comparisons = ['before', 'after', 'sameAs', 'sameOrBefore', 'sameOrAfter', 'equals'] as const;

/**
 * To compare times with different offsets cql-execution shifts one to the offset of the other, also a time that has no
 * clock: '2025-03-31' in Stockholm becomes 30 March in UTC. A time without a clock keeps its calendar, and the other
 * is read in that calendar.
 */
for (const name of comparisons) {
  const compare = DateTime.prototype[name];
  Object.defineProperty(DateTime.prototype, name, {
    value: function compareByCalendar(this: DateTime, other: unknown, precision?: string): unknown {
      if (!(other instanceof DateTime) || this.timezoneOffset === other.timezoneOffset) {
        return compare.call(this, other, precision);
      }
      if (other.hour !== null && other.hour !== undefined)
        return compare.call(this, other, precision);
      const hasClock = this.hour !== null && this.hour !== undefined;
      const inTheirs = hasClock
        ? this.convertToTimezoneOffset(other.timezoneOffset ?? 0)
        : withOffsetOf(this, other);
      // By the day cql-execution compares as recorded, without any shift.
      return compare.call(
        precision === undefined || finerThanDay.test(precision) ? inTheirs : this,
        other,
        precision,
      );
    },
  });
}

function withOffsetOf(time: DateTime, other: DateTime): DateTime {
  const copy = time.copy();
  copy.timezoneOffset = other.timezoneOffset;
  return copy;
}

/**
 * A date made a time takes the offset of the evaluation. cql-execution forgets it for a partial date, which then has the
 * offset of the machine: whether someone born in '2007-02' is of age would depend on where the server stands.
 */
CqlDate.prototype.getDateTime = function getDateTime(
  this: CqlDate,
  offset?: number | null,
): DateTime {
  const { year, month, day } = this;
  return new DateTime(year, month, day, null, null, null, null, offset);
};

/**
 * A query over one value that finds nothing gives null. cql-execution gives undefined, which other operators mistake for
 * a value ('is' fails on it) and which is worked out again at each use.
 */
const runQuery = Query.prototype.exec;
Query.prototype.exec = async function exec(context) {
  return (await runQuery.call(this, context)) ?? null;
};

/**
 * `sort by effective` names an element of the records that are sorted. cql-execution looks for it as a property of the
 * object; ours are read through get.
 */
const readIdentifier = IdentifierRef.prototype.exec;
IdentifierRef.prototype.exec = async function exec(context) {
  if (this.library === undefined) {
    const value = sortedItem(context)?.get(this.name);
    if (value !== undefined) return value;
  }
  return (await readIdentifier.call(this, context)) ?? null;
};

/** The record that is being sorted: the nearest set of names that is a record itself. */
function sortedItem(context: IdentifierContext | undefined): FhirObject | undefined {
  if (context === undefined || context === null) return undefined;
  const { context_values: names, parent } = context;
  return names instanceof FhirObject ? names : sortedItem(parent);
}

/*
 * Most relations of intervals close them first, the measurement period among them, again and again. No correction: the
 * closed form is kept as long as the interval has the same ends.
 */
interface Closed {
  readonly from: Readonly<Pick<Interval, 'low' | 'high' | 'lowClosed' | 'highClosed'>>;
  readonly closed: Interval;
}

const closedForms = new WeakMap<Interval, Closed>();
const closeAnew = Interval.prototype.toClosed;
Interval.prototype.toClosed = function toClosed(this: Interval): Interval {
  const held = closedForms.get(this);
  if (held !== undefined && hasEnds(this, held.from)) return held.closed;
  const { low, high, lowClosed, highClosed } = this;
  const closed = closeAnew.call(this);
  closedForms.set(this, { from: { low, high, lowClosed, highClosed }, closed });
  return closed;
};

const hasEnds = (
  interval: Interval,
  { low, high, lowClosed, highClosed }: Closed['from'],
): boolean =>
  interval.low === low &&
  interval.high === high &&
  interval.lowClosed === lowClosed &&
  interval.highClosed === highClosed;

/** Named where the engine is used, so that the corrections are loaded with it. */
export const engineIsCorrected = true;
