import type { Adapter } from './case.ts';
import { causalAdapters } from './causal-comparisons.ts';
import { chartRuleAdapters } from './chart-rules.ts';
import { controlChartAdapters } from './control-charts.ts';
import { designAdapters } from './designs.ts';
import { distributionAdapters } from './distributions.ts';
import { individualsRuleAdapters } from './individuals-rules.ts';
import { interruptedSeriesAdapters } from './interrupted-series.ts';
import { mixedModelAdapters } from './mixed-models.ts';
import { nhsChartAdapters } from './nhs-charts.ts';
import { panelAdapters } from './panels.ts';
import { poolingAdapters } from './pooling.ts';
import { riskAdjustmentAdapters } from './risk-adjustment.ts';
import { scoreChangeAdapters } from './score-changes.ts';
import { surveillanceAdapters } from './surveillance.ts';
import { survivalAdapters } from './survival.ts';
import { unitAndRateAdapters } from './units-and-rates.ts';

/** Which adapter answers for which `kind`; one file per topic, joined here. */
export const adapters: Readonly<Record<string, Adapter>> = {
  ...distributionAdapters,
  ...controlChartAdapters,
  ...nhsChartAdapters,
  ...chartRuleAdapters,
  ...individualsRuleAdapters,
  ...interruptedSeriesAdapters,
  ...causalAdapters,
  ...mixedModelAdapters,
  ...panelAdapters,
  ...poolingAdapters,
  ...designAdapters,
  ...scoreChangeAdapters,
  ...survivalAdapters,
  ...unitAndRateAdapters,
  ...surveillanceAdapters,
  ...riskAdjustmentAdapters,
};
