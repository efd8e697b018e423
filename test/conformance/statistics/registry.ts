import type { Adapter } from './case.ts';
import { controlChartAdapters } from './control-charts.ts';
import { distributionAdapters } from './distributions.ts';
import { interruptedSeriesAdapters } from './interrupted-series.ts';
import { nhsChartAdapters } from './nhs-charts.ts';

/** Which adapter answers for which `kind`; one file per topic, joined here. */
export const adapters: Readonly<Record<string, Adapter>> = {
  ...distributionAdapters,
  ...controlChartAdapters,
  ...nhsChartAdapters,
  ...interruptedSeriesAdapters,
};
