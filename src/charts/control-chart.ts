import type { ControlChartModel } from './control-chart-model.ts';
import { flagMarks, flagRowHeight, placeFlags } from './flags.ts';
import { type Plot, plotIn, type Size, valueRange } from './plot.ts';
import { roundTicks } from './scale.ts';
import { line, type Mark, type Scene, text } from './scene.ts';
import { bandMarks, centreMarks, joinedMarks, pointMarks } from './series.ts';
import { spread } from './spread.ts';
import { textWidth } from './text-width.ts';

const type = 13;
const labelGap = 16;

interface EndLabel {
  readonly words: string;
  readonly value: number;
  readonly strong: boolean;
}

/** Labels at the right end, the most needed first: the last value, the centre, the target. */
function endLabels(model: ControlChartModel): EndLabel[] {
  const { words, points, target } = model;
  const last = points.findLast((p) => p.value !== null)?.value ?? null;
  const centre = points.findLast((p) => p.centre !== null)?.centre ?? null;
  const labels: EndLabel[] = [];
  if (last !== null) labels.push({ words: words.value(last), value: last, strong: true });
  if (centre !== null) labels.push({ words: words.centre(centre), value: centre, strong: false });
  if (target !== null) labels.push({ words: words.target(target), value: target, strong: false });
  return labels;
}

function endLabelMarks(labels: readonly EndLabel[], plot: Plot): Mark[] {
  const wanted = labels.map((label) => plot.y.at(label.value));
  const places = spread(wanted, labelGap, { from: plot.top + 6, to: plot.bottom });
  return labels.flatMap((label, i) => {
    const y = places[i] ?? null;
    if (y === null) return [];
    const weight = label.strong ? 600 : 400;
    const ink = label.strong ? 'ink' : 'quiet';
    const own = text({ x: plot.right + 12, y: y + 4.5 }, label.words, { size: type, weight, ink });
    const from = { x: plot.right + 2, y: wanted[i] ?? y };
    const isMoved = Math.abs(from.y - y) > 6;
    return isMoved ? [line([from, { x: plot.right + 9, y }], 'common'), own] : [own];
  });
}

function valueAxis(model: ControlChartModel, plot: Plot, ticks: readonly number[]): Mark[] {
  const marks = ticks.flatMap((tick): Mark[] => {
    const y = plot.y.at(tick);
    const ends = [
      { x: plot.left, y },
      { x: plot.right, y },
    ];
    const style = { size: type, anchor: 'end' } as const;
    return [
      line(ends, 'hairline'),
      text({ x: plot.left - 8, y: y + 4.5 }, model.words.tick(tick), style),
    ];
  });
  // A short unit stands over its numbers; a long one above everything, where it can run on.
  const isShort = textWidth(model.unit, type) <= plot.left - 8;
  const unit = isShort
    ? text({ x: plot.left - 8, y: plot.top - 10 }, model.unit, { size: type, anchor: 'end' })
    : text({ x: 0, y: type }, model.unit, { size: type });
  return [...marks, unit];
}

function yearMark(month: string, start: number, plot: Plot): Mark[] {
  const x = plot.x(month);
  const tick = [
    { x, y: plot.bottom },
    { x, y: plot.bottom + 5 },
  ];
  return [
    text({ x: start, y: plot.bottom + 20 }, month.slice(0, 4), { size: type }),
    line(tick, 'common'),
  ];
}

/** The first and the last month in full, and between them the years at their January, as far as they do not touch. */
function monthAxis(model: ControlChartModel, plot: Plot): Mark[] {
  const months = model.points.map((p) => p.month);
  const first = months[0];
  const last = months.at(-1);
  if (first === undefined || last === undefined) return [];
  const y = plot.bottom + 20;
  const lastWords = model.words.month(last);
  const limit = plot.right - textWidth(lastWords, type) - 12;
  const marks: Mark[] = [text({ x: plot.right, y }, lastWords, { size: type, anchor: 'end' })];
  let free = plot.left;
  const firstWords = model.words.month(first);
  if (plot.left + textWidth(firstWords, type) < limit) {
    marks.push(text({ x: plot.left, y }, firstWords, { size: type }));
    free += textWidth(firstWords, type) + 12;
  }
  for (const month of months.filter((m) => m.endsWith('-01'))) {
    const width = textWidth(month.slice(0, 4), type);
    const start = plot.x(month) - width / 2;
    if (start < free || start + width > limit) continue;
    marks.push(...yearMark(month, start, plot));
    free = start + width + 12;
  }
  return marks;
}

function targetMarks(model: ControlChartModel, plot: Plot): Mark[] {
  if (model.target === null) return [];
  const y = plot.y.at(model.target);
  const ends = [
    { x: plot.left, y },
    { x: plot.right, y },
  ];
  return [line(ends, 'ink', 1, '5 4')];
}

const widest = (words: readonly string[], weight: 400 | 600): number =>
  Math.ceil(Math.max(0, ...words.map((w) => textWidth(w, type, weight))));

/**
 * The house's main picture: limits as a light band, the centre with its value at the right end, points joined by a
 * hairline, signals larger with a shape for each rule, the target dashed and named, gaps left open, a recalculation
 * as a step, and flags for what people did along the top.
 */
export function controlChart(model: ControlChartModel, size: Size): Scene {
  const range = valueRange(model);
  const ticks = roundTicks(range.low, range.high, size.height < 260 ? 3 : 5);
  const labels = endLabels(model);
  const left = widest(ticks.map(model.words.tick), 400) + 10;
  const right =
    size.width -
    widest(
      labels.map((l) => l.words),
      600,
    ) -
    18;
  const bottom = size.height - 28;
  const flags = placeFlags(model.flags, plotIn(model, { left, right, top: 0, bottom }));
  const rows = Math.max(0, ...flags.map((f) => f.row + 1));
  const plot = plotIn(model, { left, right, top: 28 + rows * flagRowHeight, bottom });
  return {
    ...size,
    title: model.title,
    description: model.description,
    marks: [
      ...bandMarks(model, plot),
      ...valueAxis(model, plot, ticks),
      ...monthAxis(model, plot),
      ...targetMarks(model, plot),
      ...flagMarks(flags, plot),
      ...centreMarks(model, plot),
      ...joinedMarks(model, plot),
      ...pointMarks(model, plot),
      ...endLabelMarks(labels, plot),
    ],
  };
}
