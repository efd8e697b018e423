import { at, positions } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import type { FollowUp } from './risk-table.ts';

/**
 * Harrell's concordance: among pairs where it is known who had the event first, the share in which that
 * one had the higher predicted risk; equal predictions count half. 0.5 is chance.
 *
 * A pair is comparable when the shorter time ended with an event, or both times are equal and only one did.
 *
 * @param risk higher means sooner
 * @returns not estimable when no pair is comparable
 * @see Harrell, Lee & Mark (1996)
 */
export function concordance(data: FollowUp, risk: readonly number[]): Outcome<number> {
  let agreeing = 0;
  let pairs = 0;
  for (const first of positions(data.time.length)) {
    if (at(data.event, first) === 0) continue;
    for (const second of positions(data.time.length)) {
      if (!isLater(data, second, at(data.time, first))) continue;
      pairs++;
      const lead = at(risk, first) - at(risk, second);
      if (lead > 0) agreeing += 1;
      else if (lead === 0) agreeing += 0.5;
    }
  }
  return pairs === 0
    ? cannotEstimate('no-pairs', 'No two rows can be put in order of time.')
    : estimated(agreeing / pairs);
}

const isLater = ({ time, event }: FollowUp, row: number, than: number): boolean =>
  at(time, row) > than || (at(time, row) === than && at(event, row) === 0);
