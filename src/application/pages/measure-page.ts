import { type Month, monthsFromTo } from '#core';
import type { Measure } from '#cql';
import {
  addUp,
  type ChartReading,
  firstComparedMonth,
  measuredValue,
  suppressSmall,
  type UnitTotal,
  unitsBeside,
} from '#knowledge';
import { isWithin, may, pathTo, type Unit, unitRef } from '#organisation';
import {
  challengesOnChart,
  chartHistories,
  type Database,
  type EarlierAnswer,
  type Evaluation,
  earlierAnswers,
  inSnapshot,
  lastEvaluation,
  type MeasureResult,
  measureText,
  ownCharts,
  ownCountings,
  resultsOfUnits,
  runningResultsOf,
  signalsOnChart,
  threadsOfUnits,
} from '#store';
import type { Context } from '../context.ts';
import type { Library } from '../library/open-library.ts';
import { found } from '../trouble.ts';
import { annotationsOn } from './annotations.ts';
import { codingChangedIn, codingChangesUnder } from './coding-changes.ts';
import { groupsOnPage } from './measure-groups.ts';
import { monthSoFar } from './month-so-far.ts';
import { type Book, openBook, signalShown, unitNamed } from './organisation-book.ts';
import { nextStep } from './overview.ts';
import { challengeShown, mayConclude } from './quality-page.ts';
import { rememberedChart } from './remembered-chart.ts';

/** One measure for one unit: the chart, what happened to it, who lies beside it, and how it is made. */
export const measurePage = (
  context: Context,
  { groupings }: Pick<Library, 'groupings'>,
  { unitId, measureId }: { readonly unitId: string; readonly measureId: string },
) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { tree } = book.organisation;
    const unit = found(tree.byId.get(unitId), 'unit', unitId);
    const measure = found(book.measures.get(measureId), 'measure', measureId);
    const evaluation = await lastEvaluation(db);
    const chart = { unitId, measureId };
    const [
      answers,
      groups,
      changes,
      annotations,
      signals,
      threads,
      earlier,
      cql,
      running,
      disputed,
    ] = await Promise.all([
      readAnswers(db, { context, book, unit, measure, evaluation }),
      groupsOnPage(db, { context, book, unitId, measure, groupings }),
      codingChangesUnder(db, book, unitId),
      annotationsOn(db, book, chart),
      signalsOnChart(db, chart),
      threadsOfUnits(db, [unitId]),
      earlierAnswers(db, measureId, unitId),
      measureText(db, measureId),
      runningResultsOf(db, unitId),
      challengesOnChart(db, chart),
    ]);
    const mayRecalculate = may(context.person, 'chart.recalculate', unitId, tree);
    const thread = threads.find((one) => one.state === 'open' && one.measureId === measureId);
    return {
      unit: unitRef(unit),
      path: pathTo(tree, unitId).map(unitRef),
      measure: { ...measure, cql, populations: populationsOf(measure) },
      ...answers,
      own: await ownShown(db, measureId),
      soFar: monthSoFar(measure, running.get(measureId)),
      groupings: groups,
      groupsPeriod: groups.length === 0 ? null : spanOf(evaluation),
      codingChangedIn: codingChangedIn(answers.chart, measureId, changes),
      codingChanges: changes
        .filter(({ measureIds }) => measureIds.includes(measureId))
        .map(({ unitId: at, month, fromCode, toCode }) => ({
          ...{ unit: unitNamed(book, at), month, fromCode, toCode },
        })),
      annotations,
      signals: signals.map((signal) => signalShown(book, signal)),
      openThreadId: thread?.id ?? null,
      dataVersion: evaluation?.dataVersion ?? null,
      evaluatedAt: evaluation?.finishedAt.toISOString() ?? null,
      history: earlier.map((answer) => earlierShown(answer, measure)),
      challenges: disputed.map((one) => challengeShown(book, one)),
      mayConcludeChallenges: mayConclude(context, book, unitId),
      mayRaiseIdea: may(context.person, 'thread.raise-idea', unitId, tree),
      mayRecalculate,
      mayExplainPatients: may(context.person, 'patients.read', unitId, tree),
      nextStep: mayRecalculate
        ? orRecalculate(nextStep(answers.chart, thread), answers.chart)
        : nextStep(answers.chart, thread),
    };
  });

/** How a measure that was brought is followed, and how far it is being counted. */
async function ownShown(db: Database, measureId: string) {
  const own = (await ownCharts(db)).get(measureId);
  if (own === undefined) return null;
  const { ownMeasureId, way, because, said, place } = own;
  const counting = (await ownCountings(db)).get(ownMeasureId) ?? null;
  const shown = way === 'memory' ? counting : null;
  return { ownMeasureId, way, because, said, place, counting: shown };
}

const earlierShown = (answer: EarlierAnswer, { multiplier }: Measure) => ({
  month: answer.month,
  value: measuredValue(answer, multiplier),
  dataVersion: answer.dataVersion,
  definitionVersion: answer.definitionVersion,
  saidAt: answer.saidAt.toISOString(),
});

/** Where nothing else asks for attention and a new way of working has held, the limits should say so. */
const orRecalculate = (step: ReturnType<typeof nextStep>, chart: ChartReading) =>
  step.kind === 'nothing' && chart.kind === 'chart' && chart.suggestedRecalculationFrom !== null
    ? { kind: 'recalculate' as const }
    : step;

const spanOf = (evaluation: Evaluation | null) =>
  evaluation === null ? null : { first: evaluation.firstMonth, last: evaluation.lastMonth };

/** In the order in which they are decided. */
const populationOrder = [
  'initialPopulation',
  'denominator',
  'exclusion',
  'numerator',
  'exception',
  'observation',
  'numeratorObservation',
  'denominatorObservation',
] as const;

const populationsOf = ({ populations }: Measure) =>
  populationOrder.flatMap((population) => {
    const definition = populations[population];
    return definition === undefined ? [] : [{ population, definition }];
  });

interface Answering {
  readonly context: Context;
  readonly book: Book;
  readonly unit: Unit;
  readonly measure: Measure;
  readonly evaluation: Evaluation | null;
}

async function readAnswers(db: Database, answering: Answering) {
  const { context, book, unit, measure, evaluation } = answering;
  if (evaluation === null)
    return {
      chart: { kind: 'no-chart' as const, reason: 'no-data' },
      ...{ beside: [], besidePeriod: null, besideCentre: null },
    };
  const compared = unitsAtLevel(book, unit);
  const [results, historyOf] = await Promise.all([
    resultsOfUnits(
      db,
      compared.map(({ id }) => id),
      measure.id,
    ),
    chartHistories(
      db,
      compared.map(({ id }) => id),
    ),
  ]);
  const months = monthsFromTo(evaluation.firstMonth, evaluation.lastMonth);
  const chartOf = (unitId: string) =>
    rememberedChart({
      measure,
      months,
      results: results.filter((result) => result.unitId === unitId),
      ...historyOf(unitId, measure.id),
    });
  const first = firstComparedMonth(results, evaluation.lastMonth);
  const totals = compared.map(({ id }) => totalOf(id, results, first));
  const { centre, units } = unitsBeside(measure, totals);
  const { tree } = book.organisation;
  const isOwn = (unitId: string) =>
    context.person.roles.some((role) => isWithin(tree, unitId, role.unitId));
  return {
    chart: chartOf(unit.id),
    beside: suppressSmall(units, isOwn).map((one, i) => {
      const chart = chartOf(one.unitId);
      return {
        ...one,
        unit: unitRef(compared[i] ?? unit),
        variation: chart.kind === 'chart' ? chart.variation : null,
      };
    }),
    besidePeriod: { first, last: evaluation.lastMonth },
    besideCentre: centre,
  };
}

/** Units of the same level under the same top: a clinic beside clinics, a department beside departments. */
const unitsAtLevel = ({ organisation }: Book, unit: Unit): readonly Unit[] =>
  organisation.tree.units.filter(({ level }) => level === unit.level);

function totalOf(unitId: string, results: readonly MeasureResult[], from: Month): UnitTotal {
  const own = results.filter((result) => result.unitId === unitId && result.month >= from);
  return { unitId, ...addUp(own) };
}
