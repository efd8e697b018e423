import { DateTime } from 'cql-execution';
import { ByDirection, ByExpression } from 'cql-execution/lib/elm/query.js';

/**
 * cql-execution 3.3 sorts times by their text, so that '09:00+02:00' comes after '08:30Z', and calls equal times
 * unequal, so that a second sort key is never asked and ties change places. CQL compares values and leaves ties as
 * they were; the two sort items are corrected here, once for the process.
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
  const sign = compare(a ?? null, b ?? null);
  if (sign === 0) return 0;
  return sign < 0 ? lower : higher;
}

/** Nothing comes before something; a partial time stands at its first instant, before a more exact one. */
function compare(a: unknown, b: unknown): number {
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

/** Called where sorting matters, so that the correction above is loaded. */
export const sortsAsCqlSays = true;
