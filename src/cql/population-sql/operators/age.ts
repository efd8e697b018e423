import { nodeAt, nodesAt, textAt } from '../../elm.ts';
import type { Handler } from '../compiler.ts';
import { plain } from '../plain.ts';
import { withStandIn } from '../times.ts';
import { nothing } from '../value.ts';

/**
 * Whole years from a date of birth to a time, by the clocks of the zone at the end of the period, as in memory. On the
 * birthday itself the age is uncertain, as CQL has it: nobody recorded at which hour. Born on 29 February, a year is full
 * on 28 February where there is no 29th.
 */
const ageAt: Handler = (node, scope, compiler) => {
  if (textAt(node, 'precision') !== 'Year') {
    return compiler.refuse('an age is compiled in years only', node, scope);
  }
  const [birthNode, asOfNode] = nodesAt(node, 'operand');
  if (birthNode === undefined || asOfNode === undefined) {
    return compiler.refuse('an age needs a birth date and a time', node, scope);
  }
  const date =
    birthNode.type === 'ToDateTime' ? (nodeAt(birthNode, 'operand') ?? birthNode) : birthNode;
  const birth = plain(date, scope, compiler);
  const asOf = plain(asOfNode, scope, compiler);
  if (birth.kind === 'null' || asOf.kind === 'null') return nothing;
  const isPossible =
    birth.kind === 'time' &&
    birth.type === 'Date' &&
    asOf.kind === 'time' &&
    asOf.type === 'DateTime';
  if (!isPossible) return compiler.refuse('an age is compiled from a date to a time', node, scope);
  const { alias } = compiler.within(scope, node).period();
  const clock = (instant: string): string =>
    `(${instant} + (${alias}.end_by_clock - ${alias}.period_end))`;
  const settled = withStandIn(asOf);
  const first = `CAST(${birth.piece('first')} AS TIMESTAMP)`;
  const last = `CAST(${birth.piece('last')} AS TIMESTAMP) + INTERVAL '1 day' - INTERVAL '1 millisecond'`;
  return {
    kind: 'number',
    type: 'integer',
    low: yearsBetween(last, clock(settled.piece('low'))),
    high: yearsBetween(first, clock(settled.piece('high'))),
  };
};

function yearsBetween(from: string, to: string): string {
  const years = `CAST(EXTRACT(YEAR FROM ${to}) - EXTRACT(YEAR FROM (${from})) AS INTEGER)`;
  return `(${years} - CASE WHEN (${from}) + ${years} * INTERVAL '1 year' > ${to} THEN 1 ELSE 0 END)`;
}

export const ageHandlers: Readonly<Record<string, Handler>> = { CalculateAgeAt: ageAt };
