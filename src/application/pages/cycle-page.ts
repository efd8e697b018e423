import { may, pathTo, unitRef } from '#organisation';
import { type Cycle, mayBecomePractice, type Thread } from '#practice';
import {
  type Database,
  entriesOfCycle,
  inSnapshot,
  type LedgerEntry,
  loadCycle,
  loadThread,
  practiceOfCycle,
  type RecordedEffect,
  threadOpenings,
} from '#store';
import type { Context } from '../context.ts';
import { estimateEffect } from '../effect/estimate-effect.ts';
import { found } from '../trouble.ts';
import { annotationsOn } from './annotations.ts';
import { chartOnPage } from './chart-on-page.ts';
import {
  type Book,
  openBook,
  ownerNamed,
  personNamed,
  threadName,
  unitNamed,
} from './organisation-book.ts';

/** One improvement cycle: what was wanted, what was done, what came of it. */
export const cyclePage = (context: Context, cycleId: string) =>
  inSnapshot(context.db, async (db) => {
    const cycle = found(await loadCycle(db, cycleId), 'cycle', cycleId);
    const content = found(await loadThread(db, cycle.threadId), 'thread', cycle.threadId);
    const book = await openBook(db, context.clock());
    return page(db, { context, book, cycle, thread: content.thread });
  });

interface Showing {
  readonly context: Context;
  readonly book: Book;
  readonly cycle: Cycle;
  readonly thread: Thread;
}

async function page(db: Database, { context, book, cycle, thread }: Showing) {
  const { unitId, measureId } = cycle;
  const { tree } = book.organisation;
  const measure = found(book.measures.get(measureId), 'measure', measureId);
  const [entries, chart, annotations, openings, practiceId] = await Promise.all([
    entriesOfCycle(db, cycle.id),
    chartOnPage(db, { measure, unitId }),
    annotationsOn(db, book, { unitId, measureId }),
    threadOpenings(db, [thread.id]),
    practiceOfCycle(db, cycle.id),
  ]);
  const effect = recordedIn(entries, cycle) ?? (await estimateEffect(db, cycle, book.asOf));
  const { id, title, aim, change, startMonth, state, verdict, verdictReason } = cycle;
  return {
    ...{ id, title, aim, change, startMonth, state, verdict, verdictReason },
    thread: threadName(book, thread, openings),
    unit: unitNamed(book, unitId),
    path: pathTo(tree, unitId).map(unitRef),
    prediction: {
      text: cycle.prediction.text,
      from: effect.kind === 'estimate' ? effect.before : null,
      to: cycle.prediction.value,
      byMonth: cycle.prediction.byMonth,
    },
    measure,
    balancingMeasures: cycle.balancingMeasureIds.flatMap((one) => book.measures.get(one) ?? []),
    steps: entries.flatMap((entry) => stepShown(book, entry)),
    owner: ownerNamed(book, cycle.ownerId),
    ...{ chart, annotations, effect },
    practiceId,
    mayMakePractice:
      practiceId === null &&
      mayBecomePractice(cycle).kind === 'allowed' &&
      may(context.person, 'practice.make', unitId, tree),
    mayAct: stepsLeft[state].some((right) => may(context.person, right, unitId, tree)),
  };
}

/** What is studied stays as it was said then; until then the effect is today's. */
function recordedIn(entries: readonly LedgerEntry[], { state }: Cycle): RecordedEffect | null {
  if (state === 'planned' || state === 'running') return null;
  return entries.findLast(({ detail }) => detail.effect !== undefined)?.detail.effect ?? null;
}

const stepsLeft = {
  planned: ['cycle.record-do'],
  running: ['cycle.record-do', 'cycle.record-study'],
  studied: ['cycle.record-study', 'cycle.record-act'],
  closed: [],
} as const;

const steps = {
  'cycle.start': { step: 'plan', word: 'plan' },
  'cycle.record-do': { step: 'do', word: 'text' },
  'cycle.record-study': { step: 'study', word: 'text' },
  'cycle.record-act': { step: 'act', word: 'reason' },
} as const;

const isStep = (command: string): command is keyof typeof steps => Object.hasOwn(steps, command);

function stepShown(book: Book, { command, at, personId, words }: LedgerEntry) {
  if (!isStep(command) || personId === null) return [];
  const { step, word } = steps[command];
  return [{ step, text: words[word] ?? '', at, by: personNamed(book, personId) }];
}
