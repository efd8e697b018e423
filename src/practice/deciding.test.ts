import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allHaveScored,
  type Deliberation,
  declareInterest,
  defaultRules,
  openScores,
  quorum,
  score,
  tally,
} from './deciding.ts';

const at = '2026-03-02T08:00:00.000Z';
const name = { en: '', sv: '' };
const rules = {
  criteria: [
    { id: 'a', name, weight: 3 },
    { id: 'b', name, weight: 1 },
  ],
} as const;

const scoring = (memberIds: readonly string[], more: Partial<Deliberation> = {}): Deliberation => ({
  ...{ proposalId: 'p', forumId: 'f', rules, quorumNeeded: 2, scores: [], interests: [] },
  consideration: {
    ...{ id: 'c', proposalId: 'p', forumId: 'f', rules },
    ...{ begunAt: at, openedAt: null, closedAt: null },
  },
  members: memberIds.map((personId) => ({ personId, counts: true })),
  ...more,
});
const gave = (personId: string, a: number, b: number) => ({ personId, points: { a, b } });
const codeOf = (ruling: { kind: string; problem?: { code: string } }) =>
  ruling.problem?.code ?? ruling.kind;

describe('scores', () => {
  test('are means, weighed by the weights of the criteria', () => {
    const scores = [gave('x', 10, 2), gave('y', 6, 4)];
    // means 8 and 3; (3×8 + 1×3) / 4 = 6.75
    expect(tally(scoring(['x', 'y'], { scores }))).toMatchObject({
      weighted: 6.75,
      criteria: [
        { criterionId: 'a', mean: 8, lowest: 6, highest: 10 },
        { criterionId: 'b', mean: 3, lowest: 2, highest: 4 },
      ],
    });
  });
  test('of nobody have no mean, and no number that means missing', () => {
    expect(tally(scoring(['x']))).toMatchObject({
      ...{ weighted: null, counted: 0 },
      criteria: [{ mean: null, lowest: null }, { mean: null }],
    });
  });
  test('of those with an interest, or a voice only, are left out of every number', () => {
    const given = fc.array(
      fc.record({
        a: fc.integer({ min: 0, max: 10 }),
        b: fc.integer({ min: 0, max: 10 }),
        out: fc.constantFrom('counts', 'interest', 'voice'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(given, (all) => {
        const people = all.map((one, i) => ({ ...one, id: `m${i}` }));
        const everybody: Deliberation = {
          ...scoring([]),
          members: people.map(({ id, out }) => ({ personId: id, counts: out !== 'voice' })),
          interests: people
            .filter(({ out }) => out === 'interest')
            .map(({ id }) => ({ personId: id, text: 't' })),
          scores: people.map(({ id, a, b }) => gave(id, a, b)),
        };
        const counting = people.filter(({ out }) => out === 'counts');
        const only = scoring(
          counting.map(({ id }) => id),
          { scores: counting.map(({ id, a, b }) => gave(id, a, b)) },
        );
        const { notCounted, ...said } = tally(everybody);
        const { notCounted: _, ...expected } = tally(only);
        expect(said).toEqual(expected);
        expect(notCounted).toBe(people.length - counting.length);
      }),
    );
  });
  test('do not depend on the order in which they were given, nor on the scale of the weights', () => {
    const scores = [gave('x', 1, 9), gave('y', 7, 3), gave('z', 4, 4)];
    const people = ['x', 'y', 'z'];
    const { weighted } = tally(scoring(people, { scores }));
    expect(tally(scoring(people, { scores: scores.toReversed() })).weighted).toBe(weighted);
    const heavier = {
      ...rules,
      criteria: rules.criteria.map((one) => ({ ...one, weight: one.weight * 10 })),
    };
    expect(tally(scoring(people, { scores, rules: heavier })).weighted).toBeCloseTo(weighted ?? 0);
  });
  test('the usual criteria have weights and names in both languages', () => {
    for (const { weight, name: said } of defaultRules.criteria) {
      expect(weight).toBeGreaterThan(0);
      expect(said.en).not.toBe(said.sv);
    }
  });
});

describe('scoring', () => {
  test('is for members, while the scores are closed, with whole points on each criterion', () => {
    const open = scoring(['x', 'y']);
    expect(codeOf(score(open, gave('stranger', 1, 1)))).toBe('not-a-member');
    expect(codeOf(score(scoring(['x'], { consideration: null }), gave('x', 1, 1)))).toBe(
      'not-on-the-table',
    );
    for (const points of [{ a: 1 }, { a: 1, b: 11 }, { a: 1, b: -1 }, { a: 1, b: 0.5 }])
      expect(codeOf(score(open, { personId: 'x', points }))).toBe('points-not-whole');
    const first = score(open, gave('x', 5, 5));
    if (first.kind === 'refused') throw new Error('a member was refused');
    const again = score(first.next, gave('x', 6, 6));
    expect(again).toMatchObject({ next: { scores: [gave('x', 6, 6)] } });
    const opened = openScores(first.next, at);
    if (opened.kind === 'refused') throw new Error('opening was refused');
    const shown = { ...first.next, consideration: opened.next };
    expect(codeOf(score(shown, gave('y', 1, 1)))).toBe('scores-open');
    expect(codeOf(openScores(shown, at))).toBe('scores-open');
  });
  test('is over when everybody whose word counts has scored', () => {
    const scores = [gave('x', 5, 5)];
    expect(allHaveScored(scoring(['x', 'y'], { scores }))).toBe(false);
    const declared = declareInterest(scoring(['x', 'y'], { scores }), { personId: 'y', text: 't' });
    expect(declared.kind === 'allowed' && allHaveScored(declared.next)).toBe(true);
    expect(allHaveScored(scoring([]))).toBe(false);
  });
});

describe('a quorum', () => {
  test('counts who scored and who is here, once each, without those with an interest', () => {
    const table = scoring(['x', 'y', 'z'], { scores: [gave('x', 5, 5)] });
    expect(codeOf(quorum(table, []))).toBe('quorum-not-met');
    expect(codeOf(quorum(table, ['x']))).toBe('quorum-not-met');
    expect(quorum(table, ['y', 'stranger'])).toMatchObject({ next: { takingPart: 2, needed: 2 } });
    const interested = { ...table, interests: [{ personId: 'y', text: 't' }] };
    expect(codeOf(quorum(interested, ['y']))).toBe('quorum-not-met');
    expect(codeOf(quorum(interested, ['z']))).toBe('allowed');
  });
  test('that cannot be met, and a forum without members, say so', () => {
    const interests = ['x', 'y'].map((personId) => ({ personId, text: 't' }));
    expect(codeOf(quorum(scoring(['x', 'y', 'z'], { interests }), ['z']))).toBe(
      'quorum-cannot-be-met',
    );
    expect(codeOf(quorum(scoring([]), []))).toBe('forum-without-members');
    const voices = scoring(['x'], { members: [{ personId: 'x', counts: false }] });
    expect(codeOf(quorum(voices, ['x']))).toBe('forum-without-members');
  });
});
