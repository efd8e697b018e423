import { at, positions } from '../element.ts';

/** Places and weights of a sum that stands for an integral. */
export interface Quadrature {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

const newtonSteps = 100;

/**
 * Gauss–Legendre rule for ∫₋₁¹ f(x) dx, exact for polynomials of degree 2n − 1.
 *
 * Nodes are the roots of the Legendre polynomial by Newton's method; weights 2 / ((1 − x²) P′(x)²).
 */
export function gaussLegendre(count: number): Quadrature {
  const points = positions(count).map((k) => {
    let x = Math.cos((Math.PI * (k + 0.75)) / (count + 0.5));
    for (let step = 0; step < newtonSteps; step++) {
      const { value, slope } = legendre(count, x);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    const { slope } = legendre(count, x);
    return { x, weight: 2 / ((1 - x * x) * slope * slope) };
  });
  return { nodes: points.map(({ x }) => x), weights: points.map(({ weight }) => weight) };
}

function legendre(degree: number, x: number): { value: number; slope: number } {
  let previous = 1;
  let value = x;
  for (let k = 2; k <= degree; k++) {
    [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
  }
  return { value, slope: (degree * (x * value - previous)) / (x * x - 1) };
}

/** ∫ f over [low, high] by the same rule on equal panels. */
export function integrate(
  f: (x: number) => number,
  over: { readonly low: number; readonly high: number; readonly panels: number },
  rule: Quadrature,
): number {
  const half = (over.high - over.low) / (2 * over.panels);
  return positions(over.panels).reduce((total, panel) => {
    const centre = over.low + (2 * panel + 1) * half;
    return (
      total +
      half * rule.nodes.reduce((sum, x, k) => sum + at(rule.weights, k) * f(centre + half * x), 0)
    );
  }, 0);
}

/**
 * Gauss–Hermite rule for ∫ f(z) φ(z) dz, the mean of f over a standard normal variable;
 * the weights sum to one.
 *
 * Nodes by Newton's method with deflation on orthonormal Hermite functions, so that 100 nodes do
 * not overflow.
 */
export function gaussHermite(count: number): Quadrature {
  const roots: number[] = [];
  for (let k = 0; k < count; k++) roots.push(nextHermiteRoot(count, roots));
  const ordered = [...roots].sort((a, b) => a - b);
  const weights = ordered.map((x) => 1 / (count * orthonormalHermite(count, x).previous ** 2));
  return { nodes: ordered, weights };
}

function nextHermiteRoot(count: number, found: readonly number[]): number {
  let x = found.length === 0 ? 2 * Math.sqrt(count) + 1 : at(found, found.length - 1) - 1e-3;
  for (let step = 0; step < 20 * newtonSteps; step++) {
    const { value, previous } = orthonormalHermite(count, x);
    const slope = Math.sqrt(count) * previous;
    const deflation = found.reduce((total, root) => total + 1 / (x - root), 0);
    const move = value / (slope - value * deflation);
    x -= move;
    if (Math.abs(move) < 1e-15 * Math.max(1, Math.abs(x))) break;
  }
  return x;
}

/** Probabilists' Hermite polynomials divided by √n!, of degree n and n − 1. */
function orthonormalHermite(degree: number, x: number): { value: number; previous: number } {
  let previous = 0;
  let value = 1;
  for (let k = 1; k <= degree; k++) {
    [previous, value] = [value, (x * value - Math.sqrt(k - 1) * previous) / Math.sqrt(k)];
  }
  return { value, previous };
}
