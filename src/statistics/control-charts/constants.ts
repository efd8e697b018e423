import { logGamma } from '../distributions/log-gamma.ts';
import { at } from '../element.ts';

/** Mean range of two normal values in standard deviations, as printed in textbooks (2/√π = 1.12838). */
export const MEAN_RANGE_OF_TWO = 1.128;

/** Median range of two normal values: √2 Φ⁻¹(0.75) = 0.9539. */
export const MEDIAN_RANGE_OF_TWO = 0.954;

/** Moving ranges above this multiple of their mean are left out: D₄ for two values. */
export const RANGE_LIMIT_OF_MEAN = 3.267;

/** The same limit as a multiple of the median range: 3.686 / 0.954. */
export const RANGE_LIMIT_OF_MEDIAN = 3.865;

/** NHS England's multiplier of the mean moving range for three sigma. */
export const NHS_LIMIT_MULTIPLIER = 2.66;

/** Below this many baseline points limits are called trial limits. */
export const TRIAL_LIMIT_POINTS = 13;

/** d₂: mean range of n normal values in standard deviations, n = 2…25. Montgomery, appendix VI. */
const D2 = [
  1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.97, 3.078, 3.173, 3.258, 3.336, 3.407, 3.472,
  3.532, 3.588, 3.64, 3.689, 3.735, 3.778, 3.819, 3.858, 3.895, 3.931,
];

/**
 * d₃: standard deviation of the range of n normal values, n = 2…25, as tabulated in the R package
 * qcc, so that R charts agree with it; exact integration differs by up to 2e-5 (docs/deviations.md).
 */
const D3 = [
  0.8525033, 0.8883697, 0.8798108, 0.8640855, 0.8480442, 0.8332108, 0.8198378, 0.8078413, 0.7970584,
  0.787323, 0.7784873, 0.7704257, 0.763033, 0.7562217, 0.7499188, 0.7440627, 0.7386021, 0.7334929,
  0.728698, 0.7241851, 0.7199267, 0.7158987, 0.7120802, 0.7084528,
];

export const LARGEST_RANGE_SUBGROUP = 25;

export const d2 = (n: number): number => at(D2, n - 2);
export const d3 = (n: number): number => at(D3, n - 2);

/**
 * c₄: mean of the sample standard deviation of n normal values in standard deviations,
 * √(2/(n − 1)) Γ(n/2) / Γ((n − 1)/2), for n ≥ 2.
 */
export const c4 = (n: number): number =>
  Math.sqrt(2 / (n - 1)) * Math.exp(logGamma(n / 2) - logGamma((n - 1) / 2));
