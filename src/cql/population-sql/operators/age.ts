import { nodeAt, nodesAt, textAt } from '../../elm.ts';
import type { Handler } from '../compiler.ts';
import { plain } from '../plain.ts';
import { withStandIn } from '../times.ts';
import { nothing, type TimeValue, type Value } from '../value.ts';

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
  if (birth.kind !== 'time' || birth.type !== 'Date' || asOf.kind !== 'time')
    return compiler.refuse('an age is compiled from a date to a time or date', node, scope);
  const settled = withStandIn(asOf);
  return asOf.type === 'Date'
    ? years(birth, { low: dayOf(settled, 'first'), high: dayOf(settled, 'last') })
    : yearsByClock(birth, settled, compiler.within(scope, node).period().alias);
};

/** Between two dates a year is full on the birthday. */
const years = (birth: TimeValue, asOf: { readonly low: string; readonly high: string }): Value => ({
  kind: 'number',
  type: 'integer',
  low: yearsBetween(dayOf(birth, 'last'), asOf.low),
  high: yearsBetween(dayOf(birth, 'first'), asOf.high),
});

function yearsByClock(birth: TimeValue, asOf: TimeValue, period: string): Value {
  const clock = (instant: string): string =>
    `(${instant} + (${period}.end_by_clock - ${period}.period_end))`;
  const first = dayOf(birth, 'first');
  const last = `${dayOf(birth, 'last')} + INTERVAL '1 day' - INTERVAL '1 millisecond'`;
  return {
    kind: 'number',
    type: 'integer',
    low: yearsBetween(last, clock(asOf.piece('low'))),
    high: yearsBetween(first, clock(asOf.piece('high'))),
  };
}

const dayOf = (time: TimeValue, which: 'first' | 'last'): string =>
  `CAST(${time.piece(which)} AS TIMESTAMP)`;

function yearsBetween(from: string, to: string): string {
  const years = `CAST(EXTRACT(YEAR FROM ${to}) - EXTRACT(YEAR FROM (${from})) AS INTEGER)`;
  return `(${years} - CASE WHEN (${from}) + ${years} * INTERVAL '1 year' > ${to} THEN 1 ELSE 0 END)`;
}

export const ageHandlers: Readonly<Record<string, Handler>> = { CalculateAgeAt: ageAt };
