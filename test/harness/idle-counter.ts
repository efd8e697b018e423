import type { ClinicalSide } from '../../src/application/program/clinical-side.ts';

/** Counts nothing, for houses that have no measures of their own. */
export const idleCounter: ClinicalSide['beside'] = {
  resume: () => Promise.resolve(),
  idle: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};
