import { logGamma } from '../distributions/log-gamma.ts';
import { normalUpperTail } from '../distributions/normal.ts';
import { gaussLegendre, integrate } from '../numerical/quadrature.ts';
import { requirePositive } from '../requirements.ts';

const rule = gaussLegendre(20);
const panels = 40;
/** The density of s lies within this many of its standard deviations to 1e-16. */
const reach = 9;

/**
 * Pr(T > t) for Student's t with a noncentrality, T = (Z + δ)/s, s = √(χ²_ν/ν).
 *
 * ∫ Pr(Z > t s − δ) f(s) ds by Gauss–Legendre on 40 panels over the mass of s; error below 1e-12 for ν ≥ 1 and
 * moderate δ.
 *
 * @param t any number; used here for t ≥ 0
 * @param degreesOfFreedom ν > 0, need not be whole
 */
export function noncentralTUpperTail(
  t: number,
  degreesOfFreedom: number,
  noncentrality: number,
): number {
  requirePositive(degreesOfFreedom, 'noncentralTUpperTail: degrees of freedom');
  const half = degreesOfFreedom / 2;
  const logConstant = Math.LN2 + half * Math.log(half) - logGamma(half);
  const density = (s: number): number =>
    s <= 0 ? 0 : Math.exp(logConstant + (degreesOfFreedom - 1) * Math.log(s) - half * s * s);
  const spread = reach / Math.sqrt(2 * degreesOfFreedom);
  return integrate(
    (s) => normalUpperTail(t * s - noncentrality) * density(s),
    { low: Math.max(0, 1 - spread), high: 1 + spread, panels },
    rule,
  );
}
