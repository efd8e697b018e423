import { groupBy, monthNumber } from '#core';
import type { ControlChartModel, ControlPoint } from './control-chart-model.ts';
import { axisRange, type Scale, scaleBetween } from './scale.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The rectangle the series is drawn in, and where months and values lie in it. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (month: string) => number;
  readonly y: Scale;
  /** Pixels from one month to the next. */
  readonly step: number;
}

export type PlotRoom = Pick<Plot, 'left' | 'right' | 'top' | 'bottom'>;

type Drawn = Pick<
  ControlChartModel,
  'points' | 'target' | 'least' | 'greatest' | 'recalculatedFrom'
>;

const middleOf = (values: readonly number[]): readonly number[] =>
  values.toSorted((a, b) => a - b).slice(values.length >> 1, (values.length >> 1) + 1);

/** The usual limits of each part. A month with few cases has wide ones, and must not flatten all the others. */
function usualLimits({ points, recalculatedFrom }: Drawn): readonly number[] {
  const starts = recalculatedFrom.toSorted();
  const partOf = (point: ControlPoint) => starts.filter((start) => start <= point.month).length;
  return [...groupBy(points, partOf).values()].flatMap((part) => [
    ...middleOf(part.flatMap((p) => p.lower3Sigma ?? [])),
    ...middleOf(part.flatMap((p) => p.upper3Sigma ?? [])),
  ]);
}

/** The values the axis must reach: points, centre, usual limits and target. Wider limits run on to the edge. */
export function valueRange(model: Drawn): { readonly low: number; readonly high: number } {
  const drawn = model.points.flatMap((p) => [p.value, p.centre]);
  const present = [...drawn, model.target].filter((value) => value !== null);
  return axisRange([...present, ...usualLimits(model)], model);
}

/** The height of a value, kept within the plot. */
export const heightWithin = ({ y, top, bottom }: Plot, value: number): number =>
  Math.min(bottom, Math.max(top, y.at(value)));

function monthScale(points: readonly ControlPoint[], room: PlotRoom): Pick<Plot, 'x' | 'step'> {
  const first = monthNumber(points[0]?.month ?? '2000-01');
  const last = monthNumber(points.at(-1)?.month ?? '2000-01');
  const step = (room.right - room.left) / (last - first + 1);
  return { step, x: (month) => room.left + (monthNumber(month) - first + 0.5) * step };
}

export const plotIn = (model: Drawn, room: PlotRoom): Plot => ({
  ...room,
  ...monthScale(model.points, room),
  y: scaleBetween(valueRange(model), { from: room.bottom, to: room.top }),
});
