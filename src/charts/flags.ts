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

type Side = PlacedFlag['side'];
type Room = Pick<Plot, 'x' | 'right' | 'left' | 'step'>;

/** A recalculation stands half a month before its first point, where the step is seen. */
const poleOf = (flag: Flag, plot: Room): number =>
  plot.x(flag.month) - (flag.kind === 'recalculation' ? plot.step / 2 : 0);

/** Room for a label on one side of a pole, up to the edge of the plot. */
const roomOn = (side: Side, x: number, plot: Pick<Plot, 'left' | 'right'>): number =>
  Math.min(labelRoomMost, (side === 'right' ? plot.right - x : x - plot.left) - glyph);

/** Ways to write a flag, the best first: its label on either side, the longer one first, then its mark alone. */
function candidates(flag: Flag, plot: Room): PlacedFlag[] {
  const x = poleOf(flag, plot);
  const full = `${flag.mark} ${flag.label}`;
  const sides: readonly Side[] =
    roomOn('right', x, plot) >= roomOn('left', x, plot) ? ['right', 'left'] : ['left', 'right'];
  const labelled = sides.map((side) => ({
    side,
    label: fitText(full, type, roomOn(side, x, plot)),
  }));
  const short = sides.map((side) => ({ side, label: flag.mark }));
  return [...labelled, ...short]
    .filter(({ label }) => label.length >= flag.mark.length)
    .map((way) => ({ ...way, flag, row: 0, x }));
}

function extent(placed: PlacedFlag): Taken {
  const width = glyph + textWidth(placed.label, type);
  return placed.side === 'right'
    ? { from: placed.x - 4, to: placed.x + width }
    : { from: placed.x - width, to: placed.x + 4 };
}

/** Whether a flag in a row stands free: no label over another, and no pole through a label. */
function isFree(
  wish: Taken & { readonly pole: number },
  row: number,
  rows: readonly Row[],
): boolean {
  const meets = (a: Taken, b: Taken) => a.from <= b.to && b.from <= a.to;
  return rows.every(({ taken, poles }, other) => {
    if (other === row) return !taken.some((t) => meets(t, wish));
    // Poles run down from their own row: those above cross this label, this one crosses labels below.
    return other < row
      ? !poles.some((x) => x > wish.from && x < wish.to)
      : !taken.some((t) => wish.pole > t.from && wish.pole < t.to);
  });
}

interface Row {
  readonly taken: Taken[];
  readonly poles: number[];
}

/**
 * A row along the top for each flag so that no two overlap: first with its label, then with its mark alone. A flag that
 * fits nowhere keeps its pole; the list below the chart names it.
 */
export function placeFlags(flags: readonly Flag[], plot: Room): readonly PlacedFlag[] {
  const rows: Row[] = Array.from({ length: rowsMost }, () => ({ taken: [], poles: [] }));
  return oncePerMonth(flags).map((flag) => {
    for (const candidate of candidates(flag, plot)) {
      const wish = { ...extent(candidate), pole: candidate.x };
      const row = rows.findIndex((_, i) => isFree(wish, i, rows));
      if (row === -1) continue;
      rows[row]?.taken.push(wish);
      rows[row]?.poles.push(wish.pole);
      return { ...candidate, row };
    }
    return { flag, row: 0, x: poleOf(flag, plot), side: 'right', label: '' };
  });
}

const shapeOfFlag = {
  change: 'triangle-up',
  recalculation: 'square',
  challenge: 'diamond',
  recording: 'circle',
} as const;

/** A pole down to the plot, a small mark by kind, and the label beside it. */
export function flagMarks(placed: readonly PlacedFlag[], plot: Plot): Mark[] {
  const rows = Math.max(0, ...placed.map((f) => f.row + 1));
  const topOfRows = plot.top - rows * flagRowHeight - 2;
  return placed.flatMap((f): Mark[] => {
    // One that found no row begins at the plot itself, below all labels.
    const isUnlabelled = f.label === '';
    const y = isUnlabelled ? plot.top : topOfRows + (f.row + 0.5) * flagRowHeight;
    const poleEnds = [
      { x: f.x, y },
      { x: f.x, y: plot.bottom },
    ];
    const marks: Mark[] = [
      line(poleEnds, 'common', 1, '1 3'),
      symbol({ x: f.x, y }, shapeOfFlag[f.flag.kind], { radius: 4, fill: 'ink', stroke: 'ink' }),
    ];
    if (isUnlabelled) return marks;
    const x = f.side === 'right' ? f.x + glyph : f.x - glyph;
    const anchor = f.side === 'right' ? 'start' : 'end';
    return [...marks, text({ x, y: y + 4 }, f.label, { size: type, anchor, ink: 'ink' })];
  });
}
