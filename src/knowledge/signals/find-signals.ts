import type { Month } from '#core';
import {
  type ChartPoint,
  controlChart,
  nhsMakingDataCount,
  type Rule,
  type RuleHit,
  type RulePreset,
} from '#statistics';
import type { RuleName } from '../control-chart/chart-reading.ts';
import {
  type ChartedSeries,
  chartRequest,
  readChart,
  ruleName,
} from '../control-chart/read-chart.ts';
import { type Episode, type FlaggedPoint, findEpisodes } from './episode.ts';

/** A pattern on a chart that chance alone seldom makes. */
export interface FoundSignal {
  /** When a rule was first complete: when people could first have known. */
  readonly month: Month;
  readonly firstMonth: Month;
  readonly lastMonth: Month;
  readonly rule: RuleName;
  readonly side: 'high' | 'low';
  readonly reading: 'improvement' | 'concern' | 'neutral';
}

/** The same rules, marking only the point that completes each pattern. */
const completing: RulePreset = {
  ...nhsMakingDataCount,
  rules: nhsMakingDataCount.rules.map(
    (rule): Rule =>
      rule.kind === 'outside-limits' ? rule : { ...rule, marks: 'completing-point' },
  ),
};

/** The signals of one measure for one unit: each special cause once, with the month in which it became known. */
export function findSignals(series: ChartedSeries): readonly FoundSignal[] {
  const reading = readChart(series);
  if (reading.kind === 'no-chart') return [];
  const months = reading.points.map(({ month }) => month);
  const request = chartRequest({ ...series, months });
  const members = flagged({ ...request, preset: nhsMakingDataCount });
  const completions = flagged({ ...request, preset: completing });
  return findEpisodes(members, completions).flatMap((episode) =>
    signalOf(episode, months, series.measure.direction),
  );
}

function flagged(request: Parameters<typeof controlChart>[0]): readonly FlaggedPoint[] {
  const chart = controlChart(request);
  return chart.kind === 'estimate' ? chart.value.points.flatMap(flag) : [];
}

const sideOf = ({ side }: RuleHit) => (side === 'low' ? 'low' : 'high');

function flag(point: ChartPoint, index: number): readonly FlaggedPoint[] {
  const [first] = point.hits;
  if (first === undefined || first.side === 'neither') return [];
  return ruleName(first).map((rule) => ({ index, side: sideOf(first), rule }));
}

function signalOf(
  { firstIndex, lastIndex, knownAtIndex, side, rule }: Episode,
  months: readonly Month[],
  direction: 'up' | 'down' | 'neutral',
): readonly FoundSignal[] {
  const month = months[knownAtIndex];
  const firstMonth = months[firstIndex];
  const lastMonth = months[lastIndex];
  if (month === undefined || firstMonth === undefined || lastMonth === undefined) return [];
  const good = direction === 'up' ? 'high' : 'low';
  const reading = direction === 'neutral' ? 'neutral' : side === good ? 'improvement' : 'concern';
  return [{ month, firstMonth, lastMonth, rule, side, reading }];
}
