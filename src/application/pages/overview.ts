import { groupBy, monthsFromTo } from '#core';
import type { Measure } from '#cql';
import type { ChartReading } from '#knowledge';
import { may, pathTo, subtree, type Unit, unitRef } from '#organisation';
import { loopDays, type Thread } from '#practice';
import { median } from '#statistics';
import {
  chartHistories,
  type Database,
  type Evaluation,
  inSnapshot,
  lastEvaluation,
  resultsOfUnits,
  runningResultsOf,
  threadsOfUnits,
} from '#store';
import type { Context } from '../context.ts';
import { found } from '../trouble.ts';
import { codingChangedIn, codingChangesUnder } from './coding-changes.ts';
import { monthSoFar } from './month-so-far.ts';
import { type Book, openBook } from './organisation-book.ts';
import { rememberedChart } from './remembered-chart.ts';

/** How are we doing? One unit at any level: every measure read, and the next step. */
export const overview = (context: Context, unitId: string) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { tree } = book.organisation;
    const unit = found(tree.byId.get(unitId), 'unit', unitId);
    const [evaluation, threads] = await Promise.all([
      lastEvaluation(db),
      threadsOfUnits(
        db,
        subtree(tree, unitId).map(({ id }) => id),
      ),
    ]);
    const measures =
      evaluation === null ? [] : await readMeasures(db, { book, unit, evaluation, threads });
    return {
      unit: unitRef(unit),
      path: pathTo(tree, unitId).map(unitRef),
      children: (tree.below.get(unitId) ?? []).map(unitRef),
      lastMonth: evaluation?.lastMonth ?? null,
      dataVersion: evaluation?.dataVersion ?? null,
      evaluatedAt: evaluation?.finishedAt.toISOString() ?? null,
      measures,
      mayRaiseIdea: may(context.person, 'thread.raise-idea', unitId, tree),
      counts: {
        ...countReadings(measures.map(({ chart }) => chart)),
        needsUs: waitingCount(threads, unitId),
      },
      loop: loopOf(threads),
    };
  });

interface Reading {
  readonly book: Book;
  readonly unit: Unit;
  readonly evaluation: Evaluation;
  readonly threads: readonly Thread[];
}

async function readMeasures(db: Database, { book, unit, evaluation, threads }: Reading) {
  const [results, historyOf, changes, running] = await Promise.all([
    resultsOfUnits(db, [unit.id]),
    chartHistories(db, [unit.id]),
    codingChangesUnder(db, book, unit.id),
    runningResultsOf(db, unit.id),
  ]);
  const months = monthsFromTo(evaluation.firstMonth, evaluation.lastMonth);
  const byMeasure = groupBy(results, ({ measureId }) => measureId);
  return [...book.measures.values()].flatMap((measure) => {
    const series = byMeasure.get(measure.id) ?? [];
    const chart = rememberedChart({
      measure,
      results: series,
      months,
      ...historyOf(unit.id, measure.id),
    });
    const thread = openThreadOf(threads, unit.id, measure);
    // A ward has no first visits and a clinic no bed days: what a unit does not do is not asked of it.
    if (chart.kind === 'no-chart' && chart.reason === 'no-data' && thread === undefined) return [];
    return {
      soFar: monthSoFar(measure, running.get(measure.id)),
      measure,
      chart,
      openSignal: thread?.waitingFor === 'a-look',
      codingChangedIn: codingChangedIn(chart, measure.id, changes),
      nextStep: nextStep(chart, thread),
    };
  });
}

const openThreadOf = (threads: readonly Thread[], unitId: string, measure: Measure) =>
  threads.find(
    (thread) =>
      thread.state === 'open' && thread.unitId === unitId && thread.measureId === measure.id,
  );

/** What is already in hand comes first; a chart that asks for attention invites an idea. */
export function nextStep(chart: ChartReading, thread: Pick<Thread, 'id'> | undefined) {
  if (thread !== undefined) return { kind: 'open-thread' as const, threadId: thread.id };
  const asks =
    chart.kind === 'chart' && (chart.variation.startsWith('concern') || chart.assurance === 'fail');
  return asks ? { kind: 'raise-idea' as const } : { kind: 'nothing' as const };
}

function countReadings(charts: readonly ChartReading[]) {
  const counts = { concern: 0, improvement: 0, steady: 0, notYet: 0 };
  for (const chart of charts) {
    if (chart.kind === 'no-chart') counts.notYet += 1;
    else if (chart.variation.startsWith('concern')) counts.concern += 1;
    else if (chart.variation.startsWith('improvement')) counts.improvement += 1;
    else counts.steady += 1;
  }
  return counts;
}

const waitingCount = (threads: readonly Thread[], unitId: string): number =>
  threads.filter(({ state, unitId: of }) => state === 'open' && of === unitId).length;

function loopOf(threads: readonly Thread[]) {
  const closed = threads.flatMap((thread) => loopDays(thread) ?? []);
  return {
    openThreads: threads.length - closed.length,
    closedThreads: closed.length,
    medianLoopDays: closed.length === 0 ? null : median(closed),
  };
}
