import type { Place, Shape } from './scene.ts';

/** Coordinates are kept to a tenth of a pixel: finer cannot be seen and only makes files longer. */
export const rounded = (pixels: number): number => Math.round(pixels * 10) / 10;

export function pathOf(points: readonly Place[], closed: boolean): string {
  const steps = points.map((p, i) => `${i === 0 ? 'M' : 'L'}${rounded(p.x)} ${rounded(p.y)}`);
  return steps.join('') + (closed && steps.length > 0 ? 'Z' : '');
}

/** Corners around the middle for a radius of 1; all shapes have about the area of the circle. */
const corners: Readonly<Record<Exclude<Shape, 'circle'>, readonly Place[]>> = {
  diamond: [
    { x: 0, y: -1.25 },
    { x: 1.25, y: 0 },
    { x: 0, y: 1.25 },
    { x: -1.25, y: 0 },
  ],
  'triangle-up': [
    { x: 0, y: -1.25 },
    { x: 1.2, y: 0.85 },
    { x: -1.2, y: 0.85 },
  ],
  'triangle-down': [
    { x: 0, y: 1.25 },
    { x: 1.2, y: -0.85 },
    { x: -1.2, y: -0.85 },
  ],
  square: [
    { x: -0.9, y: -0.9 },
    { x: 0.9, y: -0.9 },
    { x: 0.9, y: 0.9 },
    { x: -0.9, y: 0.9 },
  ],
};

export function shapePath(shape: Exclude<Shape, 'circle'>, at: Place, radius: number): string {
  const places = corners[shape].map((c) => ({ x: at.x + c.x * radius, y: at.y + c.y * radius }));
  return pathOf(places, true);
}
