import { differenceBeyondRounding } from '../summary/rounding.ts';
import { type JudgedPoints, type Marked, NO_SIDE } from './judged-points.ts';
import type { Marks, Rule } from './rule.ts';
import { markRuns } from './run-marks.ts';

type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>;

/** Finds one rule in one part. */
export function findPattern(points: JudgedPoints, rule: Rule): Marked {
  switch (rule.kind) {
    case 'outside-limits':
      return outsideLimits(points);
    case 'shift':
      return markRuns(points.sides, { ...rule, zeros: rule.onCentre });
    case 'trend':
      return trend(points, rule);
    case 'zone':
      return zone(points, rule);
    case 'alternating':
      return alternating(points, rule);
    case 'hugging':
      return hugging(points, rule);
    case 'avoiding-centre':
      return avoidingCentre(points, rule);
    default:
      return rule satisfies never;
  }
}

/** One point strictly beyond 3 sigma. */
function outsideLimits({ zones }: JudgedPoints): Marked {
  return zones.map((zone) => (zone === 3 ? 1 : zone === -3 ? -1 : 0));
}

/** Direction of each step: entry i is the sign of value i + 1 minus value i; 0 for a tie or a gap. */
function steps({ count, values, followsGap }: JudgedPoints): Int8Array {
  const directions = new Int8Array(Math.max(0, count - 1));
  for (let i = 1; i < count; i += 1) {
    if (followsGap[i] === 0)
      directions[i - 1] = Math.sign(differenceBeyondRounding(values[i] ?? 0, values[i - 1] ?? 0));
  }
  return directions;
}

/** A trend of n points is n − 1 steps the same way; a gap always ends it, as nothing was compared. */
function trend(points: JudgedPoints, rule: RuleOf<'trend'>): Marked {
  const directions = steps(points);
  const marked = new Int8Array(points.count);
  for (const [from, to] of unbrokenStretches(points)) {
    const found = markRuns(directions.subarray(from, to), {
      length: rule.length - 1,
      zeros: rule.ties,
      marks: rule.marks,
    });
    found.forEach((side, i) => {
      if (side === 0) return;
      marked[from + i + 1] = side;
      if (rule.marks === 'whole-pattern' && marked[from + i] === 0) marked[from + i] = side;
    });
  }
  return marked;
}

/** Stretches of steps between gaps, as [first step, one past the last]. */
function unbrokenStretches({ count, followsGap }: JudgedPoints): [number, number][] {
  const stretches: [number, number][] = [];
  let from = 0;
  for (let i = 1; i < count; i += 1) {
    if (followsGap[i] === 1) {
      stretches.push([from, i - 1]);
      from = i;
    }
  }
  if (count > 1) stretches.push([from, count - 1]);
  return stretches;
}

/** `count` of `of` successive points beyond the zone line on one side. */
function zone(points: JudgedPoints, rule: RuleOf<'zone'>): Marked {
  const inZone = sidesInZone(points.zones, rule);
  const marked = new Int8Array(points.count);
  for (const side of [1, -1]) {
    for (let end = rule.of - 1; end < points.count; end += 1) {
      const start = end - rule.of + 1;
      if (!windowHolds(points, inZone, { start, end, side }, rule)) continue;
      markWindow(marked, inZone, { start, end, side }, rule);
    }
  }
  return marked;
}

/** +1 or −1 for a point that counts as beyond the zone line, 0 for any other. */
function sidesInZone(zones: Int8Array, { sigmas, outsideLimits }: RuleOf<'zone'>): Int8Array {
  const farthest = outsideLimits === 'counts' ? 3 : 2;
  const sides = new Int8Array(zones.length);
  for (let i = 0; i < zones.length; i += 1) {
    const level = zones[i] ?? 0;
    const size = Math.abs(level);
    if (size >= sigmas && size <= farthest) sides[i] = Math.sign(level);
  }
  return sides;
}

interface Window {
  readonly start: number;
  readonly end: number;
  readonly side: number;
}

function windowHolds(
  points: JudgedPoints,
  inZone: Int8Array,
  { start, end, side }: Window,
  rule: RuleOf<'zone'>,
): boolean {
  if (rule.marks === 'completing-point' && inZone[end] !== side) return false;
  let found = 0;
  for (let i = start; i <= end; i += 1) {
    if (rule.others === 'same-side' && points.sides[i] !== side) return false;
    if (inZone[i] === side) found += 1;
  }
  return found >= rule.count;
}

function markWindow(
  marked: Marked,
  inZone: Int8Array,
  { start, end, side }: Window,
  { marks }: RuleOf<'zone'>,
): void {
  if (marks === 'completing-point') {
    marked[end] = side;
    return;
  }
  for (let i = start; i <= end; i += 1) {
    if (marks === 'whole-pattern' || inZone[i] === side) marked[i] = side;
  }
}

/** `length` points of which each step goes the other way than the step before. */
function alternating(points: JudgedPoints, { length, marks }: RuleOf<'alternating'>): Marked {
  const directions = steps(points);
  const turns = new Int8Array(points.count);
  for (let i = 2; i < points.count; i += 1) {
    turns[i] = (directions[i - 1] ?? 0) * (directions[i - 2] ?? 0) < 0 ? NO_SIDE : 0;
  }
  const found = markRuns(turns, { length: length - 2, zeros: 'breaks', marks });
  return marks === 'completing-point' ? found : withPointsBefore(found, 2);
}

/** Extends every marked stretch backwards, to the points its first step came from. */
function withPointsBefore(found: Marked, before: number): Marked {
  const marked = Int8Array.from(found);
  found.forEach((side, i) => {
    if (side === 0 || found[i - 1] === side) return;
    marked.fill(side, Math.max(0, i - before), i);
  });
  return marked;
}

/** `length` points in a row within 1 sigma of the centre line, the line of 1 sigma included. */
function hugging(points: JudgedPoints, { length, marks }: RuleOf<'hugging'>): Marked {
  if (!points.hasLimits) return new Int8Array(points.count);
  const within = points.zones.map((level) => (level === 0 ? NO_SIDE : 0));
  return markRuns(within, { length, zeros: 'breaks', marks });
}

/** `length` points in a row beyond 1 sigma, with points on both sides. */
function avoidingCentre(points: JudgedPoints, rule: RuleOf<'avoiding-centre'>): Marked {
  const marked = new Int8Array(points.count);
  let beyond = 0;
  let lastHigh = -1;
  let lastLow = -1;
  for (let i = 0; i < points.count; i += 1) {
    const level = points.zones[i] ?? 0;
    beyond = level === 0 ? 0 : beyond + 1;
    if (level > 0) lastHigh = i;
    if (level < 0) lastLow = i;
    const start = i - rule.length + 1;
    if (beyond < rule.length || lastHigh < start || lastLow < start) continue;
    markEnd(marked, start, i, rule.marks);
  }
  return marked;
}

function markEnd(marked: Marked, start: number, end: number, marks: Marks): void {
  marked.fill(NO_SIDE, marks === 'whole-pattern' ? start : end, end + 1);
}
