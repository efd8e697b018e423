export { type BesideModel, type BesideRow, besideChart, besideHeight } from './beside.ts';
export { controlChart } from './control-chart.ts';
export type {
  ChartReading,
  ChartRule,
  ChartWords,
  ControlChartModel,
  ControlPoint,
  Flag,
} from './control-chart-model.ts';
export { type EffectModel, effectChart, effectHeight } from './effect.ts';
export { type ForestModel, type ForestRow, forestHeight, forestPlot } from './forest.ts';
export { pathOf, shapePath } from './geometry.ts';
export { type AssuranceKind, assuranceIcon, type VariationKind, variationIcon } from './icons.ts';
export { type OwnCurveModel, ownCurve } from './own-curve.ts';
export {
  type SankeyModel,
  type SankeyNode,
  type SankeyStrand,
  sankey,
  sankeyHeight,
} from './sankey.ts';
export {
  type Ink,
  inks,
  lightPalette,
  type Mark,
  type Palette,
  type Scene,
  type Shape,
  type Spot,
  type SymbolMark,
} from './scene.ts';
export { sparkChart } from './spark.ts';
export { chartFont, svgText } from './svg-text.ts';
export { type TrendModel, trendChart } from './trend.ts';
