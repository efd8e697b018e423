import type { Size } from './plot.ts';
import { axisRange, roundTicks, type Scale, scaleBetween } from './scale.ts';
import { line, type Mark, type Scene, symbol, text } from './scene.ts';
import { fitText, textWidth } from './text-width.ts';

/** One unit's value with its uncertainty. */
export interface BesideRow {
  readonly id: string;
  readonly name: string;
  readonly value: number | null;
  readonly lower95: number | null;
  readonly upper95: number | null;
  /** Outside what chance explains for units of this size. */
  readonly isUnusual: boolean;
  readonly isOwn: boolean;
  /** Written instead of a dot when there is no value to show. */
  readonly instead: string;
  /** What the row says when it is pointed at. */
  readonly words: string;
}

export interface BesideModel {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  /** In the order they are shown: by name. This is no ranking. */
  readonly rows: readonly BesideRow[];
  readonly centre: number | null;
  readonly centreLabel: string;
  readonly least: number | null;
  readonly greatest: number | null;
  readonly value: (value: number) => string;
  readonly tick: (value: number) => string;
}

const type = 13;
const rowHeight = 28;
const head = 26;
const foot = 30;
const tickHalf = 24;

interface Columns {
  readonly left: number;
  readonly right: number;
  readonly x: Scale;
}

export const besideHeight = (rows: number): number => head + rows * rowHeight + foot;

function columnsFor(model: BesideModel, width: number): Columns {
  const names = model.rows.map((r) => textWidth(r.name, type, 600));
  // The unit stands below the names, clear of the first number of the axis.
  const unit = textWidth(model.unit, type) + tickHalf;
  const left = Math.ceil(Math.min(width * 0.38, Math.max(unit, ...names))) + 16;
  const values = model.rows.map((r) =>
    r.value === null ? 0 : textWidth(model.value(r.value), type, 600),
  );
  const right = width - Math.ceil(Math.max(0, ...values)) - 12;
  const drawn = model.rows.flatMap((r) => [r.value, r.lower95, r.upper95]);
  const all = [...drawn, model.centre].filter((v) => v !== null);
  return { left, right, x: scaleBetween(axisRange(all, model), { from: left, to: right }) };
}

function rowMarks(row: BesideRow, y: number, columns: Columns, model: BesideModel): Mark[] {
  const weight = row.isOwn ? 600 : 400;
  const name = fitText(row.name, type, columns.left - 16, weight);
  const nameMark = text({ x: 0, y: y + 4.5 }, name, { size: type, weight, ink: 'ink' });
  if (row.value === null) {
    const room = columns.right - columns.left;
    return [nameMark, text({ x: columns.left, y: y + 4.5 }, fitText(row.instead, type, room))];
  }
  const ink = row.isOwn ? 'accent' : 'quiet';
  const ends = [row.lower95, row.upper95].map((v) => ({ x: columns.x.at(v ?? row.value ?? 0), y }));
  const own = { fill: row.isOwn || row.isUnusual ? ink : 'paper', stroke: ink } as const;
  const spot = { id: row.id, words: row.words };
  const at = { x: columns.x.at(row.value), y };
  return [
    nameMark,
    line(ends, ink, row.isOwn ? 2 : 1.2),
    symbol(at, row.isUnusual ? 'diamond' : 'circle', { radius: 4.5, ...own, spot }),
    text({ x: columns.right + 12, y: y + 4.5 }, model.value(row.value), {
      size: type,
      weight,
      ink: 'ink',
    }),
  ];
}

function axisMarks(model: BesideModel, columns: Columns, bottom: number): Mark[] {
  const { x } = columns;
  const ticks = roundTicks(x.low, x.high, 4).flatMap((tick): Mark[] => {
    const ends = [
      { x: x.at(tick), y: head },
      { x: x.at(tick), y: bottom },
    ];
    const style = { size: type, anchor: 'middle' } as const;
    return [
      line(ends, 'hairline'),
      text({ x: x.at(tick), y: bottom + 18 }, model.tick(tick), style),
    ];
  });
  const unit = text({ x: 0, y: bottom + 18 }, model.unit, { size: type });
  if (model.centre === null) return [...ticks, unit];
  const at = x.at(model.centre);
  const ends = [
    { x: at, y: head - 6 },
    { x: at, y: bottom },
  ];
  const half = textWidth(model.centreLabel, type) / 2;
  const label = Math.min(Math.max(at, columns.left + half), columns.right - half);
  return [
    ...ticks,
    unit,
    line(ends, 'common'),
    text({ x: label, y: type }, model.centreLabel, { size: type, anchor: 'middle' }),
  ];
}

/** Units beside each other in name order: a dot with its 95 % interval, and what all have together as a line. */
export function besideChart(model: BesideModel, width: number): Scene {
  const size: Size = { width, height: besideHeight(model.rows.length) };
  const columns = columnsFor(model, width);
  const bottom = size.height - foot;
  return {
    ...size,
    title: model.title,
    description: model.description,
    marks: [
      ...axisMarks(model, columns, bottom),
      ...model.rows.flatMap((row, i) =>
        rowMarks(row, head + (i + 0.5) * rowHeight, columns, model),
      ),
    ],
  };
}
