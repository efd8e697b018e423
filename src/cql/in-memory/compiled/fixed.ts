import { type ElmNode, nodeAt, nodesAt } from '../../elm.ts';

/** The parts from which a node is worked out, where nothing else decides its value. */
const partsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ...['Start', 'End', 'Width', 'DateFrom', 'TimeFrom', 'DateTimeComponentFrom', 'As'].map(
    ofOperand,
  ),
  ...['ToDate', 'ToDateTime', 'ToDecimal', 'ToQuantity'].map(ofOperand),
  ...['Add', 'Subtract', 'Multiply', 'Negate', 'DurationBetween', 'DifferenceBetween'].map(
    ofOperand,
  ),
  ...['Literal', 'Quantity', 'ParameterRef', 'Now', 'Today', 'MinValue', 'MaxValue'].map(ofNothing),
  ['Interval', ['low', 'high', 'lowClosedExpression', 'highClosedExpression']],
  ['Date', ['year', 'month', 'day']],
  [
    'DateTime',
    ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond', 'timezoneOffset'],
  ],
]);

function ofOperand(type: string): [string, readonly string[]] {
  return [type, ['operand']];
}

function ofNothing(type: string): [string, readonly string[]] {
  return [type, []];
}

/** Whether what a reference names has the same value for every patient. */
export type IsNamedFixed = (reference: ElmNode) => boolean;

/**
 * Whether a node has the same value for every patient of a period: it is made of parameters, the present moment and what
 * is written out, and of named definitions for which that holds.
 */
export function isFixed(node: ElmNode, isNamedFixed: IsNamedFixed): boolean {
  if (node.type === 'ExpressionRef') return isNamedFixed(node);
  const parts = partsOf.get(node.type ?? '');
  if (parts === undefined || nodeAt(node, 'source') !== undefined) return false;
  const children = parts.flatMap((part) => nodesAt(node, part));
  return children.every((child) => isFixed(child, isNamedFixed));
}

/** Made anew as quickly as it is looked up. */
export const isAtHand = ({ type }: ElmNode): boolean =>
  type === 'Literal' || type === 'ParameterRef' || type === 'Now';
