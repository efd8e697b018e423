import type { Measure } from '#cql';
import { measuredValue, type UnitResult } from '#knowledge';

/** The month that is going on: what it says so far, and on how many it rests. Null where nothing has come in. */
export function monthSoFar(measure: Measure, running: UnitResult | undefined) {
  if (running === undefined) return null;
  const value = measuredValue(running, measure.multiplier);
  return value === null ? null : { month: running.month, value, denominator: running.denominator };
}
