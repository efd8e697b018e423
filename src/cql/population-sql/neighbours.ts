import { plusMilliseconds } from './moved-times.ts';
import type { TimePiece, TimeValue } from './value.ts';

/** The next moment after a time that is known to the millisecond; undefined for any other. */
export const successor = (time: TimeValue): TimeValue | undefined =>
  time.isExact ? plusMilliseconds(time, 1) : undefined;

/**
 * The moment before a time, in the time's own precision: a second before 10:00:00, a day before a date, a month before
 * a month. It ends just before the time begins.
 */
export function predecessor(time: TimeValue): TimeValue | undefined {
  if (time.isExact) return plusMilliseconds(time, -1);
  if (time.type === 'Date') return undefined;
  return {
    ...time,
    isExact: false,
    clock: null,
    origin: null,
    standIn: null,
    piece: (which) => pieceBefore(which, time.piece),
  };
}

function pieceBefore(which: TimePiece, piece: (which: TimePiece) => string): string {
  const digits = piece('digits');
  const isClocked = `${digits} > 10`;
  const unitBack = (day: string): string =>
    `CASE ${digits} WHEN 10 THEN ${day} - INTERVAL '1 day' WHEN 7 THEN ${day} - INTERVAL '1 month' ELSE ${day} - INTERVAL '1 year' END`;
  const first = `CAST(${piece('first')} AS TIMESTAMP)`;
  const last = `CAST(${piece('last')} AS TIMESTAMP)`;
  const dayBack = (day: string): string =>
    `CASE WHEN ${piece('midnight')} THEN ${day} - INTERVAL '1 day' ELSE ${day} END`;
  const second = `CASE WHEN ${piece('high')} = ${piece('low')} THEN INTERVAL '1 millisecond' ELSE INTERVAL '1 second' END`;
  switch (which) {
    case 'digits':
      return digits;
    case 'midnight':
      return 'CAST(NULL AS BOOLEAN)';
    case 'high':
      return `${piece('low')} - INTERVAL '1 millisecond'`;
    case 'low':
      return `CASE WHEN ${isClocked} THEN ${piece('low')} - ${second} ELSE ${piece('low')} + (${unitBack(first)} - ${first}) END`;
    case 'first':
      return `CAST(CASE WHEN ${isClocked} THEN ${dayBack(first)} ELSE ${unitBack(first)} END AS DATE)`;
    case 'last':
      return `CAST(CASE WHEN ${isClocked} THEN ${dayBack(last)} ELSE ${first} - INTERVAL '1 day' END AS DATE)`;
    case 'from':
      return `CASE WHEN ${isClocked} THEN ${dayBack(piece('from'))} ELSE ${unitBack(first)} - CASE WHEN ${digits} < 10 THEN INTERVAL '6 hours' ELSE INTERVAL '0 hours' END END`;
    case 'until':
      return `CASE WHEN ${isClocked} THEN ${dayBack(piece('until'))} ELSE ${first} - CASE WHEN ${digits} < 10 THEN INTERVAL '18 hours' ELSE INTERVAL '1 day' END END`;
    default:
      return which satisfies never;
  }
}
