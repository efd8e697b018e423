import { axisRange, roundTicks, type Scale, scaleBetween } from './scale.ts';
import { line, type Mark, type Scene, symbol, text } from './scene.ts';
import { fitText, textWidth } from './text-width.ts';

/** What a practice did in one unit. */
export interface ForestRow {
  readonly id: string;
  readonly name: string;
  /** What the unit does otherwise, beneath its name; empty where nothing differs. */
  readonly differs: string;
  readonly effect: {
    readonly difference: number;
    readonly lower95: number;
    readonly upper95: number;
    readonly reading: 'better' | 'worse' | 'uncertain' | 'changed';
  } | null;
  /** Written instead of a dot where there is no estimate. */
  readonly instead: string;
  readonly words: string;
}

interface Range {
  readonly lower95: number;
  readonly upper95: number;
}

export interface ForestModel {
  readonly title: string;
  readonly description: string;
  /** In the order in which the units took it up: this is no ranking. */
  readonly rows: readonly ForestRow[];
  readonly combined: (Range & { readonly mean: number; readonly words: string }) | null;
  /** Where the next unit's effect is expected. */
  readonly next: Range | null;
  readonly words: {
    readonly zero: string;
    readonly combined: string;
    readonly next: string;
    /** Which side is the wanted one, written at that end of the axis; empty where neither is. */
    readonly wanted: string;
    readonly signed: (difference: number) => string;
    readonly tick: (difference: number) => string;
    readonly range: (low: number, high: number) => string;
  };
  readonly wantedSide: 'right' | 'left' | null;
}

const type = 13;
const rowHeight = 44;
const head = 28;
const foot = 48;

/** Rows below the units: the combined effect, and what the next unit may expect. */
const summaryRows = ({ combined, next }: ForestModel): number =>
  (combined === null ? 0 : 1) + (next === null ? 0 : 1);

export const forestHeight = (model: ForestModel): number =>
  head + (model.rows.length + summaryRows(model)) * rowHeight + foot;

interface Layout {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly x: Scale;
}

const rangeLabel = ({ lower95, upper95 }: Range, { words }: ForestModel): string =>
  words.range(lower95, upper95);

function layoutOf(model: ForestModel, width: number): Layout {
  const { combined, next, words, rows } = model;
  const names = [
    ...rows.flatMap((row) => [textWidth(row.name, type, 600), textWidth(row.differs, type)]),
    textWidth(words.combined, type, 600),
    textWidth(words.next, type),
  ];
  const left = Math.ceil(Math.min(width * 0.4, Math.max(...names))) + 20;
  const values = [
    ...rows.map(({ effect }) =>
      effect === null ? 0 : textWidth(words.signed(effect.difference), type, 600),
    ),
    combined === null ? 0 : textWidth(words.signed(combined.mean), type, 600),
    next === null ? 0 : textWidth(rangeLabel(next, model), type),
  ];
  const right = width - Math.ceil(Math.max(0, ...values)) - 16;
  const ends = rows.flatMap(({ effect }) =>
    effect === null ? [] : [effect.lower95, effect.upper95, effect.difference],
  );
  const all = [0, ...ends, ...rangeEnds(combined), ...rangeEnds(next)];
  const bounds = { least: null, greatest: null };
  const x = scaleBetween(axisRange(clipped(all, ends), bounds), { from: left, to: right });
  return { left, right, width, bottom: forestHeight(model) - foot, x };
}

const rangeEnds = (range: Range | null): readonly number[] =>
  range === null ? [] : [range.lower95, range.upper95];

/** With two or three units the combined ranges are huge; they run out of the picture rather than flatten the units. */
const widestTimes = 2.5;
function clipped(all: readonly number[], units: readonly number[]): readonly number[] {
  const reach = Math.max(...[0, ...units].map(Math.abs)) * widestTimes;
  return reach === 0 ? all : all.map((value) => Math.max(-reach, Math.min(reach, value)));
}

const within = ({ left, right, x }: Layout, value: number): number =>
  Math.max(left, Math.min(right, x.at(value)));

const inkOf = {
  better: 'improvement',
  worse: 'concern',
  uncertain: 'common',
  changed: 'neutral',
} as const;
const shapeOf = {
  better: 'circle',
  worse: 'diamond',
  uncertain: 'circle',
  changed: 'square',
} as const;

function unitMarks(row: ForestRow, y: number, layout: Layout, model: ForestModel): Mark[] {
  const room = layout.left - 20;
  const nameAt = row.differs === '' ? y + 4.5 : y - 3;
  const names = [
    text({ x: 0, y: nameAt }, fitText(row.name, type, room, 600), {
      ...{ size: type, weight: 600, ink: 'ink' },
    }),
    ...(row.differs === ''
      ? []
      : [text({ x: 0, y: y + 14 }, fitText(row.differs, type, room), { size: type })]),
  ];
  const { effect } = row;
  if (effect === null) {
    const instead = fitText(row.instead, type, layout.width - layout.left);
    return [...names, text({ x: layout.left, y: y + 4.5 }, instead, { size: type })];
  }
  const ink = inkOf[effect.reading];
  const at = { x: within(layout, effect.difference), y };
  const ends = [effect.lower95, effect.upper95].map((v) => ({ x: within(layout, v), y }));
  const isOpen = effect.reading === 'uncertain';
  return [
    ...names,
    line(ends, ink, 2),
    symbol(at, shapeOf[effect.reading], {
      ...{ radius: 5, fill: isOpen ? 'paper' : ink, stroke: ink },
      spot: { id: row.id, words: row.words },
    }),
    valueMark(model.words.signed(effect.difference), y, layout),
  ];
}

const valueMark = (words: string, y: number, { width }: Layout): Mark =>
  text({ x: width, y: y + 4.5 }, words, { size: type, anchor: 'end', weight: 600, ink: 'ink' });

function combinedMarks(y: number, layout: Layout, model: ForestModel): Mark[] {
  const { combined, words } = model;
  if (combined === null) return [];
  const [low, high] = [within(layout, combined.lower95), within(layout, combined.upper95)];
  const middle = within(layout, combined.mean);
  const lozenge = [
    { x: low, y },
    { x: middle, y: y - 8 },
    { x: high, y },
    { x: middle, y: y + 8 },
  ];
  return [
    text({ x: 0, y: y + 4.5 }, fitText(words.combined, type, layout.left - 20, 600), {
      ...{ size: type, weight: 600, ink: 'ink' },
    }),
    { kind: 'area', points: lozenge, fill: 'ink' },
    symbol({ x: middle, y }, 'circle', {
      ...{ radius: 2.5, fill: 'paper', stroke: 'ink' },
      spot: { id: 'combined', words: combined.words },
    }),
    valueMark(words.signed(combined.mean), y, layout),
  ];
}

function nextMarks(y: number, layout: Layout, model: ForestModel): Mark[] {
  const { next, words } = model;
  if (next === null) return [];
  const ends = [next.lower95, next.upper95].map((v) => ({ x: within(layout, v), y }));
  // An end that lies outside the picture has no stop: the line runs on.
  const inside = [next.lower95, next.upper95].filter(
    (value) => value >= layout.x.low && value <= layout.x.high,
  );
  const stops = inside.map((value) => [
    { x: layout.x.at(value), y: y - 5 },
    { x: layout.x.at(value), y: y + 5 },
  ]);
  return [
    text({ x: 0, y: y + 4.5 }, fitText(words.next, type, layout.left - 20), { size: type }),
    line(ends, 'ink', 2, '2 3'),
    ...stops.map((stop) => line(stop, 'ink', 1.2)),
    text({ x: layout.width, y: y + 4.5 }, rangeLabel(next, model), { size: type, anchor: 'end' }),
  ];
}

function axisMarks(layout: Layout, model: ForestModel): Mark[] {
  const { x, bottom, left, right } = layout;
  const { words, wantedSide } = model;
  const ticks = roundTicks(x.low, x.high, 4).flatMap((tick): Mark[] => [
    line(
      [
        { x: x.at(tick), y: head },
        { x: x.at(tick), y: bottom },
      ],
      'hairline',
    ),
    text({ x: x.at(tick), y: bottom + 18 }, words.tick(tick), { size: type, anchor: 'middle' }),
  ]);
  const zero = [
    { x: x.at(0), y: head - 6 },
    { x: x.at(0), y: bottom },
  ];
  const half = textWidth(words.zero, type) / 2;
  const zeroAt = Math.min(Math.max(x.at(0), left + half), right - half);
  const wanted: readonly Mark[] =
    wantedSide === null
      ? []
      : [
          text(
            { x: wantedSide === 'right' ? right : left, y: bottom + 40 },
            wantedSide === 'right' ? `${words.wanted} →` : `← ${words.wanted}`,
            { size: type, anchor: wantedSide === 'right' ? 'end' : 'start' },
          ),
        ];
  return [
    ...ticks,
    line(zero, 'ink'),
    text({ x: zeroAt, y: type }, words.zero, { size: type, anchor: 'middle' }),
    ...wanted,
  ];
}

/**
 * The units that work by a practice, each with its effect and what it does otherwise; below them the combined effect,
 * and what the next unit may expect.
 */
export function forestPlot(model: ForestModel, width: number): Scene {
  const layout = layoutOf(model, width);
  const middle = (row: number) => head + (row + 0.5) * rowHeight;
  const units = model.rows.length;
  const rule = [
    { x: 0, y: head + units * rowHeight },
    { x: width, y: head + units * rowHeight },
  ];
  return {
    width,
    height: forestHeight(model),
    title: model.title,
    description: model.description,
    marks: [
      ...axisMarks(layout, model),
      ...model.rows.flatMap((row, i) => unitMarks(row, middle(i), layout, model)),
      ...(summaryRows(model) === 0 ? [] : [line(rule, 'hairline')]),
      ...combinedMarks(middle(units), layout, model),
      ...nextMarks(middle(units + (model.combined === null ? 0 : 1)), layout, model),
    ],
  };
}
