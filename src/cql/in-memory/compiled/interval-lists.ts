import { Interval, Quantity } from 'cql-execution';
import { doAddition } from 'cql-execution/lib/datatypes/quantity.js';
import { Expand } from 'cql-execution/lib/elm/interval.js';
import { type ElmNode, nodesAt } from '../../elm.ts';
import type { Compile } from './operand.ts';
import { callMethod, isKind, isMissing, kindOf, NotCompiled } from './run.ts';

/*
 * Collapse and Expand as cql-execution computes them, which has them behind promises.
 */

const ofListAndPer =
  (compute: (intervals: unknown, per: unknown) => unknown): Compile =>
  (node, scope, compiler) => {
    const [list, per, ...more] = nodesAt(node, 'operand').map((one) => compiler.run(one, scope));
    if (list === undefined || more.length > 0) throw new NotCompiled(node, 'has other operands');
    return (frame, session) => compute(list(frame, session), per?.(frame, session) ?? null);
  };

const intervalsIn = (list: readonly unknown[]): readonly Interval[] =>
  list.filter((one) => one instanceof Interval).map((one) => one.copy());

/** Intervals that overlap, or are no further apart than a width, become one. */
function collapse(list: unknown, width: unknown): readonly Interval[] | null {
  if (!Array.isArray(list)) return null;
  const [first, ...rest] = intervalsIn(list).toSorted(byStart);
  if (first === undefined) return [];
  const per = rest.length === 0 ? null : (width ?? first.getPointSize());
  const kept: Interval[] = [];
  let last = first;
  for (const next of rest) {
    if (reaches(last, next, per)) {
      if (endsLater(next, last)) last.high = next.high;
    } else {
      kept.push(last);
      last = next;
    }
  }
  return [...kept, last];
}

/** By their starts, then by their ends; without a start before those with one, without an end after. */
function byStart(a: Interval, b: Interval): number {
  const starts = order(a.low, b.low);
  if (starts !== 0) return isMissing(a.low) === isMissing(b.low) ? starts : -starts;
  return order(a.high, b.high);
}

/** What is missing comes last. */
function order(a: unknown, b: unknown): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
  if (isBefore(a, b)) return -1;
  return isBefore(b, a) ? 1 : 0;
}

const hasMethod = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';

const isBefore = (a: unknown, b: unknown): boolean =>
  hasMethod(a, 'before') ? callMethod(a, 'before', b) === true : Number(a) < Number(b);

/** Whether an interval overlaps the next or lies within the width before it. */
function reaches({ high }: Interval, { low }: Interval, per: unknown): boolean {
  if (isMissing(high) || isMissing(low)) return isMissing(low) && !isMissing(high);
  if (hasMethod(low, 'durationBetween')) return reachesInTime(high, low, per);
  if (hasMethod(low, 'sameOrBefore'))
    return callMethod(low, 'sameOrBefore', doAddition(high, per)) === true;
  return Number(low) - Number(high) <= widthOf(per);
}

function reachesInTime(high: unknown, low: unknown, per: unknown): boolean {
  if (callMethod(high, 'sameOrAfter', low) === true) return true;
  const unit = Reflect.get(Object(per), 'unit');
  const apart = callMethod(high, 'durationBetween', low, unit);
  return Number(Reflect.get(Object(apart), 'high')) <= widthOf(per);
}

const widthOf = (per: unknown): number => Number(Reflect.get(Object(per), 'value'));

function endsLater({ high }: Interval, { high: other }: Interval): boolean {
  if (isMissing(high)) return true;
  return hasMethod(high, 'after')
    ? callMethod(high, 'after', other) === true
    : Number(high) > Number(other);
}

/** Every interval as intervals of a width; of the point type's own width when none is given. */
const expand =
  (node: ElmNode) =>
  (list: unknown, width: unknown): readonly unknown[] | null => {
    const intervals = [list].flat();
    const kinds = kindsOfPoints(intervals);
    const [kind] = kinds;
    if (kind === undefined) return null;
    // Dates among times: the engine makes times of them.
    if (kinds.size > 1 || expansions[kind] === undefined)
      throw new NotCompiled(node, 'is of several types');
    const parts = (collapse(intervals, width) ?? []).map((interval) =>
      isMissing(interval.low) || isMissing(interval.high)
        ? null
        : callMethod(engineExpand, expansions[kind] ?? '', interval, width ?? ownWidth(interval)),
    );
    return parts.includes(null) ? null : parts.flat();
  };

const kindsOfPoints = (intervals: readonly unknown[]): ReadonlySet<string> =>
  new Set(
    intervalsIn(intervals)
      .flatMap(({ low, high }) => [low, high].filter((bound) => !isMissing(bound)))
      .map(kindOf),
  );

const engineExpand = new Expand({});
const expansions: Readonly<Record<string, string>> = {
  DateTime: 'expandDTishInterval',
  Date: 'expandDTishInterval',
  Quantity: 'expandQuantityInterval',
  number: 'expandNumericInterval',
};

function ownWidth({ low }: Interval): Quantity {
  if (isKind(low, 'isQuantity')) return new Quantity(1, String(Reflect.get(Object(low), 'unit')));
  if (hasMethod(low, 'getPrecision'))
    return new Quantity(1, String(callMethod(low, 'getPrecision')));
  return new Quantity(1, '1');
}

export const intervalLists: Readonly<Record<string, Compile>> = {
  Collapse: ofListAndPer(collapse),
  Expand: (node, scope, compiler) => ofListAndPer(expand(node))(node, scope, compiler),
};
