import type { Overview, OverviewMeasure } from '#api';
import type { Words } from '../words/words.ts';
import { changeOf, evidence, lastPoint, type ReadyChart } from './measure-answer.ts';
import { numbersFor, valuesOf } from './measure-numbers.ts';

/** The measure to look at first: a signal nobody has taken up, then any other change for the worse. */
export function firstConcern(measures: readonly OverviewMeasure[]): OverviewMeasure | null {
  const worse = measures.filter(
    ({ chart, codingChangedIn }) =>
      chart.kind === 'chart' && codingChangedIn === null && changeOf(chart) === 'concern',
  );
  return worse.find((m) => m.openSignal) ?? worse[0] ?? null;
}

function worst(measure: OverviewMeasure, chart: ReadyChart, words: Words): string {
  const last = lastPoint(chart);
  if (last === null) return '';
  const numbers = numbersFor(measure.measure, valuesOf(chart), words);
  return words.say('overview.concern-one', {
    measure: words.text(measure.measure.title),
    month: words.month(last.month),
    ...evidence(chart, numbers, words),
  });
}

interface Counts {
  readonly concern: number;
  readonly improvement: number;
  readonly neutral: number;
  readonly steady: number;
  /** Changed when the way of recording did. */
  readonly recording: number;
  readonly notYet: number;
  /** Of those that can be read: the target is out of reach as the unit works now. */
  readonly failing: number;
}

/** How the measures stand, counted from the charts the reader sees. */
export function countsOf(measures: readonly OverviewMeasure[]): Counts {
  const changes = measures.map(({ chart, codingChangedIn }) => {
    if (chart.kind === 'no-chart') return null;
    return codingChangedIn === null ? changeOf(chart) : 'recording';
  });
  const count = (change: (typeof changes)[number]) => changes.filter((c) => c === change).length;
  return {
    concern: count('concern'),
    improvement: count('improvement'),
    neutral: count('neutral'),
    steady: count('steady'),
    recording: count('recording'),
    notYet: count(null),
    failing: measures.filter(({ chart }) => chart.kind === 'chart' && chart.assurance === 'fail')
      .length,
  };
}

function concerns(overview: Overview, words: Words): string[] {
  const first = firstConcern(overview.measures);
  if (first === null || first.chart.kind === 'no-chart') return [words.say('overview.no-concern')];
  const more = countsOf(overview.measures).concern - 1;
  const named = worst(first, first.chart, words);
  return more > 0 ? [named, words.say('overview.concern-more', { count: more })] : [named];
}

const counted = (
  count: number,
  id: `overview.${'improving' | 'changed' | 'recording' | 'steady' | 'failing' | 'not-yet'}`,
  words: Words,
): string[] => (count > 0 ? [words.say(id, { count })] : []);

/** The first line of a unit's page: what is getting worse, by name and number; then how the rest stands. */
export function overviewAnswer(overview: Overview, words: Words): string {
  if (overview.lastMonth === null) return words.say('overview.none');
  const { improvement, neutral, recording, steady, notYet, failing } = countsOf(overview.measures);
  return [
    ...concerns(overview, words),
    ...counted(improvement, 'overview.improving', words),
    ...counted(neutral, 'overview.changed', words),
    ...counted(recording, 'overview.recording', words),
    ...counted(steady, 'overview.steady', words),
    ...counted(failing, 'overview.failing', words),
    ...counted(notYet, 'overview.not-yet', words),
  ].join(' ');
}

/** Whether our own loops close, in one or two sentences. */
export function loopAnswer(loop: Overview['loop'], words: Words): string {
  const { openThreads: open, closedThreads: closed, medianLoopDays } = loop;
  if (open + closed === 0) return words.say('overview.loops-none');
  const state = words.say('overview.loops', { open, closed });
  if (medianLoopDays === null) return state;
  return `${state} ${words.say('overview.loop-time', { days: Math.round(medianLoopDays) })}`;
}
