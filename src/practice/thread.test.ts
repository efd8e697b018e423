import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cycle, recordAct, recordDo, recordStudy } from './cycle.ts';
import { decide, isDecided, type Proposal } from './proposal.ts';
import type { Ruling } from './ruling.ts';
import {
  close,
  look,
  mayStartCycle,
  openForIdea,
  openForSignal,
  reopen,
  requireOpen,
  settle,
  type ThreadContent,
} from './thread.ts';

const start = '2026-01-05T08:00:00.000Z';
const opening = { unitId: 'ward', measureId: 'm', title: 'Thread', ownerId: 'manager', at: start };
const signalThread: ThreadContent = {
  thread: openForSignal({ id: 't', ...opening }),
  proposals: [],
  cycles: [],
};

const day = (n: number): string => new Date(Date.parse(start) + n * 86_400_000).toISOString();

const proposal = (id: string, at: string): Proposal => ({
  id,
  threadId: 't',
  unitId: 'ward',
  kind: 'idea',
  origin: 'front-line',
  attributes: {},
  concernsUnitId: null,
  prepared: false,
  askedByForumId: null,
  earlierIds: [],
  title: `Proposal ${id}`,
  text: 'text',
  raisedBy: 'nurse',
  raisedAt: at,
  state: 'raised',
  forumId: 'local',
  atForumSince: at,
  returnOn: null,
  firstDecidedAt: null,
  lastStep: 1,
});

const cycle = (id: string, proposalId: string, at: string): Cycle => ({
  id,
  threadId: 't',
  proposalId,
  unitId: 'ward',
  measureId: 'm',
  balancingMeasureIds: [],
  title: `Cycle ${id}`,
  aim: 'aim',
  change: 'change',
  prediction: { text: 'prediction', value: null, byMonth: null },
  startMonth: null,
  state: 'planned',
  verdict: null,
  verdictReason: null,
  ownerId: 'nurse',
  startedAt: at,
  closedAt: null,
});

/** One thing that somebody tries to do on a thread. */
type Move =
  | { readonly kind: 'look' | 'propose' | 'start' | 'do' | 'study' | 'close' | 'reopen' }
  | { readonly kind: 'decide'; readonly outcome: 'try' | 'decline' | 'park' | 'pass-on' }
  | { readonly kind: 'act'; readonly verdict: 'kept' | 'adapted' | 'dropped' };

const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.constantFrom('look', 'propose', 'start', 'do', 'study', 'close', 'reopen').map((kind) => ({
    kind,
  })),
  fc
    .constantFrom('try', 'decline', 'park', 'pass-on')
    .map((outcome) => ({ kind: 'decide' as const, outcome })),
  fc
    .constantFrom('kept', 'adapted', 'dropped')
    .map((verdict) => ({ kind: 'act' as const, verdict })),
) as fc.Arbitrary<Move>;

function attempt(content: ThreadContent, move: Move, at: string): Ruling<ThreadContent> {
  const { thread, proposals, cycles } = content;
  const and = <T>(ruling: Ruling<T>, then: (next: T) => ThreadContent): Ruling<ThreadContent> =>
    ruling.kind === 'allowed' ? { kind: 'allowed', next: then(ruling.next) } : ruling;
  const undecided = proposals.find((one) => !isDecided(one));
  const openCycle = cycles.find((one) => one.state !== 'closed');
  const change = (changed: Cycle): ThreadContent => ({
    ...content,
    cycles: cycles.map((one) => (one.id === changed.id ? changed : one)),
  });
  const nothing: Ruling<never> = {
    kind: 'refused',
    problem: { code: 'test', message: 'nothing there', tip: 'tip', where: '' },
  };
  switch (move.kind) {
    case 'look':
      return and(look(thread, at), (next) => ({ ...content, thread: next }));
    case 'propose':
      return and(requireOpen(thread), () => ({
        ...content,
        thread: { ...thread, lookedAt: thread.lookedAt ?? at },
        proposals: [...proposals, proposal(`p${proposals.length}`, at)],
      }));
    case 'decide':
      if (undecided === undefined || thread.state === 'closed') return nothing;
      return and(
        decide(undecided, {
          outcome: move.outcome,
          returnOn: move.outcome === 'park' ? day(400).slice(0, 10) : null,
          toForumId: 'group',
          seenStep: null,
          at,
        }),
        (next) => ({
          ...content,
          proposals: proposals.map((one) => (one.id === next.id ? next : one)),
        }),
      );
    case 'start':
      return and(mayStartCycle(content), (tried) => ({
        ...content,
        cycles: [...cycles, cycle(`c${cycles.length}`, tried.id, at)],
      }));
    case 'do':
      return openCycle === undefined
        ? nothing
        : and(recordDo(openCycle, at.slice(0, 7), at), change);
    case 'study':
      return openCycle === undefined ? nothing : and(recordStudy(openCycle), change);
    case 'act':
      return openCycle === undefined
        ? nothing
        : and(recordAct(openCycle, { verdict: move.verdict, reason: 'reason', at }), change);
    case 'close':
      return and(close(content, 'reason', at), (next) => ({ ...content, thread: next }));
    case 'reopen':
      return and(reopen(thread, at), (next) => ({ ...content, thread: next }));
  }
}

function play(list: readonly Move[]): readonly ThreadContent[] {
  const states = [signalThread];
  list.forEach((move, i) => {
    const before = states.at(-1) ?? signalThread;
    const at = day(i + 1);
    const ruling = attempt(before, move, at);
    if (ruling.kind === 'refused') expect(ruling.problem.tip).not.toBe('');
    else states.push({ ...ruling.next, thread: settle(ruling.next, at) });
  });
  return states;
}

describe('whatever people try on a thread, in any order', () => {
  const anyWalk = fc.array(moves, { maxLength: 40 });
  test('it waits for something as long as it is open, and for nothing when it is closed', () => {
    fc.assert(
      fc.property(anyWalk, (list) => {
        for (const { thread } of play(list))
          expect(thread.waitingFor === 'nothing').toBe(thread.state === 'closed');
      }),
    );
  });
  test('no proposal disappears: a closed thread holds only decided ones and closed cycles', () => {
    fc.assert(
      fc.property(anyWalk, (list) => {
        for (const { thread, proposals, cycles } of play(list)) {
          if (thread.state === 'open') continue;
          expect(proposals.every(isDecided)).toBe(true);
          expect(cycles.every(({ state }) => state === 'closed')).toBe(true);
          expect(thread.closedReason).not.toBeNull();
        }
      }),
    );
  });
  test('an undecided proposal is waited for, unless a cycle is under way or it is parked', () => {
    fc.assert(
      fc.property(anyWalk, (list) => {
        for (const { thread, proposals, cycles } of play(list)) {
          const undecided = proposals.some((one) => ['raised', 'considered'].includes(one.state));
          const busy = cycles.some(({ state }) => state !== 'closed');
          if (undecided && !busy) expect(thread.waitingFor).toBe('a-decision');
        }
      }),
    );
  });
  test('one change at a time is under way', () => {
    fc.assert(
      fc.property(anyWalk, (list) => {
        for (const { cycles } of play(list))
          expect(cycles.filter(({ state }) => state !== 'closed').length).toBeLessThanOrEqual(1);
      }),
    );
  });
  test('a cycle has a verdict exactly when it is closed, and a start month once it runs', () => {
    fc.assert(
      fc.property(anyWalk, (list) => {
        for (const { cycles } of play(list))
          for (const one of cycles) {
            expect(one.verdict !== null).toBe(one.state === 'closed');
            expect(one.startMonth !== null).toBe(one.state !== 'planned');
          }
      }),
    );
  });
  test('it never waits from a moment to come, and nothing that was given is changed', () => {
    fc.assert(
      fc.property(anyWalk, (list) => {
        const frozen = JSON.stringify(signalThread);
        const states = play(list);
        expect(JSON.stringify(signalThread)).toBe(frozen);
        states.forEach(({ thread }) => {
          expect(thread.waitingSince <= day(list.length)).toBe(true);
        });
      }),
    );
  });
});

describe('the turn, step by step', () => {
  const turn = (...list: Move[]) => play(list).map(({ thread }) => thread.waitingFor);
  test('goes from a look to the closed thread', () => {
    expect(
      turn(
        { kind: 'look' },
        { kind: 'propose' },
        { kind: 'decide', outcome: 'try' },
        { kind: 'start' },
        { kind: 'do' },
        { kind: 'study' },
        { kind: 'act', verdict: 'kept' },
        { kind: 'close' },
      ),
    ).toEqual([
      'a-look',
      'a-proposal',
      'a-decision',
      'a-cycle',
      'the-change',
      'the-effect',
      'a-verdict',
      'closing',
      'nothing',
    ]);
  });
  test('ends at the decision when the forum declines', () => {
    expect(turn({ kind: 'propose' }, { kind: 'decide', outcome: 'decline' }).at(-1)).toBe(
      'closing',
    );
  });
  test('goes on after an adapted change with a new cycle', () => {
    const states = turn(
      { kind: 'propose' },
      { kind: 'decide', outcome: 'try' },
      { kind: 'start' },
      { kind: 'do' },
      { kind: 'study' },
      { kind: 'act', verdict: 'adapted' },
      { kind: 'start' },
    );
    expect(states.slice(-2)).toEqual(['closing', 'the-change']);
  });
  test('a reopened thread asks for a new proposal', () => {
    const states = turn(
      { kind: 'propose' },
      { kind: 'decide', outcome: 'decline' },
      { kind: 'close' },
      { kind: 'reopen' },
    );
    expect(states.at(-1)).toBe('a-proposal');
  });
  test('what a forum passes on waits anew, for the next forum', () => {
    const states = play([{ kind: 'propose' }, { kind: 'decide', outcome: 'pass-on' }]);
    expect(states.at(-1)?.thread).toMatchObject({
      waitingFor: 'a-decision',
      waitingSince: day(2),
    });
    expect(states.at(-1)?.proposals).toMatchObject([{ state: 'raised', forumId: 'group' }]);
  });
  test('a second proposal does not make the first look new', () => {
    const states = play([{ kind: 'propose' }, { kind: 'propose' }]);
    expect(states.at(-1)?.thread.waitingSince).toBe(day(1));
  });
  test('an idea needs no look: whoever wrote it has looked', () => {
    expect(openForIdea({ id: 't', ...opening }).waitingFor).toBe('a-proposal');
  });
});

describe('refusals', () => {
  const raised = proposal('p', start);
  const nothingMore = { returnOn: null, toForumId: null, seenStep: null };
  const decision = { outcome: 'try', ...nothingMore, at: start } as const;
  const codeOf = (ruling: Ruling<unknown>) =>
    ruling.kind === 'refused' ? ruling.problem.code : 'allowed';
  test('a decision is made once', () => {
    expect(codeOf(decide({ ...raised, state: 'tried' }, decision))).toBe(
      'proposal-already-decided',
    );
  });
  test('parking needs a date to come', () => {
    expect(codeOf(decide(raised, { ...decision, outcome: 'park' }))).toBe('parked-without-date');
    expect(codeOf(decide(raised, { ...decision, outcome: 'park', returnOn: '2026-01-05' }))).toBe(
      'return-date-past',
    );
    expect(codeOf(decide(raised, { ...decision, outcome: 'park', returnOn: '2026-01-06' }))).toBe(
      'allowed',
    );
  });
  test('the last forum has nobody to pass a proposal on to', () => {
    expect(codeOf(decide(raised, { ...decision, outcome: 'pass-on' }))).toBe('no-further-forum');
  });
  test('a change cannot start in a mistyped year', () => {
    const planned = cycle('c', 'p', start);
    expect(codeOf(recordDo(planned, '2062-01', start))).toBe('start-month-too-far');
    expect(codeOf(recordDo(planned, '1926-01', start))).toBe('start-month-too-far');
    expect(codeOf(recordDo(planned, '2025-11', start))).toBe('allowed');
  });
  test('a cycle starts only after a forum has said try', () => {
    expect(codeOf(mayStartCycle({ ...signalThread, proposals: [raised] }))).toBe(
      'no-proposal-to-try',
    );
  });
});
