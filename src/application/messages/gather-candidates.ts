import { groupBy, type Month, monthsFromTo } from '#core';
import type { Measure } from '#cql';
import { addUp, firstComparedMonth, type UnitsBeside, unitsBeside } from '#knowledge';
import {
  adoptionCandidates,
  adviceCandidates,
  type Candidate,
  type ChartInHand,
  type Cycle,
  chartCandidates,
  disputeCandidates,
  effectDueOn,
  overriddenRule,
  type ThreadInHand,
  threadCandidates,
} from '#practice';
import {
  adoptionsAtWork,
  challengesSince,
  chartHistories,
  type Database,
  type Evaluation,
  type MeasureResult,
  newSignals,
  openCycles,
  proposalsOfUnits,
  resultsOfUnits,
  type StoredSignal,
  threadsOfUnits,
} from '#store';
import { estimateEffect } from '../effect/estimate-effect.ts';
import { type Book, forumOf, standing } from '../pages/organisation-book.ts';
import { rememberedChart } from '../pages/remembered-chart.ts';
import { byThread } from '../pages/threads.ts';

/** Everything there is to say anywhere in the organisation on this day, before anybody has asked to whom. */
export async function gatherCandidates(
  db: Database,
  book: Book,
  evaluation: Evaluation,
): Promise<readonly Candidate[]> {
  const unitIds = book.organisation.tree.units.map(({ id }) => id);
  const threads = await threadsOfUnits(db, unitIds);
  const open = threads.filter(({ state }) => state === 'open');
  return [
    ...(await ofCharts(db, { book, evaluation, unitIds, open })),
    ...(await ofThreads(db, { book, unitIds, open })),
    ...(await challengesSince(db, monthBefore(book.asOf))).flatMap((challenge) =>
      disputeCandidates(challenge, book.asOf),
    ),
    ...(await ofAdvice(db, { book, unitIds, asOfMonth: evaluation.lastMonth })),
    ...(await adoptionsAtWork(db)).flatMap((held) => adoptionCandidates(held, book.asOf)),
  ];
}

/** Answers older than this are no news to anybody. */
const monthMilliseconds = 31 * 86_400_000;
const monthBefore = (asOf: string): string =>
  new Date(Date.parse(asOf) - monthMilliseconds).toISOString();

interface GatheringAdvice extends Pick<Gathering, 'book' | 'unitIds'> {
  readonly asOfMonth: Month;
}

async function ofAdvice(
  db: Database,
  { book, unitIds, asOfMonth }: GatheringAdvice,
): Promise<readonly Candidate[]> {
  const signals = await newSignals(db, unitIds);
  return signals.flatMap((signal) => {
    const rule = book.rules.get(overriddenRule(signal.measureId) ?? '');
    return rule === undefined ? [] : adviceCandidates({ rule, signal, asOfMonth });
  });
}

interface Gathering {
  readonly book: Book;
  readonly unitIds: readonly string[];
  readonly open: Awaited<ReturnType<typeof threadsOfUnits>>;
}

async function ofCharts(
  db: Database,
  { book, evaluation, unitIds, open }: Gathering & { readonly evaluation: Evaluation },
): Promise<readonly Candidate[]> {
  const [results, historyOf, signals] = await Promise.all([
    resultsOfUnits(db, unitIds),
    chartHistories(db, unitIds),
    newSignals(db, unitIds),
  ]);
  const months = monthsFromTo(evaluation.firstMonth, evaluation.lastMonth);
  const byMeasure = groupBy(results, ({ measureId }) => measureId);
  const threadOn = new Map(open.map((one) => [chartName(one.unitId, one.measureId ?? ''), one]));
  const signalOn = newestByChart(signals);
  const candidates: Candidate[] = [];
  for (const measure of book.measures.values()) {
    const own = byMeasure.get(measure.id) ?? [];
    const byUnit = groupBy(own, ({ unitId }) => unitId);
    const besideAt = besideByLevel(book, { measure, byUnit, lastMonth: evaluation.lastMonth });
    for (const [unitId, series] of byUnit) {
      const name = chartName(unitId, measure.id);
      const held: ChartInHand = {
        ...{ unitId, measure, thread: threadOn.get(name) ?? null },
        signal: signalOn.get(name) ?? null,
        beside: besideAt(unitId),
        chart: rememberedChart({
          ...{ measure, results: series, months },
          ...historyOf(unitId, measure.id),
        }),
      };
      candidates.push(...chartCandidates(held));
    }
    // A few hundred charts are read here: whoever asks the server meanwhile is answered between two measures.
    await new Promise(setImmediate);
  }
  return candidates;
}

const chartName = (unitId: string, measureId: string): string => `${unitId}\n${measureId}`;

function newestByChart(signals: readonly StoredSignal[]): ReadonlyMap<string, StoredSignal> {
  const inOrder = signals.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  return new Map(inOrder.map((one) => [chartName(one.unitId, one.measureId), one]));
}

interface Comparing {
  readonly measure: Measure;
  readonly byUnit: ReadonlyMap<string, readonly MeasureResult[]>;
  readonly lastMonth: Month;
}

/** Units of the same level beside each other, worked out once for a level. */
function besideByLevel({ organisation }: Book, { measure, byUnit, lastMonth }: Comparing) {
  const { tree } = organisation;
  const known = new Map<string, UnitsBeside>();
  const compare = (level: string): UnitsBeside => {
    const compared = tree.units.filter((unit) => unit.level === level).map(({ id }) => id);
    const resultsIn = (id: string) => byUnit.get(id) ?? [];
    const from = firstComparedMonth(compared.flatMap(resultsIn), lastMonth);
    const totals = compared.map((unitId) => ({
      unitId,
      ...addUp(resultsIn(unitId).filter(({ month }) => month >= from)),
    }));
    return unitsBeside(measure, totals);
  };
  return (unitId: string): UnitsBeside | null => {
    const level = tree.byId.get(unitId)?.level;
    if (level === undefined) return null;
    const beside = known.get(level) ?? compare(level);
    known.set(level, beside);
    return beside;
  };
}

async function ofThreads(
  db: Database,
  { book, unitIds, open }: Gathering,
): Promise<readonly Candidate[]> {
  const [allProposals, cycles] = await Promise.all([proposalsOfUnits(db, unitIds), openCycles(db)]);
  const proposalsIn = byThread(allProposals);
  const cycleOf = new Map(cycles.map((cycle) => [cycle.threadId, cycle]));
  const candidates: Candidate[] = [];
  for (const thread of open) {
    const proposals = proposalsIn.get(thread.id) ?? [];
    const cycle = cycleOf.get(thread.id) ?? null;
    const held: ThreadInHand = {
      ...{ thread, cycle, standing: standing(book, thread, proposals) },
      forum: forumOf(book, thread, proposals) ?? null,
      ...(await effectOf(db, cycle, book.asOf)),
    };
    candidates.push(...threadCandidates(held, book.asOf));
  }
  return candidates;
}

/** The effect of a cycle whose day has come. */
async function effectOf(
  db: Database,
  cycle: Cycle | null,
  asOf: string,
): Promise<Pick<ThreadInHand, 'effect' | 'effectDueOn'>> {
  const dueOn = cycle === null ? null : effectDueOn(cycle);
  if (cycle === null || dueOn === null || dueOn > asOf.slice(0, 10))
    return { effect: null, effectDueOn: dueOn };
  const effect = await estimateEffect(db, cycle, asOf);
  return { effect: effect.kind === 'estimate' ? effect : null, effectDueOn: dueOn };
}
