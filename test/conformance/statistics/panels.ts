import * as s from '#statistics';
import { type Adapter, labels, numbers } from './case.ts';

/** The reference (sandwich::vcovCL) multiplies its CR0 by G/(G − 1); ours is the plain sum. */
const differenceInDifferences: Adapter = ({ input }) => {
  const result = s.requireEstimate(
    s.differenceInDifferences({
      outcome: numbers(input, 'y'),
      unit: labels(input, 'state'),
      period: numbers(input, 'year'),
      treated: numbers(input, 'treatment'),
    }),
  );
  return {
    estimate: result.effect.estimate,
    se_classical: result.standardErrors.classical,
    se_CR0: result.standardErrors.CR0 * Math.sqrt(result.units / (result.units - 1)),
    se_CR1: result.standardErrors.CR1,
    se_CR2: result.standardErrors.CR2,
    df_satterthwaite: result.degreesOfFreedom,
    p_satterthwaite: result.effect.pValue,
    n: result.rows,
    clusters: result.units,
  };
};

export const panelAdapters: Readonly<Record<string, Adapter>> = {
  'difference-in-differences': differenceInDifferences,
};
