import type { Adapter } from './case.ts';
import { distributionAdapters } from './distributions.ts';

/** Which adapter answers for which `kind`; one file per topic, joined here. */
export const adapters: Readonly<Record<string, Adapter>> = {
  ...distributionAdapters,
};
