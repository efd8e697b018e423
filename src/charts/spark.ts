import type { ControlChartModel } from './control-chart-model.ts';
import { plotIn, type Size } from './plot.ts';
import { line, type Mark, type Scene } from './scene.ts';
import { bandMarks, centreMarks, joinedMarks, tellingMarks } from './series.ts';

/** The same chart for a place among many: band, centre, target, line, the signals and the last point; no words. */
export function sparkChart(model: ControlChartModel, size: Size): Scene {
  const room = { left: 4, right: size.width - 6, top: 6, bottom: size.height - 6 };
  const plot = plotIn(model, room);
  return {
    ...size,
    title: model.title,
    description: model.description,
    marks: [
      ...bandMarks(model, plot),
      ...targetMark(model, plot.left, plot.right, plot.y.at),
      ...centreMarks(model, plot),
      ...joinedMarks(model, plot),
      ...tellingMarks(model, plot),
    ],
  };
}

function targetMark(
  model: ControlChartModel,
  left: number,
  right: number,
  at: (value: number) => number,
): Mark[] {
  if (model.target === null) return [];
  const y = at(model.target);
  const ends = [
    { x: left, y },
    { x: right, y },
  ];
  return [line(ends, 'ink', 1, '4 3')];
}
