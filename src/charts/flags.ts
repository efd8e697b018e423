import type { Flag } from './control-chart-model.ts';
import type { Plot } from './plot.ts';
import { line, type Mark, symbol, text } from './scene.ts';
import { fitText, textWidth } from './text-width.ts';

export const flagRowHeight = 20;
const type = 12;
const glyph = 9;
const labelRoomMost = 250;
const rowsMost = 3;

export interface PlacedFlag {
  readonly flag: Flag;
  readonly row: number;
  readonly x: number;
  /** Left of the pole when the right edge is near. */
  readonly side: 'right' | 'left';
  readonly label: string;
}

interface Taken {
  readonly from: number;
  readonly to: number;
}

/** Flags of the same month become one: their marks and labels follow each other. */
function oncePerMonth(flags: readonly Flag[]): Flag[] {
  const months = new Map<string, Flag>();
  for (const flag of flags) {
    const met = months.get(flag.month);
    const joined = met === undefined ? flag : join(met, flag);
    months.set(flag.month, joined);
  }
  return [...months.values()].sort((a, b) => a.month.localeCompare(b.month));
}

const join = (a: Flag, b: Flag): Flag => ({
  ...a,
  mark: `${a.mark}, ${b.mark}`,
  label: `${a.label} · ${b.label}`,
});

function candidates(flag: Flag, plot: Pick<Plot, 'x' | 'right' | 'left'>): PlacedFlag[] {
  const x = plot.x(flag.month);
  const full = `${flag.mark} ${flag.label}`;
  const right = fitText(full, type, Math.min(labelRoomMost, plot.right - x - glyph));
  const left = fitText(full, type, Math.min(labelRoomMost, x - plot.left - glyph));
  const roomier = right.length >= left.length;
  const own = { flag, row: 0, x };
  return [
    { ...own, side: roomier ? 'right' : 'left', label: roomier ? right : left },
    { ...own, side: x > (plot.left + plot.right) / 2 ? 'left' : 'right', label: flag.mark },
  ];
}

function extent(placed: PlacedFlag): Taken {
  const width = glyph + textWidth(placed.label, type);
  return placed.side === 'right'
    ? { from: placed.x - 4, to: placed.x + width }
    : { from: placed.x - width, to: placed.x + 4 };
}

/**
 * A row along the top for each flag so that no two overlap: first with its label, then with its mark alone. A flag that
 * fits nowhere keeps its pole; the list below the chart names it.
 */
export function placeFlags(
  flags: readonly Flag[],
  plot: Pick<Plot, 'x' | 'right' | 'left'>,
): readonly PlacedFlag[] {
  const rows: Taken[][] = Array.from({ length: rowsMost }, () => []);
  return oncePerMonth(flags).map((flag) => {
    for (const candidate of candidates(flag, plot)) {
      const wish = extent(candidate);
      const row = rows.findIndex((taken) =>
        taken.every((t) => t.to < wish.from || t.from > wish.to),
      );
      if (row === -1) continue;
      rows[row]?.push(wish);
      return { ...candidate, row };
    }
    return { flag, row: 0, x: plot.x(flag.month), side: 'right', label: '' };
  });
}

const shapeOfFlag = {
  change: 'triangle-up',
  recalculation: 'square',
  challenge: 'diamond',
} as const;

/** A pole down to the plot, a small mark by kind, and the label beside it. */
export function flagMarks(placed: readonly PlacedFlag[], plot: Plot): Mark[] {
  const rows = Math.max(0, ...placed.map((f) => f.row + 1));
  const topOfRows = plot.top - rows * flagRowHeight - 2;
  return placed.flatMap((f): Mark[] => {
    const y = topOfRows + f.row * flagRowHeight + flagRowHeight / 2;
    // A recalculation begins half a month before its first point, where the step is seen.
    const pole = f.flag.kind === 'recalculation' ? f.x - plot.step / 2 : f.x;
    const poleEnds = [
      { x: pole, y },
      { x: pole, y: plot.bottom },
    ];
    const marks: Mark[] = [
      line(poleEnds, 'common', 1, '1 3'),
      symbol({ x: pole, y }, shapeOfFlag[f.flag.kind], { radius: 4, fill: 'ink', stroke: 'ink' }),
    ];
    if (f.label === '') return marks;
    const x = f.side === 'right' ? f.x + glyph : f.x - glyph;
    const anchor = f.side === 'right' ? 'start' : 'end';
    return [...marks, text({ x, y: y + 4 }, f.label, { size: type, anchor, ink: 'ink' })];
  });
}
