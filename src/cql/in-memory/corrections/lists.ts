import { Interval } from 'cql-execution';
import { Query } from 'cql-execution/lib/elm/query.js';
import comparison from 'cql-execution/lib/util/comparison.js';
import { type ElmNode, nodeAt, nodesAt } from '../../elm.ts';
import { correctOperator } from './operators.ts';

/* What cql-execution 3.3 leaves out or mistakes about lists and the points of intervals. */

type Truth = boolean | null;

correctOperator('ProperContains', (node) => {
  const ask = properly(node, 0);
  return ([container, item]) => ask(container, item ?? null);
});
correctOperator('ProperIn', (node) => {
  const ask = properly(node, 1);
  return ([item, container]) => ask(container, item ?? null);
});

/** Contains it, and something else besides. A list that is missing contains nothing; of an interval nothing is known. */
function properly(node: ElmNode, containerAt: number) {
  const { precision } = node;
  const by = typeof precision === 'string' ? precision.toLowerCase() : undefined;
  const isInterval = isMadeInterval(nodesAt(node, 'operand')[containerAt]);
  return (container: unknown, item: unknown): Truth => {
    if (Array.isArray(container)) return properlyAmong(container, item);
    if (container instanceof Interval) return properlyWithin(container, item, by);
    return isInterval ? null : false;
  };
}

const isMadeInterval = (operand: ElmNode | undefined): boolean =>
  operand !== undefined && nodeAt(operand, 'asTypeSpecifier')?.type === 'IntervalTypeSpecifier';

function properlyWithin(interval: Interval, item: unknown, precision: string | undefined): Truth {
  if (item === null) return null;
  const isStart = comparison.equals(interval.start(), item);
  const isEnd = comparison.equals(interval.end(), item);
  return and(interval.contains(item, precision), not(and(isStart, isEnd)));
}

function properlyAmong(list: readonly unknown[], item: unknown): Truth {
  const answers = list.map((one) => sameItem(one ?? null, item));
  return and(answers.reduce(or, false), answers.map(not).reduce(or, false));
}

/** A missing item is the same as a missing item; beside another it is unknown. */
function sameItem(one: unknown, item: unknown): Truth {
  return item === null ? one === null : comparison.equals(one, item);
}

function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}

const or = (a: Truth, b: Truth): Truth => not(and(not(a), not(b)));
const not = (a: Truth): Truth => (a === null ? null : !a);

/** The point of an interval that holds only one. */
correctOperator('PointFrom', () => ([interval]) => {
  if (!(interval instanceof Interval)) return null;
  const [start, end] = [interval.start(), interval.end()];
  if (comparison.equals(start, end) === true) return start;
  throw new Error('point from: the interval holds more than one point');
});

correctOperator('Descendents', () => ([value]) => {
  if (value === null) return null;
  throw new Error('Descendents is not evaluated by Gyrus');
});

/** Without a return clause the items stay as they are; cql-execution drops those that come again. */
Query.prototype.isDistinct = function isDistinct(): boolean {
  return this.aggregateClause?.distinct ?? this.returnClause?.distinct ?? false;
};
