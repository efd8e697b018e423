import { at, positions } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { requireFinite, requireSameLength } from '../requirements.ts';

/** Follow-up that may end with one of several kinds of event. */
export interface CompetingFollowUp {
  /** From the start, ≥ 0. */
  readonly time: readonly number[];
  /** 0 when observation ended without an event, otherwise which kind: 1, 2, … causes. */
  readonly cause: readonly number[];
}

export interface IncidencePoint {
  readonly time: number;
  readonly atRisk: number;
  /** Probability of no event yet, and of each cause having happened; they sum to 1. */
  readonly eventFree: number;
  readonly incidence: readonly number[];
  readonly eventFreeStandardError: number;
  readonly incidenceStandardErrors: readonly number[];
}

/**
 * Cumulative incidence of each cause when one event prevents the others (Aalen–Johansen).
 *
 * One minus a Kaplan–Meier curve that censors the other causes would overstate every cause.
 * Assumes censoring unrelated to prognosis. At each time with n at risk and d_k events of cause k:
 * F_k ← F_k + S d_k/n, S ← S (1 − Σ d_k/n). Standard errors by the infinitesimal jackknife: √Σ Uᵢ², Uᵢ how
 * much the estimate moves with the weight of row i.
 *
 * @param data time ≥ 0 and cause 0, 1, …, causes per row
 * @param causes number of kinds of event, at least 1
 * @returns one point per time at which any event happened; not estimable without rows
 * @example times 1, 2, 3, 4 with causes 1, 2, censored, 1: cause 1 reaches 1/4, then 1/4 + 1/2
 * @see Aalen & Johansen (1978); docs/methods/survival.md
 */
export function cumulativeIncidence(
  data: CompetingFollowUp,
  causes: number,
): Outcome<readonly IncidencePoint[]> {
  requireCompeting(data, causes);
  if (data.time.length === 0) return cannotEstimate('no-points', 'There are no rows to follow.');
  const influence = {
    eventFree: new Float64Array(data.time.length),
    incidence: positions(causes).map(() => new Float64Array(data.time.length)),
  };
  let eventFree = 1;
  let incidence = positions(causes).map(() => 0);
  const points = eventTimes(data, causes).map(({ time, atRisk, events }) => {
    const hazards = events.map((count) => count / atRisk);
    moveInfluence(influence, data, { time, atRisk, hazards, eventFree });
    incidence = incidence.map((value, k) => value + eventFree * at(hazards, k));
    eventFree *= 1 - hazards.reduce((total, hazard) => total + hazard, 0);
    return {
      time,
      atRisk,
      eventFree: Math.max(0, eventFree),
      incidence,
      eventFreeStandardError: lengthOf(influence.eventFree),
      incidenceStandardErrors: influence.incidence.map(lengthOf),
    };
  });
  return estimated(points);
}

function requireCompeting({ time, cause }: CompetingFollowUp, causes: number): void {
  const name = 'cumulativeIncidence';
  requireSameLength(time, cause, `${name}: time and cause`);
  requireFinite(time, `${name}: time`);
  if (!(Number.isInteger(causes) && causes >= 1)) {
    throw new RangeError(`${name}: ${causes} causes; a whole number of at least 1 is needed`);
  }
  const early = time.findIndex((value) => value < 0);
  if (early >= 0)
    throw new RangeError(`${name}: time ${time[early]} in row ${early + 1}; at least 0 is needed`);
  const odd = cause.findIndex((k) => !(Number.isInteger(k) && k >= 0 && k <= causes));
  if (odd >= 0) {
    throw new RangeError(
      `${name}: cause ${cause[odd]} in row ${odd + 1}; 0 to ${causes} is needed`,
    );
  }
}

interface EventTime {
  readonly time: number;
  readonly atRisk: number;
  readonly events: readonly number[];
}

function eventTimes({ time, cause }: CompetingFollowUp, causes: number): EventTime[] {
  const order = positions(time.length).sort((a, b) => at(time, a) - at(time, b));
  const table: EventTime[] = [];
  for (let start = 0; start < order.length; ) {
    const now = at(time, at(order, start));
    const events = positions(causes).map(() => 0);
    let end = start;
    for (; end < order.length && at(time, at(order, end)) === now; end++) {
      const kind = at(cause, at(order, end));
      if (kind > 0) events[kind - 1] = at(events, kind - 1) + 1;
    }
    if (events.some((count) => count > 0)) {
      table.push({ time: now, atRisk: order.length - start, events });
    }
    start = end;
  }
  return table;
}

interface Influence {
  readonly eventFree: Float64Array;
  readonly incidence: readonly Float64Array[];
}

/**
 * Carries every row's influence over one time: U_k ← U_k + U₀ λ_k + S δ_k and U₀ ← U₀ (1 − Σ λ_k) − S Σ δ_k,
 * where δ_k = (1{row has event k now} − λ_k)/n for rows at risk and 0 for the others.
 */
function moveInfluence(
  influence: Influence,
  data: CompetingFollowUp,
  now: {
    readonly time: number;
    readonly atRisk: number;
    readonly hazards: readonly number[];
    readonly eventFree: number;
  },
): void {
  const { eventFree: free, incidence } = influence;
  for (let row = 0; row < free.length; row++) {
    const before = at(free, row);
    const isAtRisk = at(data.time, row) >= now.time;
    const kind = at(data.time, row) === now.time ? at(data.cause, row) : 0;
    let after = before;
    for (const [k, hazard] of now.hazards.entries()) {
      const own = isAtRisk ? ((kind === k + 1 ? 1 : 0) - hazard) / now.atRisk : 0;
      const gain = before * hazard + now.eventFree * own;
      const of = at(incidence, k);
      of[row] = at(of, row) + gain;
      after -= gain;
    }
    free[row] = after;
  }
}

const lengthOf = (values: Float64Array): number =>
  Math.sqrt(values.reduce((total, value) => total + value * value, 0));
