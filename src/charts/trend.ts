import { axisRange, roundTicks, scaleBetween } from './scale.ts';
import { line, type Mark, type Place, type Scene, symbol, text } from './scene.ts';
import { textWidth } from './text-width.ts';

/** A number over time, drawn as steps or as points, with a second one behind it and an aim across it. */
export interface TrendModel {
  readonly title: string;
  readonly description: string;
  readonly points: readonly {
    readonly id: string;
    /** Null is a gap. */
    readonly value: number | null;
    /** The thinner line behind; null where there is none. */
    readonly behind: number | null;
    readonly words: string;
  }[];
  /** Counts go in steps; other figures are joined by straight lines. */
  readonly isSteps: boolean;
  readonly aim: number | null;
  readonly greatest: number | null;
  readonly words: {
    readonly first: string;
    readonly last: string;
    readonly tick: (value: number) => string;
    readonly aim: string;
  };
}

const type = 13;
const foot = 24;
const top = 12;

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: (i: number) => number;
  readonly y: (value: number) => number;
  readonly low: number;
  readonly high: number;
}

function frameOf(model: TrendModel, size: { width: number; height: number }): Frame {
  const values = model.points.flatMap(({ value, behind }) => [value, behind]);
  const present = [...values, model.aim, 0].filter((value) => value !== null);
  const range = axisRange(present, { least: 0, greatest: model.greatest });
  const ticks = roundTicks(range.low, range.high, 3).map((tick) => model.words.tick(tick));
  const left = Math.max(...ticks.map((tick) => textWidth(tick, type))) + 8;
  const right = size.width - 8;
  const bottom = size.height - foot;
  const y = scaleBetween(range, { from: bottom, to: top });
  const step = (right - left) / Math.max(1, model.points.length - 1);
  return { left, right, bottom, y: y.at, x: (i) => left + i * step, ...range };
}

/** The places of a line, broken where there is a gap. */
function runs(values: readonly (number | null)[], { x, y }: Frame, isSteps: boolean): Place[][] {
  const parts: Place[][] = [[]];
  values.forEach((value, i) => {
    if (value === null) {
      parts.push([]);
      return;
    }
    const part = parts.at(-1);
    const before = part?.at(-1);
    if (isSteps && before !== undefined) part?.push({ x: x(i), y: before.y });
    part?.push({ x: x(i), y: y(value) });
  });
  return parts.filter((part) => part.length > 0);
}

function axisMarks(model: TrendModel, frame: Frame): Mark[] {
  const { left, right, bottom, y } = frame;
  const ticks = roundTicks(frame.low, frame.high, 3).flatMap((tick): Mark[] => [
    line(
      [
        { x: left, y: y(tick) },
        { x: right, y: y(tick) },
      ],
      'hairline',
    ),
    text({ x: left - 8, y: y(tick) + 4.5 }, model.words.tick(tick), { size: type, anchor: 'end' }),
  ]);
  return [
    ...ticks,
    text({ x: left, y: bottom + 18 }, model.words.first, { size: type }),
    text({ x: right, y: bottom + 18 }, model.words.last, { size: type, anchor: 'end' }),
  ];
}

function aimMarks({ aim, words }: TrendModel, { left, right, y }: Frame): Mark[] {
  if (aim === null) return [];
  const across = [
    { x: left, y: y(aim) },
    { x: right, y: y(aim) },
  ];
  // Above the line, unless that would be above the drawing.
  const at = y(aim) - 5 < type ? y(aim) + 15 : y(aim) - 5;
  return [
    line(across, 'accent', 1, '5 4'),
    text({ x: left + 4, y: at }, words.aim, { size: type, ink: 'accent' }),
  ];
}

export function trendChart(model: TrendModel, size: { width: number; height: number }): Scene {
  const frame = frameOf(model, size);
  const { points, isSteps } = model;
  const lineOf = (values: readonly (number | null)[], ink: 'ink' | 'common', thick: number) =>
    runs(values, frame, isSteps).map((part) => line(part, ink, thick));
  const dots = points.flatMap(({ id, value, words }, i) =>
    value === null
      ? []
      : [
          symbol({ x: frame.x(i), y: frame.y(value) }, 'circle', {
            ...{ radius: isSteps ? 2 : 3.5, fill: 'ink', stroke: 'paper' },
            spot: { id, words },
          }),
        ],
  );
  return {
    ...size,
    title: model.title,
    description: model.description,
    marks: [
      ...axisMarks(model, frame),
      ...lineOf(
        points.map(({ behind }) => behind),
        'common',
        1,
      ),
      ...lineOf(
        points.map(({ value }) => value),
        'ink',
        2,
      ),
      ...aimMarks(model, frame),
      ...dots,
    ],
  };
}
