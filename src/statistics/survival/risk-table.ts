import { at, positions } from '../element.ts';
import { requireFinite, requireSameLength } from '../requirements.ts';

/** Time under observation and whether it ended with the event; one row per person or thing followed. */
export interface FollowUp {
  /** From the start, ≥ 0. */
  readonly time: readonly number[];
  /** 1 when the event happened at that time, 0 when observation ended without it (censored). */
  readonly event: readonly number[];
}

/** What happens at one time: rows censored at it are still at risk at it. */
export interface RiskSet {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
}

/** @throws RangeError when lengths differ, a time is negative or not finite, or an event is neither 0 nor 1 */
export function requireFollowUp(name: string, { time, event }: FollowUp): void {
  requireSameLength(time, event, `${name}: time and event`);
  requireFinite(time, `${name}: time`);
  const early = time.findIndex((value) => value < 0);
  if (early >= 0)
    throw new RangeError(`${name}: time ${time[early]} in row ${early + 1}; at least 0 is needed`);
  const odd = event.findIndex((value) => value !== 0 && value !== 1);
  if (odd >= 0)
    throw new RangeError(`${name}: event ${event[odd]} in row ${odd + 1}; 0 or 1 is needed`);
}

/** One row per different time, earliest first. */
export function riskTable({ time, event }: FollowUp): RiskSet[] {
  const order = positions(time.length).sort((a, b) => at(time, a) - at(time, b));
  const table: RiskSet[] = [];
  let atRisk = time.length;
  for (let start = 0; start < order.length; ) {
    const now = at(time, at(order, start));
    let end = start;
    let events = 0;
    while (end < order.length && at(time, at(order, end)) === now) {
      events += at(event, at(order, end));
      end++;
    }
    table.push({ time: now, atRisk, events, censored: end - start - events });
    atRisk -= end - start;
    start = end;
  }
  return table;
}

export const pickFollowUp = (data: FollowUp, rows: readonly number[]): FollowUp => ({
  time: rows.map((row) => at(data.time, row)),
  event: rows.map((row) => at(data.event, row)),
});
