import { normalCdf, normalDensity, normalUpperQuantile } from '../distributions/normal.ts';
import { at, positions } from '../element.ts';
import { gaussLegendre, type Quadrature } from '../numerical/quadrature.ts';
import { findRoot } from '../numerical/root.ts';

const rule = gaussLegendre(24);
const panels = 6;
const mostLooks = 50;

/**
 * Shape of the boundaries over equally spaced looks k = 1…K:
 * - obrien-fleming: z_k = C √(K/k), hard to cross early.
 * - pocock: z_k = C at every look.
 */
export type BoundaryShape = 'obrien-fleming' | 'pocock';

export interface GroupSequentialBounds {
  readonly shape: BoundaryShape;
  /** C of the shape. */
  readonly constant: number;
  /** Two-sided boundary for |z| at each look. */
  readonly bounds: readonly number[];
  /** Two-sided nominal level at each look, 2 (1 − Φ(z_k)). */
  readonly nominalLevels: readonly number[];
}

/**
 * Boundaries for looking at accumulating results several times without more false alarms than α in all.
 *
 * Assumes equally spaced looks at a statistic that behaves as a sum of independent normal increments.
 * C solves Pr(|Z_k| < z_k for all k) = 1 − α; the probability is found look by look by integrating the density of the
 * running sum between the boundaries (Armitage, McPherson & Rowe), to about 1e-9.
 *
 * @param looks K, 1…50
 * @param alpha two-sided, above 0 and below 1
 * @example groupSequentialBounds('pocock', 2, 0.05) // constant 2.178
 * @see O'Brien & Fleming (1979); Pocock (1977); docs/methods/group-sequential.md
 */
export function groupSequentialBounds(
  shape: BoundaryShape,
  looks: number,
  alpha = 0.05,
): GroupSequentialBounds {
  if (!(Number.isInteger(looks) && looks >= 1 && looks <= mostLooks)) {
    throw new RangeError(`groupSequentialBounds: ${looks} looks; 1 to ${mostLooks} are allowed`);
  }
  if (!(alpha > 0 && alpha < 1)) {
    throw new RangeError(`groupSequentialBounds: alpha ${alpha}; above 0 and below 1 is needed`);
  }
  const boundsAt = (constant: number): number[] =>
    positions(looks).map((k) =>
      shape === 'pocock' ? constant : constant * Math.sqrt(looks / (k + 1)),
    );
  const lowest = normalUpperQuantile(alpha / 2);
  const constant =
    looks === 1
      ? lowest
      : findRoot((c) => 1 - alpha - stayingInside(boundsAt(c)), {
          low: lowest,
          high: normalUpperQuantile(alpha / (2 * looks)) + 1e-6,
          tolerance: 1e-12,
        });
  const bounds = boundsAt(constant);
  return { shape, constant, bounds, nominalLevels: bounds.map((z) => 2 * normalCdf(-z)) };
}

/**
 * Pr(|Z_k| < z_k for k = 1…K): the density of S_k = Z_k √k over (−z_k √k, z_k √k) is carried from look to
 * look, g_k(s) = ∫ g_{k−1}(r) φ(s − r) dr.
 */
function stayingInside(bounds: readonly number[]): number {
  const edges = bounds.map((z, k) => z * Math.sqrt(k + 1));
  let grid = gridOver(at(edges, 0));
  let density = grid.nodes.map(normalDensity);
  for (const edge of edges.slice(1, -1)) {
    const next = gridOver(edge);
    density = next.nodes.map((s) => convolve(grid, density, (r) => normalDensity(s - r)));
    grid = next;
  }
  if (edges.length === 1) return convolve(grid, density, () => 1);
  const last = at(edges, edges.length - 1);
  return convolve(grid, density, (r) => normalCdf(last - r) - normalCdf(-last - r));
}

const convolve = (
  grid: Quadrature,
  density: readonly number[],
  kernel: (r: number) => number,
): number =>
  grid.nodes.reduce((total, r, i) => total + at(grid.weights, i) * at(density, i) * kernel(r), 0);

/** Gauss–Legendre nodes on equal panels over (−edge, edge). */
function gridOver(edge: number): Quadrature {
  const half = edge / panels;
  const places = positions(panels).flatMap((panel) =>
    rule.nodes.map((x, k) => ({
      node: -edge + (2 * panel + 1 + x) * half,
      weight: half * at(rule.weights, k),
    })),
  );
  return { nodes: places.map(({ node }) => node), weights: places.map(({ weight }) => weight) };
}
