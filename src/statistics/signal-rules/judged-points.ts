/**
 * The points of one part that rules may judge, closed up: gaps and exclusions are left out.
 * Arrays run in step. Rules that look at each point alone simply pass over a gap; rules that
 * compare neighbours ask `followsGap`.
 */
export interface JudgedPoints {
  readonly count: number;
  readonly values: Float64Array;
  /** +1 above the centre line, −1 below, 0 on it. */
  readonly sides: Int8Array;
  /** Signed zone: 0 within 1 sigma, ±1 beyond 1, ±2 beyond 2, ±3 beyond 3 sigma. */
  readonly zones: Int8Array;
  /** 1 when the point before this one in time is a gap or excluded. */
  readonly followsGap: Uint8Array;
  readonly hasLimits: boolean;
}

/** One entry per judged point: +1 or −1 for the side of a hit, 2 for a hit with no side, 0 for none. */
export type Marked = Int8Array;

export const NO_SIDE = 2;
