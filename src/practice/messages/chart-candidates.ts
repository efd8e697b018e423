import { addMonths, type Month, monthsBetween } from '#core';
import type { Measure } from '#cql';
import type { ChartReading, ReadPoint, UnitsBeside } from '#knowledge';
import type { Candidate, MessageStep, SignalInHand } from './candidate.ts';

/** Months in a row that meet a target before that is news. */
export const monthsToMeet = 3;
/** A pattern that ended more months ago is no longer how things are; it still waits for a look, among what needs the unit. */
export const quietMonthsMax = 2;

/** One chart with what is in hand about it. */
export interface ChartInHand {
  readonly unitId: string;
  readonly measure: Pick<Measure, 'id' | 'direction'>;
  readonly chart: ChartReading;
  /** The open thread on this chart; null when there is none. */
  readonly thread: {
    readonly id: string;
    readonly ownerId: string | null;
  } | null;
  /** The newest signal that nobody has looked at. */
  readonly signal: (SignalInHand & { readonly id: string }) | null;
  /** The units of the same level, this one among them. */
  readonly beside: UnitsBeside | null;
}

type PlottedPoint = ReadPoint & { readonly value: number };

/** What one chart gives reason to say. */
export function chartCandidates(held: ChartInHand): readonly Candidate[] {
  const points = pointsOf(held.chart);
  const last = points.at(-1);
  if (last === undefined) return [];
  return [
    ...ofSignal(held, points, last),
    ...ofTarget(held, points, last),
    ...ofOthers(held, last),
  ];
}

const pointsOf = (chart: ChartReading): readonly PlottedPoint[] =>
  chart.kind === 'no-chart'
    ? []
    : chart.points.flatMap((point) =>
        point.value === null ? [] : [{ ...point, value: point.value }],
      );

const aboutChart = ({ unitId, measure, thread }: ChartInHand) => ({
  ...{ unitId, measureId: measure.id, forumId: null },
  ...{ threadId: thread?.id ?? null, ownerId: thread?.ownerId ?? null },
});

const stepFor = (threadId: string | null): MessageStep =>
  threadId === null ? { page: 'measure' } : { page: 'thread', id: threadId };

function ofSignal(
  held: ChartInHand,
  points: readonly PlottedPoint[],
  last: PlottedPoint,
): readonly Candidate[] {
  const { signal, unitId, measure } = held;
  if (signal === null || signal.reading === 'neutral') return [];
  if (monthsBetween(signal.lastMonth, last.month) > quietMonthsMax) return [];
  const { reading: type, firstMonth, threadId, ownerId } = signal;
  const told = points.findLast((point) => point.month <= signal.lastMonth) ?? last;
  const { month, value, centre } = told;
  return [
    {
      ...aboutChart(held),
      ...{ key: `${type}/${unitId}/${measure.id}/${firstMonth}`, type, threadId, ownerId },
      ...{ since: endOf(signal.month), size: distance(told, told.centre) },
      facts: { type, month, firstMonth, value, centre },
      step: stepFor(threadId),
    },
  ];
}

/**
 * A target that the process will miss as long as nothing changes, and one that has begun to be met: the last three
 * months met it, the one before did not.
 */
function ofTarget(
  held: ChartInHand,
  points: readonly PlottedPoint[],
  last: PlottedPoint,
): readonly Candidate[] {
  const { chart, measure, unitId } = held;
  if (chart.kind === 'no-chart' || chart.target === null || measure.direction === 'neutral')
    return [];
  const { target, assurance } = chart;
  const meets = ({ value }: PlottedPoint) =>
    measure.direction === 'up' ? value >= target : value <= target;
  const run = lastRun(points, meets);
  const about = aboutChart(held);
  const first = points[points.length - run];
  const facts = { month: last.month, value: last.value, target, months: run };
  const size = distance(last, target);
  if (!meets(last) && assurance === 'fail' && first !== undefined)
    return [
      {
        ...{ ...about, type: 'target-missed', key: `target-missed/${unitId}/${measure.id}` },
        ...{ since: endOf(first.month), size, step: stepFor(about.threadId) },
        facts: { type: 'target-missed', ...facts },
      },
    ];
  if (!meets(last) || run !== monthsToMeet || run === points.length) return [];
  return [
    {
      ...{ ...about, type: 'target-met', step: { page: 'measure' } },
      key: `target-met/${unitId}/${measure.id}/${first?.month ?? ''}`,
      ...{ since: endOf(last.month), size },
      facts: { type: 'target-met', ...facts },
    },
  ];
}

function lastRun(points: readonly PlottedPoint[], meets: (point: PlottedPoint) => boolean): number {
  const last = points.at(-1);
  if (last === undefined) return 0;
  const other = points.findLastIndex((point) => meets(point) !== meets(last));
  return points.length - 1 - other;
}

function ofOthers(held: ChartInHand, last: PlottedPoint): readonly Candidate[] {
  const { beside, unitId, measure } = held;
  const own = beside?.units.find((one) => one.unitId === unitId);
  if (beside === null || own === undefined || own.value === null || beside.centre === null)
    return [];
  if (measure.direction === 'neutral' || own.funnel === 'none' || own.funnel === 'within')
    return [];
  const { funnel: side, value } = own;
  const units = beside.units.filter(({ denominator }) => denominator > 0).length;
  const meaning = (side === 'above') === (measure.direction === 'up') ? 'better' : 'worse';
  return [
    {
      ...{ ...aboutChart(held), type: 'unlike-others' },
      key: `unlike-others/${unitId}/${measure.id}/${side}`,
      ...{ since: endOf(last.month), size: 1, step: { page: 'measure' } },
      facts: { type: 'unlike-others', value, others: beside.centre, units, side, meaning },
    },
  ];
}

/** The first instant after a month: when its number could first be known. */
const endOf = (month: Month): string => `${addMonths(month, 1)}-01T00:00:00.000Z`;

/** How far the last month lies from a level, in widths of the control limits; 1 from a whole width on. */
function distance({ value, centre, upper3Sigma, lower3Sigma }: PlottedPoint, from: number | null) {
  if (from === null || centre === null) return 0;
  const width = Math.max((upper3Sigma ?? centre) - centre, centre - (lower3Sigma ?? centre));
  return width > 0 ? Math.min(1, Math.abs(value - from) / width) : 0;
}
