import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  consider,
  type Decision,
  type DecisionOutcome,
  decide,
  decisionOutcomes,
  isDecided,
  type Proposal,
  type ProposalState,
  proposalStates,
  transitions,
} from './proposal.ts';

const at = '2026-03-02T08:00:00.000Z';
const inState = (state: ProposalState, lastStep = 7): Proposal => ({
  ...{ id: 'p', threadId: 't', unitId: 'ward', kind: 'idea', origin: 'front-line' },
  ...{ attributes: {}, concernsUnitId: null, prepared: false, askedByForumId: null },
  ...{ earlierIds: [], title: 'T', text: 'T', raisedBy: 'nurse', raisedAt: at },
  ...{ forumId: 'local', atForumSince: at, firstDecidedAt: null },
  state,
  returnOn: state === 'parked' ? '2026-09-01' : null,
  lastStep,
});
const decision = (outcome: DecisionOutcome, seenStep: number | null = 7): Decision => ({
  ...{ outcome, seenStep, at, toForumId: 'group' },
  returnOn: outcome === 'park' ? '2026-12-01' : null,
});

/**
 * Written out by hand, so that a change of what is legal is a change here too. c considered, t tried, p prioritised,
 * s spread, m mandated, k parked, d declined, h handed over.
 */
const legal: Record<ProposalState, string> = {
  raised: 'ctpsmkdh',
  considered: 'ctpsmkdh',
  parked: 'ctpsmkdh',
  tried: 'psmdh',
  prioritised: 'tsmkdh',
  spread: 'mdh',
  mandated: 'sdh',
  declined: '',
};
const letters = {
  ...{ consider: 'c', try: 't', prioritise: 'p', spread: 's', mandate: 'm', park: 'k' },
  ...{ decline: 'd', 'pass-on': 'h' },
} as const;

describe('the table of transitions', () => {
  test.each(proposalStates)('%s', (state) => {
    const moves = Object.keys(transitions[state]) as (keyof typeof letters)[];
    expect(new Set(moves.map((move) => letters[move]))).toEqual(new Set(legal[state]));
  });
  test('is what deciding follows, for every state and every decision', () => {
    for (const state of proposalStates)
      for (const outcome of decisionOutcomes) {
        const ruling = decide(inState(state), decision(outcome));
        expect(ruling.kind, `${state} ${outcome}`).toBe(
          legal[state].includes(letters[outcome]) ? 'allowed' : 'refused',
        );
        if (ruling.kind === 'allowed') expect(ruling.next.state).toBe(transitions[state][outcome]);
        else expect(ruling.problem.tip).not.toBe('');
      }
  });
  test('from every state but declined a way leads to declined: nothing is stuck', () => {
    for (const state of proposalStates)
      if (state !== 'declined') expect(transitions[state].decline).toBe('declined');
  });
});

describe('two who decide', () => {
  test('whatever both want, the second is told, when both have seen the same step', () => {
    const outcome = fc.constantFrom(...decisionOutcomes);
    const open = fc.constantFrom('raised', 'considered', 'parked', 'tried', 'prioritised');
    fc.assert(
      fc.property(open, outcome, outcome, (state, one, other) => {
        const first = decide(inState(state), decision(one));
        if (first.kind === 'refused') return;
        const second = decide({ ...first.next, lastStep: 8 }, decision(other));
        expect(second.kind).toBe('refused');
      }),
    );
  });
  test('what is decided is taken further only by someone who has seen the decision', () => {
    const codeOf = (seen: number | null) => {
      const ruling = decide(inState('tried'), decision('spread', seen));
      return ruling.kind === 'refused' ? ruling.problem.code : 'allowed';
    };
    expect(codeOf(7)).toBe('allowed');
    expect(codeOf(6)).toBe('proposal-already-decided');
    expect(codeOf(null)).toBe('proposal-already-decided');
  });
});

describe('handing over', () => {
  test('begins anew at the next forum, and does not count as the first decision twice', () => {
    const ruling = decide(inState('considered'), decision('pass-on'));
    expect(ruling).toMatchObject({
      next: { state: 'raised', forumId: 'group', atForumSince: at, firstDecidedAt: at },
    });
  });
  test('to the forum that has it is refused', () => {
    const ruling = decide(inState('raised'), { ...decision('pass-on'), toForumId: 'local' });
    expect(ruling).toMatchObject({ problem: { code: 'already-at-forum' } });
  });
});

describe('taking up', () => {
  test('is done once; anew only by someone who has seen the first time', () => {
    expect(consider(inState('raised'), null)).toMatchObject({ next: { state: 'considered' } });
    expect(consider(inState('considered'), null)).toMatchObject({
      problem: { code: 'proposal-moved-on' },
    });
    expect(consider(inState('considered'), 7)).toMatchObject({ next: { state: 'considered' } });
    expect(consider(inState('raised'), 6)).toMatchObject({
      problem: { code: 'proposal-moved-on' },
    });
  });
  test('a parked one loses its date; a decided one cannot be taken up', () => {
    expect(consider(inState('parked'), null)).toMatchObject({ next: { returnOn: null } });
    for (const state of proposalStates.filter((one) => isDecided({ state: one })))
      expect(consider(inState(state), 7).kind, state).toBe('refused');
  });
});
