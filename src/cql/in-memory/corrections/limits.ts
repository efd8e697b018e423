import type { Interval } from 'cql-execution';
import { Query } from 'cql-execution/lib/elm/query.js';
import { requireFewCombinations, requireFewRows } from '../row-limit.ts';

/**
 * cql-execution lays out every combination of a query's sources before it looks at one. A definition with a mistake
 * then fills the memory; here it is refused first.
 */
const runQuery = Query.prototype.exec;
Query.prototype.exec = async function exec(context) {
  const given = await Promise.all(
    this.sources.map(({ expression }) => expression.execute(context)),
  );
  requireFewCombinations(given.map((items) => (Array.isArray(items) ? items.length : 1)));
  const sources = this.sources.map(({ alias }, i) => ({
    alias,
    expression: { execute: async () => given[i] },
  }));
  const found = await runQuery.call(Object.create(this, { sources: { value: sources } }), context);
  if (Array.isArray(found)) requireFewRows(found.length);
  return found;
};

const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = {
  year: 365 * dayMs,
  month: 28 * dayMs,
  week: 7 * dayMs,
  day: dayMs,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

/** @throws ProblemError when an interval has too many parts to lay out */
export function requireFewParts(interval: Interval, per: unknown): void {
  const { low, high } = interval;
  const size = typeof per === 'object' && per !== null ? Number(Reflect.get(per, 'value')) : 1;
  const unit = typeof per === 'object' && per !== null ? String(Reflect.get(per, 'unit')) : '';
  const length = distance(low, high, unitMs[unit.replace(/s$/, '')] ?? dayMs);
  if (Number.isFinite(length) && size > 0) requireFewRows(length / size);
}

function distance(low: unknown, high: unknown, stepMs: number): number {
  if (typeof low === 'number' && typeof high === 'number') return high - low;
  const [start, end] = [milliseconds(low), milliseconds(high)];
  return (end - start) / stepMs;
}

const milliseconds = (value: unknown): number =>
  typeof value === 'object' &&
  value !== null &&
  'toJSDate' in value &&
  typeof value.toJSDate === 'function'
    ? value.toJSDate().getTime()
    : Number.NaN;
