import { roundTicks, scaleBetween } from './scale.ts';
import { line, type Mark, type Scene, symbol, text } from './scene.ts';
import { textWidth } from './text-width.ts';

/** One person's scores over time, with the margin within which the first one may vary by chance. */
export interface OwnCurveModel {
  readonly title: string;
  readonly description: string;
  readonly points: readonly {
    readonly id: string;
    /** Milliseconds. */
    readonly at: number;
    readonly value: number;
    readonly words: string;
  }[];
  readonly min: number;
  readonly max: number;
  /** Points on either side of the first score; null where unknown. */
  readonly margin: number | null;
  readonly words: {
    readonly first: string;
    readonly last: string;
    readonly tick: (value: number) => string;
  };
}

const type = 13;
const foot = 24;
const top = 14;

/** Time runs to the right, the whole range of the score upwards, so that a small change looks small. */
export function ownCurve(model: OwnCurveModel, size: { width: number; height: number }): Scene {
  const { points, margin, words } = model;
  const values = points.map(({ value }) => value);
  // What another way of scoring gave may lie beyond the range: it is shown all the same.
  const [min, max] = [Math.min(model.min, ...values), Math.max(model.max, ...values)];
  const ticks = roundTicks(min, max, 4).filter((tick) => tick >= min && tick <= max);
  const left = Math.max(...ticks.map((tick) => textWidth(words.tick(tick), type))) + 8;
  const right = size.width - textWidth(words.tick(max), 15) - 12;
  const bottom = size.height - foot;
  const y = scaleBetween({ low: min, high: max }, { from: bottom, to: top }).at;
  const times = points.map(({ at }) => at);
  const [begin, end] = [Math.min(...times), Math.max(...times)];
  const x = (at: number) =>
    end === begin
      ? (left + right) / 2
      : left + 8 + ((at - begin) / (end - begin)) * (right - left - 8);
  const within = (value: number) => Math.min(max, Math.max(min, value));
  const across = (value: number) => [
    { x: left, y: y(within(value)) },
    { x: right, y: y(within(value)) },
  ];
  const [first] = points;
  const last = points.at(-1);
  const band: Mark[] =
    first === undefined || margin === null || points.length < 2
      ? []
      : [
          {
            ...{ kind: 'area', fill: 'band' },
            points: [...across(first.value + margin), ...across(first.value - margin).toReversed()],
          },
        ];
  return {
    ...{ width: size.width, height: size.height },
    ...{ title: model.title, description: model.description },
    marks: [
      ...band,
      ...ticks.flatMap((tick): Mark[] => [
        line(across(tick), 'hairline'),
        text({ x: left - 8, y: y(tick) + 4.5 }, words.tick(tick), { size: type, anchor: 'end' }),
      ]),
      line(
        points.map(({ at, value }) => ({ x: x(at), y: y(value) })),
        'common',
        1.5,
      ),
      ...points.map(({ id, at, value, words: said }) =>
        symbol({ x: x(at), y: y(value) }, 'circle', {
          ...{ radius: 4, fill: 'ink', stroke: 'paper', spot: { id, words: said } },
        }),
      ),
      ...(last === undefined
        ? []
        : [
            text({ x: x(last.at) + 8, y: y(last.value) + 5 }, words.tick(last.value), { size: 15 }),
          ]),
      text({ x: left, y: bottom + 18 }, words.first, { size: type }),
      ...(words.last === words.first
        ? []
        : [text({ x: right, y: bottom + 18 }, words.last, { size: type, anchor: 'end' })]),
    ],
  };
}
