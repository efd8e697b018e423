import { type Forum, isWithin, subtree } from '#organisation';
import {
  awaitsDecision,
  daysBetween,
  type Proposal,
  type SupportRequest,
  type Thread,
} from '#practice';
import {
  answersTo,
  cameTo,
  type Database,
  longestWaiting,
  newSignals,
  openChallenges,
  proposalsAtForums,
  proposalsAwaiting,
  proposalsOfUnits,
  type StoredSignal,
  supportQueue,
  type TitledStep,
  threadOpenings,
  threadsOfUnits,
} from '#store';
import {
  type Book,
  forumNamed,
  forumOf,
  signalShown,
  standing,
  threadSummary,
  unitNamed,
} from './organisation-book.ts';
import { byThread } from './threads.ts';

type Summary = ReturnType<typeof threadSummary>;

/** One thing to take up at the next meeting, with why it is there. */
export interface AgendaItem {
  readonly why:
    | 'signal'
    | 'proposal'
    | 'returned'
    | 'came-back'
    | 'cycle'
    | 'answer'
    | 'challenge'
    | 'request'
    | 'silent';
  readonly id: string;
  readonly since: string;
  readonly overdue: boolean;
  readonly thread: Summary | null;
  readonly signal: ReturnType<typeof signalShown> | null;
  readonly proposal: { readonly id: string; readonly title: string } | null;
  readonly request: {
    readonly title: string;
    readonly unit: ReturnType<typeof unitNamed>;
    readonly answer: string | null;
  } | null;
  readonly from: ReturnType<typeof forumNamed> | null;
  readonly because: TitledStep['because'];
  /** In the words of whoever sent it; empty where nobody did. */
  readonly reason: string;
}

const blank = {
  ...{ thread: null, signal: null, proposal: null, request: null, from: null, because: null },
  reason: '',
} as const;

const silentMax = 20;

/** Before the next meeting, what is looked at, and since when things are news. */
export interface AgendaOf {
  readonly forum: Forum;
  /** The day of the last meeting. */
  readonly since: string;
  /** The day of the next one. */
  readonly next: string;
}

/**
 * The agenda of a forum's next meeting, made from what is stored: proposals that lie before it, what came back, new
 * signals and due cycle steps of its unit, answers, requests, and whatever has been forgotten further down.
 */
export async function forumAgenda(
  db: Database,
  book: Book,
  asked: AgendaOf,
): Promise<{ readonly items: readonly AgendaItem[]; readonly moreSilent: number }> {
  const { forum, since } = asked;
  const [lying, came, requests, answers] = await Promise.all([
    proposalsAtForums(db, [forum.id]),
    cameTo(db, forum.id, since),
    supportQueue(db, [forum.id]),
    answersTo(db, [forum.unitId], since),
  ]);
  const disputed = await challengeItems(db, book, forum);
  const threads = await threadItems(db, book, asked);
  const own = threads.filter(({ id }) => disputed.every((one) => one.id !== id));
  const silent = await silentBelow(db, book, forum);
  const items = [
    ...lying.flatMap((one) => proposalItem(book, asked, { proposal: one, came })),
    ...own,
    ...disputed,
    ...requests.map((one) => requestItem(book, forum, one)),
    ...answers.map((one) => answerItem(book, one)),
    ...silent.items,
  ];
  return {
    items: items.toSorted((a, b) => (a.since < b.since ? -1 : 1)),
    moreSilent: silent.more,
  };
}

interface Lying {
  readonly proposal: Proposal;
  readonly came: readonly TitledStep[];
}

/** What waits for a decision; what is parked comes back on its date, before the next meeting or on it. */
function proposalItem(
  book: Book,
  { forum, next }: AgendaOf,
  { proposal, came }: Lying,
): readonly AgendaItem[] {
  const { id, title, returnOn } = proposal;
  const step = came.find(({ proposalId }) => proposalId === id);
  const shown = { ...blank, id, proposal: { id, title } };
  if (returnOn !== null)
    return returnOn <= next
      ? [{ ...shown, why: 'returned', since: returnOn, overdue: returnOn < book.asOf.slice(0, 10) }]
      : [];
  if (!awaitsDecision(proposal)) return [];
  const since = proposal.atForumSince;
  const overdue = daysBetween(since, book.asOf) > forum.cadenceDays;
  if (step === undefined) return [{ ...shown, why: 'proposal', since, overdue }];
  return [
    {
      ...{ ...shown, why: 'came-back', since, overdue, because: step.because },
      ...{ from: forumNamed(book, step.forumId), reason: step.reason },
    },
  ];
}

const cycleSteps: readonly Thread['waitingFor'][] = [
  'a-cycle',
  'the-change',
  'the-effect',
  'a-verdict',
  'closing',
];

/** New signals and due steps in the forum's own unit, when this is the forum its threads belong to. */
async function threadItems(
  db: Database,
  book: Book,
  { forum, next }: AgendaOf,
): Promise<readonly AgendaItem[]> {
  const unitIds = [forum.unitId];
  const [threads, signals, allProposals] = await Promise.all([
    threadsOfUnits(db, unitIds),
    newSignals(db, unitIds),
    proposalsOfUnits(db, unitIds),
  ]);
  const open = threads.filter(({ state }) => state === 'open');
  const openings = await threadOpenings(
    db,
    open.map(({ id }) => id),
  );
  const proposalsIn = byThread(allProposals);
  const signalOf = new Map(signals.map((signal) => [signal.threadId, signal]));
  return open.flatMap((thread) => {
    const proposals = proposalsIn.get(thread.id) ?? [];
    if (forumOf(book, thread, proposals)?.id !== forum.id) return [];
    const summary = threadSummary(book, thread, { proposals, openings });
    return ownItem(book, {
      summary,
      notBefore: thread.notBefore,
      signal: signalOf.get(thread.id),
      next,
    });
  });
}

interface OwnThread {
  readonly summary: Summary;
  readonly notBefore: string | null;
  readonly signal: StoredSignal | undefined;
  readonly next: string;
}

function ownItem(
  book: Book,
  { summary, notBefore, signal, next }: OwnThread,
): readonly AgendaItem[] {
  const { id, since, overdue, waitingFor } = summary;
  const shown = { ...blank, id, since, overdue, thread: summary };
  if (waitingFor === 'a-look' || waitingFor === 'a-proposal')
    return [
      { ...shown, why: 'signal', signal: signal === undefined ? null : signalShown(book, signal) },
    ];
  const due = notBefore === null || notBefore.slice(0, 10) <= next;
  return cycleSteps.includes(waitingFor) && due ? [{ ...shown, why: 'cycle' }] : [];
}

/** Numbers that are disputed in the forum's own unit; for a forum that advises, wherever it is asked from. */
async function challengeItems(
  db: Database,
  book: Book,
  { unitId, kind, cadenceDays }: Forum,
): Promise<readonly AgendaItem[]> {
  const { tree, forumKinds } = book.organisation;
  const advises = forumKinds.find(({ id }) => id === kind)?.advises ?? false;
  const unitIds = advises ? subtree(tree, unitId).map(({ id }) => id) : [unitId];
  const challenges = await openChallenges(db, unitIds);
  const threads = await threadsOfUnits(db, [...new Set(challenges.map((one) => one.unitId))]);
  const openings = await threadOpenings(
    db,
    challenges.map(({ threadId }) => threadId),
  );
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  return challenges.flatMap(({ threadId, text, raisedAt }) => {
    const thread = byId.get(threadId);
    if (thread === undefined) return [];
    const summary = threadSummary(book, thread, { proposals: [], openings });
    const overdue = daysBetween(raisedAt, book.asOf) > cadenceDays;
    return [
      {
        ...{ ...blank, why: 'challenge' as const, id: threadId, since: raisedAt, overdue },
        ...{ thread: summary, reason: text },
      },
    ];
  });
}

const requestItem = (book: Book, forum: Forum, request: SupportRequest): AgendaItem => ({
  ...{ ...blank, why: 'request', id: request.id, since: request.askedAt },
  overdue: daysBetween(request.askedAt, book.asOf) > forum.cadenceDays,
  request: { title: request.title, unit: unitNamed(book, request.unitId), answer: null },
});

const answerItem = (book: Book, request: SupportRequest): AgendaItem => ({
  ...{ ...blank, why: 'answer', id: request.id, since: request.answeredAt ?? request.askedAt },
  overdue: false,
  request: {
    ...{ title: request.title, unit: unitNamed(book, request.unitId) },
    answer: request.answer,
  },
  from: forumNamed(book, request.forumId),
});

/** At most so many waiting threads are looked at for what has been forgotten. */
const lookedAtMax = 200;

interface Silent {
  readonly items: readonly AgendaItem[];
  /** How many more there are. */
  readonly more: number;
}

/** Threads further down that have waited longer than their own forum's cadence. */
async function silentBelow(db: Database, book: Book, forum: Forum): Promise<Silent> {
  const { tree, forums } = book.organisation;
  const advises = book.organisation.forumKinds.find(({ id }) => id === forum.kind)?.advises;
  const unitIds = subtree(tree, forum.unitId).flatMap(({ id }) => (id === forum.unitId ? [] : id));
  if (advises === true || unitIds.length === 0) return { items: [], more: 0 };
  const shortest = Math.min(...forums.map(({ cadenceDays }) => cadenceDays));
  const before = new Date(Date.parse(book.asOf) - shortest * dayMilliseconds).toISOString();
  const threads = await longestWaiting(db, unitIds, { before, most: lookedAtMax });
  const waiting = byThread(
    await proposalsAwaiting(
      db,
      threads.map(({ id }) => id),
    ),
  );
  const silent = threads.flatMap((thread) => {
    const proposals = waiting.get(thread.id) ?? [];
    const owner = forumOf(book, thread, proposals);
    if (owner === undefined || owner.id === forum.id) return [];
    if (!isWithin(tree, owner.unitId, forum.unitId)) return [];
    return standing(book, thread, proposals).overdue ? [{ thread, proposals, owner }] : [];
  });
  const shown = silent.slice(0, silentMax);
  const openings = await threadOpenings(
    db,
    shown.map(({ thread }) => thread.id),
  );
  const items = shown.map(({ thread, proposals, owner }) => {
    const summary = threadSummary(book, thread, { proposals, openings });
    const { id, since } = summary;
    const from = forumNamed(book, owner.id);
    return { ...blank, why: 'silent' as const, id, since, overdue: true, thread: summary, from };
  });
  return { items, more: silent.length - shown.length };
}

const dayMilliseconds = 86_400_000;
