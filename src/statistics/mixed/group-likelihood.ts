import { at } from '../element.ts';
import { timesVector } from '../linear-algebra/matrix.ts';
import type { Quadrature } from '../numerical/quadrature.ts';
import { logistic } from '../regression/families.ts';
import { sum } from '../summary/sum.ts';

const maximumSteps = 100;

/** The rows of one group of a logistic model. */
export interface GroupRows {
  readonly events: readonly number[];
  readonly cases: readonly number[];
  readonly columns: readonly (readonly number[])[];
}

interface GroupLikelihood {
  /** ln ∫ exp(Σ [y η − n ln(1 + e^η)]) φ(u) du, without the binomial coefficients. */
  readonly value: number;
  /** Most likely standardised level û. */
  readonly mode: number;
  /** 1/√(−h″(û)) */
  readonly scale: number;
}

/** The likelihood of all groups at given coefficients and deviation between groups, without the binomial coefficients. */
export type IntegratedModel = (
  coefficients: readonly number[],
  deviation: number,
) => {
  readonly logLikelihood: number;
  /** Most likely standardised level of each group and its scale. */
  readonly levels: readonly { readonly mode: number; readonly scale: number }[];
};

/** Levels integrated out by adaptive quadrature with the nodes of a rule. */
export const integratedModel =
  (data: readonly GroupRows[], rule: Quadrature): IntegratedModel =>
  (coefficients, deviation) => {
    const levels = data.map((group) => groupLikelihood(group, coefficients, deviation, rule));
    return { logLikelihood: sum(levels.map(({ value }) => value)), levels };
  };

/** ln(1 + eˣ) without overflow. */
const logOnePlusExp = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * Likelihood of one group with its level integrated out by adaptive Gauss–Hermite quadrature;
 * with one node, Laplace's approximation.
 */
function groupLikelihood(
  group: GroupRows,
  coefficients: readonly number[],
  deviation: number,
  rule: Quadrature,
): GroupLikelihood {
  const fixed = timesVector(group.columns, coefficients);
  const exponent = exponentOf(group, fixed, deviation);
  const { mode, curvature } = mostLikelyLevel(group, fixed, deviation);
  const scale = 1 / Math.sqrt(curvature);
  const peak = exponent(mode);
  const integral = rule.nodes.reduce(
    (total, z, k) =>
      total + at(rule.weights, k) * Math.exp(exponent(mode + scale * z) - peak + (z * z) / 2),
    0,
  );
  return { value: peak + Math.log(scale * integral), mode, scale };
}

/** h(u) = Σ [y η − n ln(1 + e^η)] − u²/2 with η = fixed part + deviation × u. */
export const exponentOf =
  (group: GroupRows, fixed: readonly number[], deviation: number) =>
  (u: number): number =>
    fixed.reduce(
      (total, eta, i) => {
        const shifted = eta + deviation * u;
        return total + at(group.events, i) * shifted - at(group.cases, i) * logOnePlusExp(shifted);
      },
      (-u * u) / 2,
    );

/** Newton's method for the level u that maximises h(u) = Σ [y η − n ln(1 + e^η)] − u²/2, a concave function. */
function mostLikelyLevel(
  group: GroupRows,
  fixed: readonly number[],
  deviation: number,
): { readonly mode: number; readonly curvature: number } {
  let mode = 0;
  let { slope, curvature } = derivatives(group, fixed, { deviation, level: mode });
  for (let step = 0; step < maximumSteps && Math.abs(slope / curvature) > 1e-12; step++) {
    let move = slope / curvature;
    let next = derivatives(group, fixed, { deviation, level: mode + move });
    while (next.slope * slope < 0 && Math.abs(next.slope) > Math.abs(slope)) {
      move /= 2;
      next = derivatives(group, fixed, { deviation, level: mode + move });
    }
    mode += move;
    ({ slope, curvature } = next);
  }
  return { mode, curvature };
}

/** h′(u) and −h″(u). */
function derivatives(
  group: GroupRows,
  fixed: readonly number[],
  { deviation, level }: { readonly deviation: number; readonly level: number },
): { slope: number; curvature: number } {
  let slope = -level;
  let curvature = 1;
  fixed.forEach((eta, i) => {
    const probability = logistic(eta + deviation * level);
    const cases = at(group.cases, i);
    slope += deviation * (at(group.events, i) - cases * probability);
    curvature += deviation ** 2 * cases * probability * (1 - probability);
  });
  return { slope, curvature };
}
