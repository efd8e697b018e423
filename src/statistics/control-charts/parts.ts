import type { ChartOptions } from './chart-request.ts';
import type { PartSeries } from './part-series.ts';
import type { Plotted } from './plotted.ts';

/** Where a part lies, counted from 0, and how many of its points may set the limits. */
export interface PartBounds {
  readonly start: number;
  /** One past the last point. */
  readonly end: number;
  readonly baseline: number;
}

/**
 * Cuts a chart of `count` points into parts. Freeze and parts work together: a part's own baseline
 * wins, otherwise the freeze counts from the start of every part, otherwise all its points count.
 *
 * @throws RangeError when starts are not whole, ascending positions within the chart
 */
export function boundsOfParts(count: number, options: ChartOptions): PartBounds[] {
  const given = options.parts ?? [];
  const parts = given[0]?.start === 0 ? given : [{ start: 0 }, ...given];
  return parts.map((part, i) => {
    const end = parts[i + 1]?.start ?? count;
    requireOrder(part.start, end, count);
    const own = 'baseline' in part ? part.baseline : undefined;
    return { start: part.start, end, baseline: own ?? options.freeze ?? Infinity };
  });
}

function requireOrder(start: number, end: number, count: number): void {
  const isFine = Number.isInteger(start) && start >= 0 && start < end && end <= count;
  if (!isFine && count > 0) {
    throw new RangeError(
      `control chart: a part from position ${start} to ${end} does not fit ${count} points; give ascending starts within the chart`,
    );
  }
}

/** The points of one part with the decision which of them set its limits. */
export function seriesOfPart(
  plotted: Plotted,
  bounds: PartBounds,
  excluded: ReadonlySet<number>,
): PartSeries {
  const { start, end, baseline } = bounds;
  const values = plotted.values.slice(start, end);
  return {
    values,
    events: plotted.events.slice(start, end),
    sizes: plotted.sizes.slice(start, end),
    spreads: plotted.spreads.slice(start, end),
    ranges: plotted.ranges.slice(start, end),
    inBaseline: values.map(
      (value, i) => value !== null && i < baseline && !excluded.has(start + i),
    ),
  };
}

/** @throws RangeError for a position outside the chart */
export function excludedPositions(exclude: readonly number[], count: number): ReadonlySet<number> {
  const wrong = exclude.find((each) => !(Number.isInteger(each) && each >= 0 && each < count));
  if (wrong !== undefined) {
    throw new RangeError(
      `control chart: excluded position ${wrong} is outside the chart; positions run from 0 to ${count - 1}`,
    );
  }
  return new Set(exclude);
}
