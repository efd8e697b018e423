import * as s from '#statistics';
import { brentRoot, UNIROOT_TOLERANCE } from './brent-root.ts';
import { type Adapter, numbers } from './case.ts';

/** Percent, as the reference prints I². */
const percent = 100;

/** Where the reference's search ends: 100, or ten squared spreads (1.4826 median absolute deviations). */
function highestTau2(estimates: readonly number[]): number {
  const middle = s.median(estimates);
  const spread = 1.4826 * s.median(estimates.map((estimate) => Math.abs(estimate - middle)));
  return Math.max(100, 10 * spread * spread);
}

/**
 * Paule–Mandel as the reference finds it: by a root search that stops at 1e-4. Our own τ² must lie
 * within that tolerance of it.
 */
function earlyPauleMandel(units: s.UnitEstimates, exact: number): number {
  const excess = (tau2: number): number => {
    const { weights, mean } = s.requireEstimate(s.poolEstimates({ ...units, method: { tau2 } }));
    const scatter = weights.map((w, i) => w * ((units.estimates[i] ?? 0) - mean.estimate) ** 2);
    return s.sum(scatter) - (weights.length - 1);
  };
  if (excess(0) < 0) return 0;
  const early = brentRoot(excess, 0, highestTau2(units.estimates));
  if (Math.abs(early - exact) > UNIROOT_TOLERANCE + 1e-12 * exact)
    throw new Error(`Paule–Mandel τ² is ${exact}`);
  return early;
}

const metaAnalysis: Adapter = ({ input }) => {
  const units = { estimates: numbers(input, 'yi'), variances: numbers(input, 'vi') };
  const pool = (options: Omit<s.PoolingOptions, 'estimates' | 'variances'>) =>
    s.requireEstimate(s.poolEstimates({ ...units, interval: 'normal', ...options }));
  const shown = (pooled: s.PooledEstimate) => ({
    mu: pooled.mean.estimate,
    se: pooled.mean.standardError,
    ci: [pooled.mean.lower, pooled.mean.upper],
    tau2: pooled.tau2,
    I2: percent * pooled.inconsistency,
    H2: pooled.h2,
    Q: pooled.q,
    Qp: pooled.qPValue,
  });
  const reml = pool({ method: 'REML' });
  const pauleMandel = pool({ method: 'Paule-Mandel' });
  const shrunken = s.shrunkenEstimates(units, reml);
  const next = s.requireEstimate(s.predictionInterval(reml, { multiplier: 'normal' }));
  return {
    EE: shown(pool({ method: 'equal-effects' })),
    DL: shown(pool({ method: 'DerSimonian-Laird' })),
    REML: shown(reml),
    PM: shown(pool({ method: { tau2: earlyPauleMandel(units, pauleMandel.tau2) } })),
    ML: shown(pool({ method: 'ML' })),
    REML_knha: shown(pool({ method: 'REML', interval: 'knapp-hartung' })),
    blup: {
      pred: shrunken.map(({ estimate }) => estimate),
      se: shrunken.map(({ standardError }) => standardError),
      pi_lb: shrunken.map(({ lower }) => lower),
      pi_ub: shrunken.map(({ upper }) => upper),
    },
    prediction_interval: [next.lower, next.upper],
  };
};

export const poolingAdapters: Readonly<Record<string, Adapter>> = {
  'meta-analysis': metaAnalysis,
};
