import { axisRange, scaleBetween } from './scale.ts';
import { line, type Mark, type Scene, symbol, text } from './scene.ts';
import { spread } from './spread.ts';
import { textWidth } from './text-width.ts';

/** An estimated difference beside no difference and what was predicted. */
export interface EffectModel {
  readonly title: string;
  readonly description: string;
  readonly difference: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly predicted: number | null;
  readonly reading: 'better' | 'worse' | 'uncertain' | 'changed';
  readonly words: {
    readonly zero: string;
    readonly predicted: string;
    /** A difference with sign and unit. */
    readonly signed: (difference: number) => string;
    readonly spot: string;
  };
}

export const effectHeight = 96;
const type = 13;
const inkOf = {
  better: 'improvement',
  worse: 'concern',
  uncertain: 'common',
  changed: 'neutral',
} as const;

interface Upright {
  readonly value: number;
  readonly label: string;
  readonly dash: string | null;
}

/** Lines across the interval, their labels beneath moved apart where they would touch. */
function uprightMarks(
  uprights: readonly Upright[],
  at: (value: number) => number,
  width: number,
): Mark[] {
  const widest = Math.max(...uprights.map((u) => textWidth(u.label, type)));
  const room = { from: widest / 2, to: width - widest / 2 };
  const places = spread(
    uprights.map((u) => at(u.value)),
    widest + 12,
    room,
  );
  return uprights.flatMap((u, i): Mark[] => {
    const x = at(u.value);
    const ends = [
      { x, y: 26 },
      { x, y: 72 },
    ];
    const place = places[i] ?? null;
    const upright = line(ends, 'ink', 1, u.dash);
    if (place === null) return [upright];
    return [upright, text({ x: place, y: 90 }, u.label, { size: type, anchor: 'middle' })];
  });
}

/** One dot with its 95 % interval, a line at no difference and a dashed line at the prediction. */
export function effectChart(model: EffectModel, width: number): Scene {
  const { difference, lower95, upper95, predicted, words } = model;
  const values = [0, difference, lower95, upper95, ...(predicted === null ? [] : [predicted])];
  const range = axisRange(values, { least: null, greatest: null });
  const x = scaleBetween(range, { from: 40, to: width - 40 }).at;
  const ink = inkOf[model.reading];
  const uprights: Upright[] = [{ value: 0, label: words.zero, dash: null }];
  if (predicted !== null)
    uprights.push({
      value: predicted,
      label: `${words.predicted} ${words.signed(predicted)}`,
      dash: '5 4',
    });
  const interval = [
    { x: x(lower95), y: 50 },
    { x: x(upper95), y: 50 },
  ];
  const label = words.signed(difference);
  const half = textWidth(label, type, 600) / 2;
  const labelAt = Math.min(Math.max(x(difference), half), width - half);
  const spot = { id: 'effect', words: words.spot };
  return {
    width,
    height: effectHeight,
    title: model.title,
    description: model.description,
    marks: [
      ...uprightMarks(uprights, x, width),
      line(interval, ink, 3),
      symbol({ x: x(difference), y: 50 }, 'circle', {
        radius: 6,
        fill: ink,
        stroke: 'paper',
        spot,
      }),
      text({ x: labelAt, y: 16 }, label, { size: type, anchor: 'middle', weight: 600, ink: 'ink' }),
    ],
  };
}
