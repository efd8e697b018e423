import { type Caution, cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { isBeyondRange, LARGEST_MAGNITUDE } from '../requirements.ts';
import { nhsMakingDataCount } from '../signal-rules/presets.ts';
import { type RuleHit, type RulePreset, requireUsableRules } from '../signal-rules/rule.ts';
import { analyseRuns, type RunsAnalysis } from '../signal-rules/runs-analysis.ts';
import {
  fitCounts,
  fitProportions,
  fitProportionsPrime,
  fitRates,
  fitRatesPrime,
} from './attributes.ts';
import { emptySubgroups, noBaseline, trialLimits } from './cautions.ts';
import type { ChartPoint } from './chart-point.ts';
import type { ChartKind, ChartRequest } from './chart-request.ts';
import { TRIAL_LIMIT_POINTS } from './constants.ts';
import { fitEwma } from './ewma.ts';
import { type Assurance, assuranceOf, meaningOf, type Variation, variationOf } from './icons.ts';
import { fitIndividuals, fitMovingRanges, fitRunChart } from './individuals.ts';
import { judgePart } from './judge-part.ts';
import { fitNormalisedIndividuals } from './normalised-individuals.ts';
import type { Band, FittedLines, LineFitter, PartSeries } from './part-series.ts';
import { boundsOfParts, excludedPositions, type PartBounds, seriesOfPart } from './parts.ts';
import { plot } from './plotted.ts';
import { fitCasesBetween, fitTimesBetween } from './rare-events.ts';
import { type Recalculation, suggestRecalculation } from './recalculation.ts';
import { fitMeans, fitRanges, fitStandardDeviations } from './subgroups.ts';

export interface ChartPartSummary {
  readonly start: number;
  /** One past the last point. */
  readonly end: number;
  readonly baselinePoints: number;
  readonly centre: number | null;
  /** Longest run and crossings; null when no point lies off the centre line. */
  readonly runs: RunsAnalysis | null;
}

export interface ControlChart {
  readonly kind: ChartKind;
  readonly preset: { readonly name: string; readonly version: string };
  readonly points: readonly ChartPoint[];
  readonly parts: readonly ChartPartSummary[];
  /** What the latest point says; null when every point is a gap. */
  readonly variation: Variation | null;
  /** What the latest limits say about the target; null without target, direction or limits. */
  readonly assurance: Assurance | null;
  /** A proposal for people to accept with a reason, never carried out here. */
  readonly suggestedRecalculation: Recalculation | null;
}

const fitters: Readonly<Record<ChartKind, LineFitter>> = {
  run: fitRunChart,
  i: fitIndividuals,
  mr: fitMovingRanges,
  ewma: fitEwma,
  xbar: fitMeans,
  s: fitStandardDeviations,
  r: fitRanges,
  c: fitCounts,
  u: fitRates,
  p: fitProportions,
  pPrime: fitProportionsPrime,
  uPrime: fitRatesPrime,
  iPrime: fitNormalisedIndividuals,
  g: fitCasesBetween,
  t: fitTimesBetween,
};

/** Successive points of these charts depend on each other: only single points are judged. */
const SINGLE_POINT_KINDS: ReadonlySet<ChartKind> = new Set(['mr', 's', 'r', 'ewma']);

/**
 * A control chart with its reading: lines for every point, rule hits, variation and assurance, and a
 * proposal to recalculate when the process seems to have moved for good.
 *
 * Gaps (null, or no cases) keep their place. Parts, a frozen baseline and exclusions work together.
 * Rules do not reach across parts.
 *
 * @param request what to plot (`kind` with `values`, `events` and `cases`, or `subgroups`) and how
 * @returns not estimable when there is no point at all, or a number is too large to compute with
 * @throws RangeError for impossible input, such as events above cases
 * @example controlChart({ kind: 'p', events: [70, 90], cases: [400, 400] }) // centre 0.2
 * @see docs/methods/control-charts.md
 */
export function controlChart(request: ChartRequest): Outcome<ControlChart> {
  const plotted = plot(request);
  requireCentre(request);
  if ([plotted.values, plotted.sizes, plotted.spreads].some(isBeyondRange)) return outOfRange();
  if (plotted.values.every((value) => value === null)) {
    return cannotEstimate('no-points', 'There is no point to draw: every value is missing.');
  }
  const preset = request.preset ?? nhsMakingDataCount;
  requireUsableRules(preset);
  const excluded = excludedPositions(request.exclude ?? [], plotted.values.length);
  const parts = boundsOfParts(plotted.values.length, request).map((bounds, part) =>
    readPart({
      part,
      bounds,
      request,
      preset,
      excluded,
      series: seriesOfPart(plotted, bounds, excluded),
    }),
  );
  const points = parts.flatMap((part) => part.points);
  const chart: ControlChart = {
    kind: request.kind,
    preset: { name: preset.name, version: preset.version },
    points,
    parts: parts.map((part) => part.summary),
    variation: variationOf(
      points,
      parts.at(-1)?.summary.runs ?? null,
      request.direction ?? 'neutral',
    ),
    assurance: assuranceOf(points, request),
    suggestedRecalculation: suggestRecalculation(points),
  };
  return estimated(chart, cautionsOf(parts, plotted.emptySubgroups));
}

/** Kinds whose points cannot be negative. */
const NOT_NEGATIVE_KINDS: ReadonlySet<ChartKind> = new Set([
  'p',
  'pPrime',
  'u',
  'uPrime',
  'c',
  'g',
  't',
  'mr',
  's',
  'r',
] as const);

function requireCentre({ kind, centre }: ChartRequest): void {
  if (centre === undefined) return;
  const lowest = NOT_NEGATIVE_KINDS.has(kind) ? 0 : -LARGEST_MAGNITUDE;
  const highest = kind === 'p' || kind === 'pPrime' ? 1 : LARGEST_MAGNITUDE;
  if (!(centre >= lowest && centre <= highest)) {
    throw new RangeError(
      `${kind} chart: the centre is ${centre}; it must lie within ${lowest}…${highest}`,
    );
  }
}

interface PartReading {
  readonly points: readonly ChartPoint[];
  readonly summary: ChartPartSummary;
  readonly cautions: readonly Caution[];
}

interface PartTask {
  readonly part: number;
  readonly bounds: PartBounds;
  readonly series: PartSeries;
  readonly request: ChartRequest;
  readonly preset: RulePreset;
  readonly excluded: ReadonlySet<number>;
}

function readPart(task: PartTask): PartReading {
  const { bounds, request, preset, series } = task;
  const lines = fitters[request.kind](series, request);
  const baselinePoints = series.inBaseline.filter(Boolean).length;
  const values = lines?.drawn ?? series.values;
  const judged = judgePart({
    values,
    lines,
    isLeftOut: (i) => task.excluded.has(bounds.start + i),
  });
  const isSingle = SINGLE_POINT_KINDS.has(request.kind) && request.dependentPoints !== 'every-rule';
  const hits = judged.hitsOf(isSingle ? singlePointRules(preset) : preset);
  const points = values.map((value, i) => pointOf(task, lines, { i, value, hits: hits[i] ?? [] }));
  const test = isSingle ? 'none' : preset.runsTest;
  return {
    points,
    summary: {
      start: bounds.start,
      end: bounds.end,
      baselinePoints,
      centre: lines?.centre ?? null,
      runs: analyseRuns(judged.sides, test),
    },
    cautions: partCautions(lines, baselinePoints, request.kind),
  };
}

const singlePointRules = (preset: RulePreset): RulePreset => ({
  ...preset,
  rules: preset.rules.filter((rule) => rule.kind === 'outside-limits'),
});

function partCautions(lines: FittedLines | null, points: number, kind: ChartKind): Caution[] {
  if (lines === null) return [noBaseline];
  const isTrial = points < TRIAL_LIMIT_POINTS && kind !== 'run';
  return isTrial ? [trialLimits(points), ...lines.cautions] : [...lines.cautions];
}

function pointOf(
  { part, bounds, request, series, excluded }: PartTask,
  lines: FittedLines | null,
  { i, value, hits }: { i: number; value: number | null; hits: readonly RuleHit[] },
): ChartPoint {
  const two: Band | null = lines?.band(i, 2) ?? null;
  const three: Band | null = lines?.band(i, 3) ?? null;
  return {
    value,
    size: series.sizes[i] ?? null,
    part,
    isExcluded: excluded.has(bounds.start + i),
    isInBaseline: series.inBaseline[i] === true,
    centre: lines?.centre ?? null,
    lower2Sigma: finite(two?.lower),
    upper2Sigma: finite(two?.upper),
    lower3Sigma: finite(three?.lower),
    upper3Sigma: finite(three?.upper),
    hits,
    meaning: meaningOf(hits, request.direction ?? 'neutral'),
  };
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** Every caution once, whichever part it came from. */
function cautionsOf(parts: readonly PartReading[], empty: number): Caution[] {
  const all = parts.flatMap((part) => part.cautions);
  if (empty > 0) all.push(emptySubgroups(empty));
  return [...new Map(all.map((caution) => [caution.code, caution])).values()];
}
