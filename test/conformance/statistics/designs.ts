import * as s from '#statistics';
import { type Adapter, asFields, fields, list, number, numbers, optionalNumber } from './case.ts';

/** The t-test cases state no power; the reference call has this one. */
const usualPower = 0.8;

const sampleSize: Adapter = ({ input, options }) => {
  const second = numbers(input, 'p2');
  const powers = numbers(input, 'power');
  const cluster = fields(input, 'cluster');
  const power = optionalNumber(options, 'power') ?? usualPower;
  return {
    n_prop: numbers(input, 'p1').map((first, i) =>
      s.sampleSizeForProportions(first, second[i] ?? 0, { power: powers[i] ?? usualPower }),
    ),
    n_t: numbers(input, 't_delta').map((difference) =>
      s.sampleSizeForMeans(difference, 1, { power }),
    ),
    design_effect: numbers(cluster, 'm').map((size) =>
      s.designEffect(size, number(cluster, 'icc'), number(cluster, 'cv')),
    ),
  };
};

const groupSequential: Adapter = ({ input }) => {
  const alpha = number(input, 'alpha');
  const constants = (shape: s.BoundaryShape): number[] =>
    numbers(input, 'K').map((looks) => s.groupSequentialBounds(shape, looks, alpha).constant);
  return { obf_constant: constants('obrien-fleming'), pocock_constant: constants('pocock') };
};

/** The designs stand only beside the results that are expected for them. */
const steppedWedge: Adapter = ({ input, expected }) => {
  const designs = list(asFields(expected), 'designs').map((design) => {
    const record = asFields(design);
    const parameters = {
      steps: number(record, 'steps'),
      clusters_per_step: number(record, 'clusters_per_step'),
      n_per_cluster_period: number(record, 'n_per_cluster_period'),
      icc: number(record, 'icc'),
    };
    const result = s.steppedWedgePower(
      {
        steps: parameters.steps,
        clustersPerStep: parameters.clusters_per_step,
        perClusterPeriod: parameters.n_per_cluster_period,
        intraclassCorrelation: parameters.icc,
        totalStandardDeviation: number(input, 'total_sd'),
      },
      number(input, 'delta'),
    );
    return { ...parameters, ...s.requireEstimate(result) };
  });
  return { designs };
};

const probabilityBest: Adapter = ({ input }) => {
  const columns = ['xA', 'nA', 'xB', 'nB'].map((name) => numbers(input, name));
  const [xA = [], nA = [], xB = [], nB = []] = columns;
  return {
    prob: xA.map((events, i) => {
      const first = { events, cases: nA[i] ?? 0 };
      const second = { events: xB[i] ?? 0, cases: nB[i] ?? 0 };
      return s.probabilityBest([first, second])[1];
    }),
  };
};

const minimisation: Adapter = ({ input }) => {
  const weights = numbers(input, 'weights');
  const factors = Object.keys(input)
    .filter((name) => name !== 'weights' && name !== 'arms')
    .map((name) => numbers(input, name));
  const earlier: s.Assigned[] = [];
  const steps = (factors[0] ?? []).map((_, person) => {
    const levels = factors.map((factor) => factor[person] ?? 0);
    const step = s.assignByMinimisation(levels, earlier, { arms: number(input, 'arms'), weights });
    earlier.push({ levels, arm: step.arm });
    return step;
  });
  return { scores: steps.map(({ scores }) => scores), arm: steps.map(({ arm }) => arm + 1) };
};

export const designAdapters: Readonly<Record<string, Adapter>> = {
  'design-sample-size': sampleSize,
  'design-group-sequential': groupSequential,
  'design-stepped-wedge-power': steppedWedge,
  'design-bayes-prob-best': probabilityBest,
  'design-minimisation': minimisation,
};
