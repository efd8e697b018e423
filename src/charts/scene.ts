/** A drawing as plain data: rendered to SVG text for files and mail, and by React in the browser. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Short name of the drawing, and what it shows in one sentence; both are read aloud. */
  readonly title: string;
  readonly description: string;
  readonly marks: readonly Mark[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A colour by its meaning; a palette says which colour that is. */
export const inks = [
  'paper',
  'ink',
  'quiet',
  'hairline',
  'band',
  'accent',
  'improvement',
  'concern',
  'neutral',
  'common',
] as const;
export type Ink = (typeof inks)[number];
export type Palette = Readonly<Record<Ink, string>>;

export type Shape = 'circle' | 'diamond' | 'triangle-up' | 'triangle-down' | 'square';

/** Something in the drawing that can be pointed at or reached by keyboard, and what it then says. */
export interface Spot {
  readonly id: string;
  readonly words: string;
}

export interface LineMark {
  readonly kind: 'line';
  readonly points: readonly Place[];
  readonly stroke: Ink;
  readonly strokeWidth: number;
  readonly dash: string | null;
}

export interface AreaMark {
  readonly kind: 'area';
  readonly points: readonly Place[];
  readonly fill: Ink;
}

export interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  /** The baseline of the text. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly weight: 400 | 600;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly ink: Ink;
}

export interface SymbolMark {
  readonly kind: 'symbol';
  readonly shape: Shape;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill: Ink;
  readonly stroke: Ink;
  readonly spot: Spot | null;
}

export type Mark = LineMark | AreaMark | TextMark | SymbolMark;

export const lightPalette: Palette = {
  paper: '#fbfaf7',
  ink: '#1b1e22',
  quiet: '#59606a',
  hairline: '#e3e0d9',
  band: '#efece4',
  accent: '#0e5a5a',
  improvement: '#0b6fb8',
  concern: '#c9540a',
  neutral: '#5b2a86',
  common: '#8b9098',
};

export const line = (
  points: readonly Place[],
  stroke: Ink,
  strokeWidth = 1,
  dash: string | null = null,
): LineMark => ({ kind: 'line', points, stroke, strokeWidth, dash });

export function text(
  at: Place,
  words: string,
  style: Partial<Pick<TextMark, 'size' | 'weight' | 'anchor' | 'ink'>> = {},
): TextMark {
  return {
    kind: 'text',
    ...at,
    text: words,
    size: style.size ?? 13,
    weight: style.weight ?? 400,
    anchor: style.anchor ?? 'start',
    ink: style.ink ?? 'quiet',
  };
}

export function symbol(
  at: Place,
  shape: Shape,
  style: { radius: number; fill: Ink; stroke: Ink; spot?: Spot | null },
): SymbolMark {
  return {
    kind: 'symbol',
    shape,
    ...at,
    radius: style.radius,
    fill: style.fill,
    stroke: style.stroke,
    spot: style.spot ?? null,
  };
}
