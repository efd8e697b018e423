import { may, pathTo, type Right, unitRef } from '#organisation';
import {
  type Challenge,
  close,
  isDecided,
  mayStartCycle,
  overriddenRule,
  type Proposal,
  type Ruling,
  type Thread,
  type ThreadContent,
} from '#practice';
import {
  challengeOfThread,
  type Database,
  entriesOfThread,
  inSnapshot,
  type LedgerEntry,
  loadThread,
  signalsOfThread,
  threadOpenings,
} from '#store';
import type { Context } from '../context.ts';
import { disagreementsOf } from '../deciding/disagreements-of.ts';
import { rightsHere } from '../deciding/may-here.ts';
import { found } from '../trouble.ts';
import { annotationsOn } from './annotations.ts';
import { chartOnPage } from './chart-on-page.ts';
import {
  type Book,
  forumNamed,
  openBook,
  ownerNamed,
  personNamed,
  signalShown,
  threadSummary,
  unitNamed,
} from './organisation-book.ts';
import { disagreementShown } from './proposal-page.ts';
import { challengeShown, mayConclude } from './quality-page.ts';
import { parametersShown } from './rule-parameters.ts';
import { entryKind, staysUnsaid } from './thread-entry.ts';

/** One thread with everything that happened in it, the oldest first. */
export const threadPage = (context: Context, threadId: string) =>
  inSnapshot(context.db, async (db) => {
    const content = found(await loadThread(db, threadId), 'thread', threadId);
    const book = await openBook(db, context.clock());
    return page(db, { context, book, content });
  });

interface Showing {
  readonly context: Context;
  readonly book: Book;
  readonly content: ThreadContent;
}

async function page(db: Database, { context, book, content }: Showing) {
  const { thread, proposals, cycles } = content;
  const [entries, signals, charted, openings, disagreeing, challenge] = await Promise.all([
    entriesOfThread(db, thread.id),
    signalsOfThread(db, thread.id),
    chartOf(db, book, thread),
    threadOpenings(db, [thread.id]),
    disagreementsOf(db, proposals, book.organisation),
    challengeOfThread(db, thread.id),
  ]);
  return {
    thread: threadSummary(book, thread, { proposals, openings }),
    ruleId: overriddenRule(thread.measureId ?? ''),
    path: pathTo(book.organisation.tree, thread.unitId).map(unitRef),
    entries: entries
      .filter(({ command }) => !staysUnsaid(command))
      .map((entry) => entryShown(book, entry, thread.unitId)),
    signals: signals.map((signal) => signalShown(book, signal)),
    proposals: proposals.map((proposal) => proposalShown(book, proposal)),
    cycles: cycles.map(({ id, title, state, verdict }) => ({ id, title, state, verdict })),
    ...charted,
    challenge: challenge === null ? null : aboutNumber(context, book, challenge),
    disagreements: disagreeing.map((one) => disagreementShown(book, one)),
    mayDo: mayDo({ context, book, content }),
  };
}

/** The number that is disputed: its definition and data version, and whether this person may say what came of it. */
const aboutNumber = (context: Context, book: Book, challenge: Challenge) => ({
  ...challengeShown(book, challenge),
  unitId: challenge.unitId,
  measureId: challenge.about.kind === 'measure' ? challenge.about.measureId : null,
  checkId: challenge.about.kind === 'check' ? challenge.about.checkId : null,
  mayConclude: mayConclude(context, book, challenge.unitId),
});

/** The chart the thread is about; a thread need not be about one. */
async function chartOf(db: Database, book: Book, { unitId, measureId }: Thread) {
  const measure = measureId === null ? undefined : book.measures.get(measureId);
  if (measure === undefined) return { measure: null, chart: null, annotations: [] };
  const [chart, annotations] = await Promise.all([
    chartOnPage(db, { measure, unitId }),
    annotationsOn(db, book, { unitId, measureId: measure.id }),
  ]);
  return { measure, chart, annotations };
}

/** Where it happened, when a practice was taken up outside the thread's own unit. */
const elsewhere = (book: Book, { unitId, detail }: LedgerEntry, threadUnitId: string) =>
  detail.spread === undefined || unitId === null || unitId === threadUnitId
    ? null
    : unitNamed(book, unitId);

const entryShown = (book: Book, entry: LedgerEntry, unitId: string) => ({
  ledgerSeq: entry.seq,
  hash: entry.hash,
  at: entry.at,
  by: ownerNamed(book, entry.personId),
  kind: entryKind(entry.command),
  words: entry.words,
  signalId: entry.signalId,
  proposalId: entry.proposalId,
  cycleId: entry.cycleId,
  measureId: entry.measureId,
  effect: entry.detail.effect ?? null,
  unit: elsewhere(book, entry, unitId),
  forum: entry.forumId === null ? null : forumNamed(book, entry.forumId),
  outcome: entry.detail.outcome ?? null,
  toForum: handedTo(book, entry),
  direction: entry.detail.direction ?? null,
  because: entry.detail.because ?? null,
  tally: entry.detail.tally ?? null,
  rule: ruleShown(book, entry),
});

/** What an adoption did to the rule at the point of care that belongs to the practice. */
function ruleShown(book: Book, { detail: { ruleSetting } }: LedgerEntry) {
  if (ruleSetting === undefined) return null;
  const { ruleId, mode, parameters, fromMonth } = ruleSetting;
  const rule = book.rules.get(ruleId);
  return {
    ...{ id: ruleId, title: rule?.title ?? null, mode, fromMonth: fromMonth ?? null },
    parameters: rule === undefined ? [] : parametersShown(rule, parameters),
  };
}

const handedTo = (book: Book, { forumId, detail: { nowAtForum } }: LedgerEntry) =>
  nowAtForum === undefined || nowAtForum === forumId ? null : forumNamed(book, nowAtForum);

const proposalShown = (book: Book, proposal: Proposal) => ({
  id: proposal.id,
  kind: proposal.kind,
  title: proposal.title,
  text: proposal.text,
  by: personNamed(book, proposal.raisedBy),
  at: proposal.raisedAt,
  origin: proposal.origin,
  state: proposal.state,
  lastStep: proposal.lastStep,
  forum: forumNamed(book, proposal.forumId),
});

/** The commands this person may give on this thread as it stands. */
function mayDo({ context, book, content }: Showing): readonly Right[] {
  const { tree } = book.organisation;
  const { person } = context;
  return possible(content).filter((right) =>
    right === 'proposal.decide'
      ? mayDecide(context, book, content)
      : may(person, right, content.thread.unitId, tree),
  );
}

/** A decision is made where the proposal lies: by a role there, or by a seat in the forum. */
function mayDecide(
  { person }: Context,
  { organisation }: Book,
  { proposals }: ThreadContent,
): boolean {
  const { forums, tree } = organisation;
  const lying = proposals.filter((one) => !isDecided(one)).map(({ forumId }) => forumId);
  return forums
    .filter(({ id }) => lying.includes(id))
    .some((forum) => rightsHere(person, ['proposal.decide'], { ...forum, forum, tree }).length > 0);
}

function possible(content: ThreadContent): readonly Right[] {
  const { thread, proposals, cycles } = content;
  if (thread.state === 'closed') return ['thread.reopen'];
  const states = new Set(cycles.map(({ state }) => state));
  const checks: readonly (readonly [Right, boolean])[] = [
    ['thread.open-from-signal', thread.lookedAt === null],
    ['thread.comment', true],
    ['thread.take-over', true],
    ['proposal.raise', true],
    ['proposal.decide', proposals.some((proposal) => !isDecided(proposal))],
    ['cycle.start', isAllowed(mayStartCycle(content))],
    ['cycle.record-do', states.has('planned') || states.has('running')],
    ['cycle.record-study', states.has('running') || states.has('studied')],
    ['cycle.record-act', states.has('studied')],
    ['chart.recalculate', thread.measureId !== null],
    ['thread.close', isAllowed(close(content, '', thread.waitingSince))],
  ];
  return checks.filter(([, isPossible]) => isPossible).map(([right]) => right);
}

const isAllowed = (ruling: Ruling<unknown>): boolean => ruling.kind === 'allowed';
