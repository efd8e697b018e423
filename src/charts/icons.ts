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
  { x: 8, y: 20 },
  { x: 13, y: 14 },
  { x: 18, y: 21 },
  { x: 23, y: 15 },
  { x: 28, y: 19 },
];
const rise: readonly Place[] = [
  { x: 8, y: 25 },
  { x: 13, y: 22 },
  { x: 18, y: 23 },
  { x: 23, y: 15 },
  { x: 28, y: 11 },
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
    radius: 4.6,
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
    pass: { ink: 'improvement', y: 25, lift: -6 },
    fail: { ink: 'concern', y: 11, lift: 6 },
    inconsistent: { ink: 'common', y: 18, lift: 0 },
  } as const;
  const { ink, y, lift } = looks[kind];
  const level = [
    { x: 6, y },
    { x: side - 6, y },
  ];
  const places = wave.map((p) => ({ x: p.x, y: p.y + lift }));
  return [line(box, ink, 1.2), line(level, 'ink', 1.2, '4 2.5'), ...dots(places, ink)];
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
