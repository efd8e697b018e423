import { monthNumber } from '#core';
import type {
  ChartReading,
  ChartRule,
  ControlChartModel,
  ControlPoint,
} from './control-chart-model.ts';
import { heightWithin, type Plot } from './plot.ts';
import { type Ink, line, type Mark, type Place, type Shape, symbol } from './scene.ts';

const inkOfReading: Readonly<Record<ChartReading, Ink>> = {
  improvement: 'improvement',
  concern: 'concern',
  neutral: 'neutral',
  none: 'common',
};

/** From the rule that shows most to the one that shows least: a point that meets several is drawn as the first. */
const rulesByForce: readonly ChartRule[] = ['outside-limits', 'shift', 'trend', 'two-of-three'];

/** The shape of a point by the strongest rule it meets; a trend points the way it goes. */
export function shapeOf(point: ControlPoint, before: ControlPoint | undefined): Shape {
  const rule = rulesByForce.find((r) => point.rules.includes(r));
  if (rule === 'shift') return 'diamond';
  if (rule === 'two-of-three') return 'square';
  if (rule !== 'trend') return 'circle';
  const falls = (point.value ?? 0) < (before?.value ?? point.value ?? 0);
  return falls ? 'triangle-down' : 'triangle-up';
}

const isSignal = (point: ControlPoint): boolean => point.rules.length > 0;

/** Neighbouring months that hold together: cut at a gap, at a missing month, and before each month of `cutBefore`. */
export function stretches(
  points: readonly ControlPoint[],
  has: (point: ControlPoint) => boolean,
  cutBefore: readonly string[],
): readonly (readonly ControlPoint[])[] {
  const parts: ControlPoint[][] = [];
  for (const point of points.filter(has)) {
    const open = parts.at(-1);
    const previous = open?.at(-1);
    const follows =
      previous !== undefined && monthNumber(point.month) === monthNumber(previous.month) + 1;
    if (open !== undefined && follows && !cutBefore.includes(point.month)) open.push(point);
    else parts.push([point]);
  }
  return parts;
}

/** Places of one value over a stretch, reaching half a month out at each end so that a new part is a visible step. */
function level(
  part: readonly ControlPoint[],
  plot: Plot,
  value: (point: ControlPoint) => number | null,
): Place[] {
  const places = part.flatMap((point) => {
    const at = value(point);
    return at === null ? [] : [{ x: plot.x(point.month), y: heightWithin(plot, at) }];
  });
  const first = places[0];
  const last = places.at(-1);
  if (first === undefined || last === undefined) return [];
  const half = plot.step / 2;
  return [{ x: first.x - half, y: first.y }, ...places, { x: last.x + half, y: last.y }];
}

/** The light band between the limits. */
export function bandMarks(model: ControlChartModel, plot: Plot): Mark[] {
  const has = (p: ControlPoint) => p.lower3Sigma !== null && p.upper3Sigma !== null;
  return stretches(model.points, has, model.recalculatedFrom).map((part) => {
    const upper = level(part, plot, (p) => p.upper3Sigma);
    const lower = level(part, plot, (p) => p.lower3Sigma);
    return { kind: 'area', points: [...upper, ...lower.reverse()], fill: 'band' };
  });
}

export function centreMarks(model: ControlChartModel, plot: Plot): Mark[] {
  const parts = stretches(model.points, (p) => p.centre !== null, model.recalculatedFrom);
  return parts.map((part) =>
    line(
      level(part, plot, (p) => p.centre),
      'quiet',
    ),
  );
}

/** The hairline that joins the points; a gap stays a gap. */
export function joinedMarks(model: ControlChartModel, plot: Plot): Mark[] {
  const parts = stretches(model.points, (p) => p.value !== null, []);
  return parts.map((part) =>
    line(
      part.map((p) => ({ x: plot.x(p.month), y: plot.y.at(p.value ?? 0) })),
      'common',
    ),
  );
}

const commonRadius = 3;
const signalRadius = 4.8;

/** Every point can be reached; signals are larger and filled, the others hollow. */
export function pointMarks(model: ControlChartModel, plot: Plot): Mark[] {
  return model.points.flatMap((point, i) => {
    if (point.value === null) return [];
    const at = { x: plot.x(point.month), y: plot.y.at(point.value) };
    const spot = { id: point.month, words: model.words.point(point) };
    if (!isSignal(point)) {
      const style = { radius: commonRadius, fill: 'paper', stroke: 'common', spot } as const;
      return [symbol(at, 'circle', style)];
    }
    const ink = inkOfReading[point.reading];
    const shape = shapeOf(point, model.points[i - 1]);
    return [symbol(at, shape, { radius: signalRadius, fill: ink, stroke: 'paper', spot })];
  });
}

/** The signals alone and the last point, for a chart too small to show every month. */
export function tellingMarks(model: ControlChartModel, plot: Plot): Mark[] {
  const last = model.points.findLast((p) => p.value !== null);
  return model.points.flatMap((point, i) => {
    if (point.value === null || !(isSignal(point) || point === last)) return [];
    const at = { x: plot.x(point.month), y: plot.y.at(point.value) };
    const ink = inkOfReading[point.reading];
    const shape = shapeOf(point, model.points[i - 1]);
    return [symbol(at, shape, { radius: point === last ? 4 : 2.6, fill: ink, stroke: 'paper' })];
  });
}
