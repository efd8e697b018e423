import { type JudgedPoints, NO_SIDE } from '../signal-rules/judged-points.ts';
import { findPattern } from '../signal-rules/patterns.ts';
import type { RuleHit, RulePreset } from '../signal-rules/rule.ts';
import { differenceBeyondRounding } from '../summary/rounding.ts';
import { noVariation } from './cautions.ts';
import type { Series } from './chart-request.ts';
import type { FittedLines } from './part-series.ts';

interface PartToJudge {
  readonly values: Series;
  readonly lines: FittedLines | null;
  readonly isLeftOut: (position: number) => boolean;
}

export interface JudgedPart {
  /** +1, −1 or 0 for each point that rules may judge. */
  readonly sides: Int8Array;
  /** Rule hits for every point of the part, gaps included. */
  readonly hitsOf: (preset: RulePreset) => readonly (readonly RuleHit[])[];
}

/** Places each point against the centre and the 1, 2 and 3-sigma lines. */
export function judgePart({ values, lines, isLeftOut }: PartToJudge): JudgedPart {
  const positions: number[] = [];
  values.forEach((value, i) => {
    if (value !== null && lines !== null && !isLeftOut(i)) positions.push(i);
  });
  const points = pointsAt(positions, values, lines);
  return {
    sides: points.sides,
    hitsOf: (preset) => hitsOf(points, positions, values.length, preset),
  };
}

function pointsAt(
  positions: readonly number[],
  values: Series,
  lines: FittedLines | null,
): JudgedPoints {
  const count = positions.length;
  const hasLimits = lines !== null && hasSpread(lines, positions);
  const points = {
    count,
    values: new Float64Array(count),
    sides: new Int8Array(count),
    zones: new Int8Array(count),
    followsGap: new Uint8Array(count),
    hasLimits,
  };
  if (lines === null) return points;
  positions.forEach((position, i) => {
    const value = values[position] ?? lines.centre;
    points.values[i] = value;
    points.sides[i] = Math.sign(differenceBeyondRounding(value, lines.centre));
    points.zones[i] = hasLimits ? zoneOf(value, position, lines) : 0;
    points.followsGap[i] = i > 0 && positions[i - 1] !== position - 1 ? 1 : 0;
  });
  return points;
}

/** Limits that lie on the centre line for want of variation judge nothing. */
const hasSpread = (lines: FittedLines, positions: readonly number[]): boolean =>
  !lines.cautions.includes(noVariation) &&
  positions.some((position) => lines.band(position, 3) !== null);

/**
 * How many sigma lines lie between the centre and the point, signed; on a line is not beyond it. Lines
 * lie within each other, so the first that holds the point ends the search.
 */
function zoneOf(value: number, position: number, lines: FittedLines): number {
  let zone = 0;
  for (let sigmas = 1; sigmas <= 3; sigmas += 1) {
    const band = lines.band(position, sigmas);
    if (band === null) return 0;
    if (differenceBeyondRounding(value, band.upper) > 0) zone = sigmas;
    else if (differenceBeyondRounding(value, band.lower) < 0) zone = -sigmas;
    else return zone;
  }
  return zone;
}

function hitsOf(
  points: JudgedPoints,
  positions: readonly number[],
  length: number,
  preset: RulePreset,
): readonly (readonly RuleHit[])[] {
  const hits: RuleHit[][] = Array.from({ length }, () => []);
  preset.rules.forEach((each, rule) => {
    const { kind } = each;
    const marked = findPattern(points, each);
    const high: RuleHit = { rule, kind, side: 'high' };
    const low: RuleHit = { rule, kind, side: 'low' };
    const neither: RuleHit = { rule, kind, side: 'neither' };
    for (let i = 0; i < points.count; i += 1) {
      const mark = marked[i] ?? 0;
      if (mark === 0) continue;
      const hit = mark === NO_SIDE ? neither : mark > 0 ? high : low;
      const position = positions[i] ?? 0;
      hits[position]?.push(hit);
    }
  });
  return hits;
}
