import { type Ink, line, type Mark, type Place, type Scene, symbol } from './scene.ts';

export type VariationKind =
  | 'common-cause'
  | 'improvement-high'
  | 'improvement-low'
  | 'concern-high'
  | 'concern-low'
  | 'neutral-high'
  | 'neutral-low';

export type AssuranceKind = 'pass' | 'fail' | 'inconsistent' | 'none';

const side = 36;
const wave: readonly Place[] = [
  { x: 9, y: 20 },
  { x: 15, y: 14 },
  { x: 21, y: 22 },
  { x: 27, y: 16 },
];
const rise: readonly Place[] = [
  { x: 9, y: 25 },
  { x: 14, y: 21 },
  { x: 19, y: 21.5 },
  { x: 24.5, y: 13 },
];

const mirrored = (places: readonly Place[]): Place[] =>
  places.map((p) => ({ x: p.x, y: side - p.y }));

const disc = (ink: Ink): Mark =>
  symbol({ x: side / 2, y: side / 2 }, 'circle', { radius: 16.5, fill: 'paper', stroke: ink });

function dots(places: readonly Place[], ink: Ink): Mark[] {
  return [
    line(places, ink, 1),
    ...places.map((p) => symbol(p, 'circle', { radius: 1.9, fill: ink, stroke: ink })),
  ];
}

function variationMarks(kind: VariationKind): Mark[] {
  if (kind === 'common-cause') return [disc('common'), ...dots(wave, 'common')];
  const ink: Ink = kind.startsWith('improvement')
    ? 'improvement'
    : kind.startsWith('concern')
      ? 'concern'
      : 'neutral';
  const rises = kind.endsWith('-high');
  const places = rises ? rise : mirrored(rise);
  const head = places.at(-1) ?? { x: side / 2, y: side / 2 };
  const arrow = symbol(head, rises ? 'triangle-up' : 'triangle-down', {
    radius: 4.2,
    fill: ink,
    stroke: ink,
  });
  return [disc(ink), ...dots(places.slice(0, -1), ink), line(places.slice(-2), ink, 1), arrow];
}

/** What the last months say: ordinary variation, or a change upwards or downwards and what it means. */
export const variationIcon = (kind: VariationKind, title: string): Scene => ({
  width: side,
  height: side,
  title,
  description: '',
  marks: variationMarks(kind),
});

const box: readonly Place[] = [
  { x: 2, y: 2 },
  { x: side - 2, y: 2 },
  { x: side - 2, y: side - 2 },
  { x: 2, y: side - 2 },
  { x: 2, y: 2 },
];

function assuranceMarks(kind: AssuranceKind): Mark[] {
  if (kind === 'none') return [line(box, 'hairline', 1)];
  const looks = {
    pass: { ink: 'improvement', level: 26, lift: -5 },
    fail: { ink: 'concern', level: 10, lift: 5 },
    inconsistent: { ink: 'common', level: 18, lift: 0 },
  } as const;
  const { ink, level, lift } = looks[kind];
  const target = [
    { x: 5, y: level },
    { x: side - 5, y: level },
  ];
  const places = wave.map((p) => ({ x: p.x, y: (p.y - side / 2) * 1.1 + side / 2 + lift }));
  return [line(box, ink, 1.2), ...dots(places, ink), line(target, 'ink', 1.4, '3.5 2.5')];
}

/**
 * Whether the way of working reaches the target: the usual range lies wholly on the wanted side of the dashed line
 * (pass), wholly on the other side (fail), or across it (now and then, by chance).
 */
export const assuranceIcon = (kind: AssuranceKind, title: string): Scene => ({
  width: side,
  height: side,
  title,
  description: '',
  marks: assuranceMarks(kind),
});
