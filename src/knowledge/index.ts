export type {
  AssuranceIcon,
  ChartReading,
  Reading,
  ReadPoint,
  RuleName,
  VariationIcon,
} from './control-chart/chart-reading.ts';
export {
  baselineMonths,
  type ChartedMeasure,
  type ChartedSeries,
  presetInUse,
  readChart,
} from './control-chart/read-chart.ts';
export {
  casesPerGroupMin,
  compareGroup,
  type GroupGap,
  type GroupTotal,
  isGap,
} from './groups/compare-groups.ts';
export { type GroupBeside, type GroupDifference, groupsBeside } from './groups/groups-beside.ts';
export {
  fhirMeasureReport,
  type ReportFacts,
  type ReportType,
} from './measure-report/fhir-report.ts';
export { aggregate, groupScore } from './measure-report/group-score.ts';
export { roundedTo, suppressCounts } from './measure-report/suppress-counts.ts';
export {
  type GroupTally,
  type Tally,
  type Tallying,
  type TallyOptions,
  tallying,
} from './measure-report/tally.ts';
export { changeMargin, type OwnChange, ownChange, type ScorePoint } from './own-curve/own-curve.ts';
export {
  type CheckedRows,
  falseAlarmProbability,
  isAboveThreshold,
} from './quality/judge-quality.ts';
export { type MonthPeriod, monthPeriods } from './results/month-periods.ts';
export {
  addUp,
  type MonthlyResult,
  measuredValue,
  type UnitResult,
} from './results/monthly-result.ts';
export { type Branch, type RolledUp, rollUp } from './results/roll-up.ts';
export { type FoundSignal, findSignals } from './signals/find-signals.ts';
export { firstComparedMonth } from './variation/compared-period.ts';
export {
  isSmallCount,
  type SuppressedUnit,
  smallCountMax,
  suppressSmall,
} from './variation/suppress-small.ts';
export {
  type UnitBeside,
  type UnitsBeside,
  type UnitTotal,
  unitsBeside,
} from './variation/units-beside.ts';
