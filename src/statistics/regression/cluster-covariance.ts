import { at, positions } from '../element.ts';
import {
  addMatrices,
  crossProduct,
  identity,
  multiply,
  pickRows,
  sandwich,
  scaleMatrix,
  timesVector,
  transpose,
} from '../linear-algebra/matrix.ts';
import { symmetricPower } from '../linear-algebra/symmetric.ts';
import { dot } from '../linear-algebra/vector.ts';
import { requireSameLength } from '../requirements.ts';
import { distinct } from './design.ts';
import type { LinearFit } from './least-squares.ts';

type Cluster = string | number;
type Adjustments = readonly (readonly (readonly number[])[])[];

/**
 * Covariance of the coefficients when rows of the same cluster are related in any way.
 *
 * B (Σ_g X_gᵀ A_g e_g e_gᵀ A_g X_g) B over clusters g, B = (XᵀX)⁻¹:
 * - CR0: A = I. Too small with few clusters.
 * - CR1: CR0 × (G/(G−1)) ((n−1)/(n−k)), the factor used by Stata.
 * - CR2: A_g = (I − H_gg)^(−½), exactly unbiased when rows are in truth independent and equally scattered;
 *   use it with `satterthwaiteDegreesOfFreedom` when clusters number less than about 50.
 *
 * Assumes independent clusters and an unweighted fit. Where a cluster has its own indicator,
 * I − H_gg is singular and its generalised inverse is taken.
 *
 * @param clusters one label per row
 * @param adjustments A_g of `clusterAdjustments` where already known
 * @throws RangeError when labels and rows differ in number, there is only one cluster, or the fit is weighted
 * @example 1, 3 in one cluster and 8, 8 in another around their mean: CR0 (36 + 36)/16, CR2 18/2
 * @see Bell & McCaffrey (2002); Pustejovsky & Tipton (2018); docs/methods/difference-in-differences.md
 */
export function clusterCovariance(
  fit: LinearFit,
  clusters: readonly Cluster[],
  kind: 'CR0' | 'CR1' | 'CR2',
  adjustments: Adjustments | null = kind === 'CR2' ? clusterAdjustments(fit, clusters) : null,
): number[][] {
  const groups = clusterRows(fit, clusters);
  const influences = groups.map((rows, g) => {
    const residuals = rows.map((row) => at(fit.residuals, row));
    const adjusted =
      kind === 'CR2' && adjustments !== null
        ? timesVector(at(adjustments, g), residuals)
        : residuals;
    return timesVector(transpose(pickRows(fit.columns, rows)), adjusted);
  });
  const byTerm = transpose(influences);
  const covariance = sandwich(fit.bread, crossProduct(byTerm, byTerm));
  return kind === 'CR1' ? scaleMatrix(covariance, stataFactor(fit, groups.length)) : covariance;
}

/** (G/(G−1)) ((n−1)/(n−k)) */
const stataFactor = (fit: LinearFit, clusters: number): number =>
  (clusters / (clusters - 1)) * ((fit.residuals.length - 1) / fit.degreesOfFreedom);

/** The row numbers of each cluster. */
function clusterRows(fit: LinearFit, clusters: readonly Cluster[]): number[][] {
  requireSameLength(fit.residuals, clusters, 'clusterCovariance: rows and clusters');
  if (fit.weights.some((weight) => weight !== 1)) {
    throw new RangeError(
      'clusterCovariance: the fit is weighted; only unweighted fits are handled',
    );
  }
  const labels = distinct(clusters);
  if (labels.length < 2)
    throw new RangeError('clusterCovariance: one cluster; at least 2 are needed');
  const rows = new Map<Cluster, number[]>(labels.map((label) => [label, []]));
  clusters.forEach((label, row) => {
    rows.get(label)?.push(row);
  });
  return [...rows.values()];
}

/** A_g of every cluster, in order of first appearance: the costly part of CR2, worth computing once. */
export const clusterAdjustments = (fit: LinearFit, clusters: readonly Cluster[]): Adjustments =>
  clusterRows(fit, clusters).map((rows) => adjustment(fit, rows));

/** A_g = (I − X_g B X_gᵀ)^(−½) */
function adjustment(fit: LinearFit, rows: readonly number[]): number[][] {
  const block = pickRows(fit.columns, rows);
  const hat = multiply(block, multiply(fit.bread, transpose(block)));
  return symmetricPower(addMatrices(identity(rows.length), scaleMatrix(hat, -1)), -0.5);
}

/**
 * Degrees of freedom for a t statistic of one linear combination cᵀβ with a CR2 standard error.
 *
 * With a_g = A_g X_g B c: P_gh = [g = h] a_gᵀa_g − (X_gᵀa_g)ᵀ B (X_hᵀa_h), and
 * df = (Σ P_gg)² / ΣΣ P_gh². It is small when few clusters carry the contrast (one early adopter
 * among thirty units counts for little), which the number of clusters alone would hide.
 *
 * @param contrast c, one weight per coefficient of the fit
 * @example a mean over n clusters of one row each has n − 1
 * @see Satterthwaite (1946); Pustejovsky & Tipton (2018)
 */
export function satterthwaiteDegreesOfFreedom(
  fit: LinearFit,
  clusters: readonly Cluster[],
  contrast: readonly number[],
  adjustments: Adjustments = clusterAdjustments(fit, clusters),
): number {
  const direction = timesVector(fit.bread, contrast);
  const pieces = clusterRows(fit, clusters).map((rows, g) => {
    const block = pickRows(fit.columns, rows);
    const adjusted = timesVector(at(adjustments, g), timesVector(block, direction));
    return { size: dot(adjusted, adjusted), load: timesVector(transpose(block), adjusted) };
  });
  const turned = pieces.map(({ load }) => timesVector(fit.bread, load));
  let trace = 0;
  let squares = 0;
  for (const g of positions(pieces.length)) {
    for (const h of positions(pieces.length)) {
      const own = g === h ? at(pieces, g).size : 0;
      const element = own - dot(at(pieces, g).load, at(turned, h));
      if (g === h) trace += element;
      squares += element * element;
    }
  }
  return (trace * trace) / squares;
}
