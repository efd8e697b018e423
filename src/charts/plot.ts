import { monthNumber } from '#core';
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

type Drawn = Pick<ControlChartModel, 'points' | 'target' | 'least' | 'greatest'>;

/** The values the axis must reach: points, centre, limits and target. */
export function valueRange(model: Drawn): { readonly low: number; readonly high: number } {
  const all = model.points.flatMap((p) => [p.value, p.centre, p.lower3Sigma, p.upper3Sigma]);
  const drawn = [...all, model.target].filter((value) => value !== null);
  return axisRange(drawn, model);
}

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
