import { differenceBeyondRounding } from '../summary/rounding.ts';
import type { ChartPoint } from './chart-point.ts';

/** A run on one side that reaches the latest point is sustained from this length on. */
export const SUSTAINED_SHIFT_POINTS = 9;

/** Proposal to draw new limits from `start`; a person decides, with a reason. */
export interface Recalculation {
  /** Position (from 0) of the first point of the sustained run. */
  readonly start: number;
  /** Points since then that lie off the centre line. */
  readonly points: number;
  readonly side: 'high' | 'low';
}

/**
 * Proposes new limits when the latest points of the last part form an unbroken run of nine or more
 * on one side of its centre and the part began differently. Points on the centre line are passed over.
 *
 * The nine points follow the run chart practice of sustained shifts; whether a known cause explains
 * the shift is for people to judge, so nothing is recalculated here.
 *
 * @see docs/methods/recalculation.md
 */
export function suggestRecalculation(points: readonly ChartPoint[]): Recalculation | null {
  const part = points.at(-1)?.part;
  let side = 0;
  let found = 0;
  let start = points.length;
  for (let i = points.length - 1; i >= 0; i -= 1) {
    const point = points[i];
    if (point === undefined || point.part !== part) break;
    const here = sideOf(point);
    if (here === 0) continue;
    if (side !== 0 && here !== side) break;
    side = here;
    found += 1;
    start = i;
  }
  if (found < SUSTAINED_SHIFT_POINTS || startsPart(points, start)) return null;
  return { start, points: found, side: side > 0 ? 'high' : 'low' };
}

function sideOf({ value, centre, isExcluded }: ChartPoint): number {
  return value === null || centre === null || isExcluded
    ? 0
    : Math.sign(differenceBeyondRounding(value, centre));
}

const startsPart = (points: readonly ChartPoint[], start: number): boolean =>
  points[start - 1]?.part !== points[start]?.part;
