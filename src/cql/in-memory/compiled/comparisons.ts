import { Uncertainty } from 'cql-execution/lib/datatypes/uncertainty.js';
import comparison from 'cql-execution/lib/util/comparison.js';
import { type ElmNode, textAt } from '../../elm.ts';
import { areEqual } from './equality.ts';
import { doContains, doIncludes, doProperIncludes } from './lists.ts';
import { binary, type Compile } from './operand.ts';
import { callMethod, isKind, isMissing } from './run.ts';

const notEqual = (a: unknown, b: unknown): boolean | null => {
  const answer = areEqual(a, b);
  return answer === null ? null : !answer;
};

const equivalence: Compile = binary((a, b) => {
  if (isMissing(a) || isMissing(b)) return isMissing(a) && isMissing(b);
  return comparison.equivalent(a, b);
});

type Order = 'lessThan' | 'lessThanOrEquals' | 'greaterThan' | 'greaterThanOrEquals';

const plainOrder = {
  lessThan: (a: number, b: number) => a < b,
  lessThanOrEquals: (a: number, b: number) => a <= b,
  greaterThan: (a: number, b: number) => a > b,
  greaterThanOrEquals: (a: number, b: number) => a >= b,
} as const satisfies Readonly<Record<Order, (a: number, b: number) => boolean>>;

const ordered = (order: Order): Compile => {
  const plain = plainOrder[order];
  return binary((a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return plain(a, b);
    if (isMissing(a) || isMissing(b)) return null;
    return callMethod(Uncertainty.from(a), order, Uncertainty.from(b));
  });
};

export const precisionOf = (node: ElmNode): string | undefined =>
  textAt(node, 'precision')?.toLowerCase();

/** An operator that times and intervals have as a method, by the node's precision. */
const relation =
  (method: string): Compile =>
  (node, scope, compiler) => {
    const precision = precisionOf(node);
    return binary((a, b) =>
      isMissing(a) || isMissing(b) ? null : callMethod(a, method, b, precision),
    )(node, scope, compiler);
  };

type Containing = (container: unknown, item: unknown, precision: string | undefined) => unknown;

const membership: Containing = (container, item, precision) => {
  if (isMissing(container)) return false;
  if (Array.isArray(container)) return doContains(container, item);
  return isMissing(item) ? null : callMethod(container, 'contains', item, precision);
};

const inclusion: Containing = (container, contained, precision) => {
  if (isMissing(container) || isMissing(contained)) return null;
  if (Array.isArray(container)) return doIncludes(container, contained);
  return callMethod(container, 'includes', contained, precision);
};

const properInclusion: Containing = (container, contained, precision) => {
  if (isMissing(container) || isMissing(contained)) return null;
  if (Array.isArray(container)) return doProperIncludes(container, contained);
  return callMethod(container, 'properlyIncludes', contained, precision);
};

const containing =
  (value: Containing, isContainerFirst: boolean): Compile =>
  (node, scope, compiler) => {
    const precision = precisionOf(node);
    return binary((a, b) => (isContainerFirst ? value(a, b, precision) : value(b, a, precision)))(
      node,
      scope,
      compiler,
    );
  };

export const comparisons: Readonly<Record<string, Compile>> = {
  Equal: binary(areEqual),
  NotEqual: binary(notEqual),
  Equivalent: equivalence,
  Less: ordered('lessThan'),
  LessOrEqual: ordered('lessThanOrEquals'),
  Greater: ordered('greaterThan'),
  GreaterOrEqual: ordered('greaterThanOrEquals'),
  Before: relation('before'),
  After: relation('after'),
  SameAs: relation('sameAs'),
  SameOrBefore: relation('sameOrBefore'),
  SameOrAfter: relation('sameOrAfter'),
  Overlaps: relation('overlaps'),
  OverlapsBefore: relation('overlapsBefore'),
  OverlapsAfter: relation('overlapsAfter'),
  Meets: relation('meets'),
  MeetsBefore: relation('meetsBefore'),
  MeetsAfter: relation('meetsAfter'),
  Starts: relation('starts'),
  Ends: relation('ends'),
  In: containing(membership, false),
  Contains: containing(membership, true),
  IncludedIn: containing(inclusion, false),
  Includes: containing(inclusion, true),
  ProperIncludedIn: containing(properInclusion, false),
  ProperIncludes: containing(properInclusion, true),
};

export const isUncertain = (value: unknown): boolean => isKind(value, 'isUncertainty');
