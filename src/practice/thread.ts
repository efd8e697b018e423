import { problem } from '#core';
import { type Cycle, effectDueOn } from './cycle.ts';
import { awaitsDecision, isDecided, type Proposal } from './proposal.ts';
import { allowed, type Ruling, refused } from './ruling.ts';

export type WaitingFor =
  | 'a-look'
  | 'a-proposal'
  | 'a-decision'
  | 'a-cycle'
  | 'the-change'
  | 'the-effect'
  | 'a-verdict'
  | 'closing'
  | 'its-date'
  | 'nothing';

/** What the organisation has noticed or wished for, until it is closed with a reason. */
export interface Thread {
  readonly id: string;
  readonly unitId: string;
  readonly measureId: string | null;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly ownerId: string | null;
  readonly openedAt: string;
  /** When a person first took it up; null while nobody has. */
  readonly lookedAt: string | null;
  readonly reopenedAt: string | null;
  readonly closedAt: string | null;
  readonly closedReason: string | null;
  readonly waitingFor: WaitingFor;
  readonly waitingSince: string;
  /** 'YYYY-MM-DD': until this day the waiting is as agreed (a parked proposal's date, the day an effect can show). */
  readonly notBefore: string | null;
}

/** A thread with all that belongs to it. */
export interface ThreadContent {
  readonly thread: Thread;
  readonly proposals: readonly Proposal[];
  readonly cycles: readonly Cycle[];
}

export interface Opening {
  readonly id: string;
  readonly unitId: string;
  readonly measureId: string | null;
  readonly title: string;
  readonly ownerId: string | null;
  readonly at: string;
}

/** Opened by a signal: somebody has to look first. */
export const openForSignal = (opening: Opening): Thread => ({
  ...opened(opening),
  lookedAt: null,
  waitingFor: 'a-look',
});

/** Opened by a person, who has looked by writing it down. */
export const openForIdea = (opening: Opening): Thread => ({
  ...opened(opening),
  lookedAt: opening.at,
  waitingFor: 'a-proposal',
});

const opened = ({ at, ...opening }: Opening) => ({
  ...opening,
  state: 'open' as const,
  openedAt: at,
  reopenedAt: null,
  closedAt: null,
  closedReason: null,
  waitingSince: at,
  notBefore: null,
});

/**
 * The thread after something happened in it: what it waits for now, and since when. The one place where the turn
 * from signal to verdict is put in order.
 */
export function settle(content: ThreadContent, at: string): Thread {
  const { thread } = content;
  const { waitingFor, notBefore } = nextFor(content);
  const sameAsBefore = waitingFor === thread.waitingFor ? thread.waitingSince : at;
  const waitingSince = waitingFor === 'a-decision' ? longestAtForum(content) : sameAsBefore;
  return { ...thread, waitingFor, waitingSince, notBefore };
}

const longestAtForum = ({ thread, proposals }: ThreadContent): string =>
  proposals
    .filter(awaitsDecision)
    .map(({ atForumSince }) => atForumSince)
    .sort()[0] ?? thread.waitingSince;

type Waiting = Pick<Thread, 'waitingFor' | 'notBefore'>;
const waiting = (waitingFor: WaitingFor, notBefore: string | null = null): Waiting => ({
  waitingFor,
  notBefore,
});

function nextFor({ thread, proposals, cycles }: ThreadContent): Waiting {
  if (thread.state === 'closed') return waiting('nothing');
  const open = cycles.find((cycle) => cycle.state !== 'closed');
  if (open !== undefined) return waitingOf(open);
  // What was settled before a reopening no longer says what comes next.
  const since = thread.reopenedAt ?? '';
  const recent = proposals.filter((proposal) => !isDecided(proposal) || proposal.raisedAt >= since);
  if (recent.some(awaitsDecision)) return waiting('a-decision');
  const tried = recent.filter(({ state }) => state === 'tried' || state === 'prioritised');
  if (tried.some(({ id }) => !cycles.some((cycle) => cycle.proposalId === id)))
    return waiting('a-cycle');
  const parked = recent.flatMap(({ returnOn }) => returnOn ?? []).sort();
  if (parked[0] !== undefined) return waiting('its-date', parked[0]);
  const finished = cycles.some(({ closedAt }) => closedAt !== null && closedAt >= since);
  if (recent.length > 0 || finished) return waiting('closing');
  return waiting(thread.lookedAt === null ? 'a-look' : 'a-proposal');
}

function waitingOf(cycle: Cycle): Waiting {
  switch (cycle.state) {
    case 'planned':
      return waiting('the-change');
    case 'running':
      return waiting('the-effect', effectDueOn(cycle));
    case 'studied':
      return waiting('a-verdict');
    case 'closed':
      return waiting('closing');
    default:
      return cycle.state satisfies never;
  }
}

/** A person has looked at what opened the thread and takes it further. */
export const look = (thread: Thread, at: string): Ruling<Thread> =>
  thread.state === 'closed'
    ? refused(threadClosed(thread))
    : allowed({ ...thread, lookedAt: thread.lookedAt ?? at });

/** Closing ends the thread with a reason; what is under way in it must have ended first. */
export function close(content: ThreadContent, reason: string, at: string): Ruling<Thread> {
  const { thread, proposals, cycles } = content;
  if (thread.state === 'closed') return refused(threadClosed(thread));
  const undecided = proposals.find((proposal) => !isDecided(proposal));
  if (undecided !== undefined)
    return refused(
      problem(
        'thread-has-open-proposal',
        `The proposal '${undecided.title}' has no decision yet.`,
        'Decide it first: nothing that somebody proposed disappears with its thread.',
        undecided.id,
      ),
    );
  const open = cycles.find((cycle) => cycle.state !== 'closed');
  if (open !== undefined)
    return refused(
      problem(
        'thread-has-open-cycle',
        `The improvement cycle '${open.title}' is ${open.state} and has no verdict yet.`,
        'Study it and record the verdict first: kept, adapted or dropped.',
        open.id,
      ),
    );
  return allowed({ ...thread, state: 'closed', closedAt: at, closedReason: reason });
}

export const reopen = (thread: Thread, at: string): Ruling<Thread> =>
  thread.state === 'open'
    ? refused(
        problem(
          'thread-already-open',
          'This thread is already open.',
          'Go on in it: comment, or raise a proposal.',
          thread.id,
        ),
      )
    : allowed({
        ...thread,
        state: 'open',
        closedAt: null,
        closedReason: null,
        reopenedAt: at,
        lookedAt: thread.lookedAt ?? at,
      });

export const requireOpen = (thread: Thread): Ruling<Thread> =>
  thread.state === 'open' ? allowed(thread) : refused(threadClosed(thread));

const threadClosed = (thread: Thread) =>
  problem(
    'thread-closed',
    'This thread is closed.',
    'Reopen it with a reason, or raise a new idea.',
    thread.id,
  );

/** One change at a time: with two at once nobody could tell which of them helped. */
export function mayStartCycle(content: ThreadContent): Ruling<Proposal> {
  const { thread, proposals, cycles } = content;
  if (thread.state === 'closed') return refused(threadClosed(thread));
  const open = cycles.find((cycle) => cycle.state !== 'closed');
  if (open !== undefined)
    return refused(
      problem(
        'cycle-already-open',
        `The improvement cycle '${open.title}' is still ${open.state} on this thread.`,
        'Finish it first: with two changes at once nobody could tell which of them helped.',
        open.id,
      ),
    );
  const tried = proposals.findLast(({ state }) => state === 'tried' || state === 'prioritised');
  if (tried !== undefined) return allowed(tried);
  return refused(
    problem(
      'no-proposal-to-try',
      'The forum has not yet decided to try anything on this thread.',
      'Raise a proposal, or wait for the decision on the one that is raised.',
      thread.id,
    ),
  );
}
