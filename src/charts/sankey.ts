import { groupBy } from '#core';
import { line, type Mark, type Place, type Scene, symbol, text } from './scene.ts';
import { fitText, textWidth } from './text-width.ts';

/** A place that something flows through, in a column from 0. */
export interface SankeyNode {
  readonly id: string;
  readonly name: string;
  readonly column: number;
}

export interface SankeyStrand {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface SankeyModel {
  readonly title: string;
  readonly description: string;
  /** In the order they are drawn within their column. */
  readonly nodes: readonly SankeyNode[];
  /** Each leads to a later column. */
  readonly strands: readonly SankeyStrand[];
  readonly words: {
    readonly count: (count: number) => string;
    readonly strand: (from: string, to: string, count: number) => string;
  };
}

const type = 13;
const top = 8;
const barWidth = 10;
const gapBetween = 34;
/** Points along one edge of a strand: enough that the eye sees a curve. */
const steps = 20;
const thinnest = 1;

interface Placed extends SankeyNode {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly count: number;
}

export const sankeyHeight = ({ nodes }: SankeyModel): number => {
  const most = Math.max(
    1,
    ...[...groupBy(nodes, ({ column }) => column).values()].map((column) => column.length),
  );
  return Math.max(220, most * 64 + 40);
};

/** What flows through a place: what comes in or what goes out, whichever is more. */
function countsOf({ nodes, strands }: SankeyModel): ReadonlyMap<string, number> {
  const total = (own: readonly SankeyStrand[]) => own.reduce((sum, { count }) => sum + count, 0);
  return new Map(
    nodes.map(({ id }) => [
      id,
      Math.max(
        total(strands.filter(({ from }) => from === id)),
        total(strands.filter(({ to }) => to === id)),
      ),
    ]),
  );
}

function placed(model: SankeyModel, width: number): ReadonlyMap<string, Placed> {
  const counts = countsOf(model);
  const columns = [...groupBy(model.nodes, ({ column }) => column)];
  const last = Math.max(0, ...columns.map(([column]) => column));
  const room = sankeyHeight(model) - top;
  const scale = Math.min(
    ...columns.map(([, own]) => {
      const total = own.reduce((sum, { id }) => sum + (counts.get(id) ?? 0), 0);
      return (room - own.length * gapBetween) / Math.max(1, total);
    }),
  );
  const widest = Math.max(
    0,
    ...model.nodes.map((node) => textWidth(labelOf(node, counts, model), type)),
  );
  // Names stand to the right of their bar, those of the last column within the drawing too.
  const labelRoom = Math.min(widest + 8, width * 0.22);
  const step = last === 0 ? 0 : (width - labelRoom - barWidth) / last;
  return new Map(
    columns.flatMap(([column, own]) => {
      let y = top + gapBetween / 2;
      return own.map((node) => {
        const count = counts.get(node.id) ?? 0;
        const height = Math.max(thinnest, count * scale);
        const one = { ...node, x: column * step, y, height, count };
        y += height + gapBetween;
        return [node.id, one] as const;
      });
    }),
  );
}

const labelOf = (
  { id, name }: SankeyNode,
  counts: ReadonlyMap<string, number>,
  { words }: SankeyModel,
): string => `${name} ${words.count(counts.get(id) ?? 0)}`;

/** A smooth S from left to right: y follows 3t² − 2t³. */
const curve = (from: Place, to: Place): readonly Place[] =>
  Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    return {
      x: from.x + (to.x - from.x) * t,
      y: from.y + (to.y - from.y) * (3 * t * t - 2 * t * t * t),
    };
  });

function strandMarks(model: SankeyModel, places: ReadonlyMap<string, Placed>): Mark[] {
  const used = new Map<string, number>();
  const take = (key: string, thickness: number): number => {
    const offset = used.get(key) ?? 0;
    used.set(key, offset + thickness);
    return offset;
  };
  return model.strands.flatMap((strand): Mark[] => {
    const [from, to] = [places.get(strand.from), places.get(strand.to)];
    if (from === undefined || to === undefined || to.column <= from.column) return [];
    const thickness = (strand.count / Math.max(1, from.count)) * from.height;
    const start = from.y + take(`out ${from.id}`, thickness);
    const end = to.y + take(`in ${to.id}`, thickness);
    const [left, right] = [from.x + barWidth, to.x];
    const upper = curve({ x: left, y: start }, { x: right, y: end });
    const lower = curve({ x: left, y: start + thickness }, { x: right, y: end + thickness });
    return [
      { kind: 'area', points: [...upper, ...lower.toReversed()], fill: 'band' },
      line(upper, 'hairline'),
      line(lower, 'hairline'),
    ];
  });
}

/** What each strand says, on a small point in its middle. */
function spotMarks(model: SankeyModel, places: ReadonlyMap<string, Placed>): Mark[] {
  return [...places.values()].map((node) => {
    const out = model.strands.filter(({ from }) => from === node.id);
    const said = out.map(({ to, count }) =>
      model.words.strand(node.name, places.get(to)?.name ?? to, count),
    );
    const words =
      said.length === 0 ? `${node.name}: ${model.words.count(node.count)}` : said.join('; ');
    return symbol({ x: node.x + barWidth / 2, y: node.y + node.height / 2 }, 'circle', {
      ...{ radius: 4, fill: 'paper', stroke: 'accent' },
      spot: { id: node.id, words },
    });
  });
}

function nodeMarks(node: Placed, room: number, model: SankeyModel): Mark[] {
  const { x, y, height } = node;
  const bar = [
    { x, y },
    { x: x + barWidth, y },
    { x: x + barWidth, y: y + height },
    { x, y: y + height },
  ];
  const label = fitText(`${node.name} ${model.words.count(node.count)}`, type, room);
  return [
    { kind: 'area', points: bar, fill: 'accent' },
    text({ x, y: y - 6 }, label, { size: type, ink: 'ink' }),
  ];
}

/** How something flows from place to place: a bar for each place, a band as thick as what goes from one to the next. */
export function sankey(model: SankeyModel, width: number): Scene {
  const places = placed(model, width);
  const columns = Math.max(0, ...model.nodes.map(({ column }) => column));
  const roomFor = (node: Placed): number =>
    node.column === columns ? width - node.x : width / Math.max(1, columns) - 16;
  return {
    width,
    height: sankeyHeight(model),
    title: model.title,
    description: model.description,
    marks: [
      ...strandMarks(model, places),
      ...[...places.values()].flatMap((node) => nodeMarks(node, roomFor(node), model)),
      ...spotMarks(model, places),
    ],
  };
}
