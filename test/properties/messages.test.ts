import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MessageType, messageTypes } from '#core';
import { type Person, roleKinds, unitTree } from '#organisation';
import {
  type Candidate,
  chooseMessages,
  messagesPerPeriod,
  type Recipient,
  type Said,
  scoreParts,
} from '#practice';

const both = (name: string) => ({ en: name, sv: name });
const unitIds = ['div', 'dep', 'ward', 'clinic'];
const parents = [null, 'div', 'dep', 'dep'];
const tree = unitTree(
  unitIds.map((id, i) => ({ id, parentId: parents[i] ?? null, level: 'l', name: both(id) })),
);
const forum = {
  ...{ id: 'board', unitId: 'dep', kind: 'k', name: both('b'), cadenceDays: 14 },
  ...{ meetsFrom: '2026-01-01', mattersPerMeeting: 6, quorum: null, members: [] },
};
const asOf = '2026-03-02T08:00:00.000Z';

const instant = fc.integer({ min: 0, max: 200 }).map((days) => {
  return new Date(Date.parse(asOf) - days * 86_400_000).toISOString();
});
const type = fc.constantFrom(...messageTypes);
const measureId = fc.option(fc.constantFrom('a', 'b', 'c'));
const unitId = fc.constantFrom(...unitIds);
const facts = { type: 'step-due', waitingFor: 'a-verdict', since: asOf, days: 0 } as const;
const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    ...{ type, unitId, measureId, since: instant },
    key: fc.integer({ min: 0, max: 60 }).map((n) => `k-${n}`),
    forumId: fc.option(fc.constantFrom('board', 'other')),
    ownerId: fc.option(fc.constantFrom('p', 'q')),
    size: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map((one) => ({ ...one, facts, threadId: null, step: { page: 'measure' as const } }));
const said: fc.Arbitrary<Said> = fc.record({
  ...{ type, unitId, measureId, at: instant },
  key: fc.integer({ min: 0, max: 60 }).map((n) => `k-${n}`),
});
const weight = fc.double({ min: 0, max: 10, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const weights = fc.record({
  parts: fc.record({
    ...{ new: weight, actionable: weight, important: weight },
    ...{ preferred: weight, unsaid: weight },
  }),
  importance: fc
    .tuple(...messageTypes.map(() => share))
    .map(
      (values) =>
        Object.fromEntries(messageTypes.map((one, i) => [one, values[i] ?? 0])) as Record<
          MessageType,
          number
        >,
    ),
  worthSending: share,
});
const recipient: fc.Arbitrary<Recipient> = fc.oneof(
  fc
    .array(fc.record({ role: fc.constantFrom(...roleKinds), unitId }), { minLength: 1 })
    .map((roles): Recipient => {
      const person: Person = { id: 'p', name: 'p', title: both('p'), roles, persona: true };
      return { kind: 'person', id: 'p', person };
    }),
  fc.constant<Recipient>({ kind: 'team', id: 'ward', unitId: 'ward' }),
  fc.constant<Recipient>({ kind: 'board', id: 'board', forum }),
);
const round = fc.record({
  ...{ recipient, weights },
  candidates: fc.uniqueArray(candidate, { maxLength: 40, selector: ({ key }) => key }),
  said: fc.array(said, { maxLength: 10 }),
  isOn: fc.boolean(),
  share: fc.option(fc.double({ min: 0.01, max: 0.99, noNaN: true })),
  chance: share,
});

const picks = ({ recipient, weights, candidates, said, ...more }: RoundDrawn) =>
  chooseMessages(
    {
      ...{ candidates, weights, asOf, forums: [forum], tree, measures: new Map() },
      settingOf: (of) => ({
        isOn: more.isOn || of === 'concern',
        randomised: more.share === null ? null : { share: more.share, seed: 's' },
      }),
      chance: () => more.chance,
    },
    { recipient, said, wishes: { types: { improvement: 'fewer' }, measures: { a: 'more' } } },
  );
type RoundDrawn = typeof round extends fc.Arbitrary<infer T> ? T : never;

describe('whatever there is to say, whoever hears it, by whatever weights', () => {
  test('nobody gets more than two, never two about one chart, and the best come first', () => {
    fc.assert(
      fc.property(round, (drawn) => {
        const picked = picks(drawn);
        const taken = picked.filter(({ outcome }) => outcome !== 'not-chosen');
        expect(taken.length).toBeLessThanOrEqual(messagesPerPeriod);
        const charts = taken.map(({ candidate: { unitId, measureId, key } }) =>
          measureId === null ? key : `${unitId} ${measureId}`,
        );
        expect(new Set(charts).size).toBe(charts.length);
        const totals = picked.map(({ score }) => score.total);
        expect(totals).toEqual(totals.toSorted((a, b) => b - a));
        for (const { score } of taken)
          expect(score.total).toBeGreaterThanOrEqual(drawn.weights.worthSending);
      }),
    );
  });
  test('everything that concerns the recipient is in the log once, with parts between 0 and 1', () => {
    fc.assert(
      fc.property(round, (drawn) => {
        const picked = picks(drawn);
        const keys = picked.map(({ candidate }) => candidate.key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const one of picked) {
          for (const part of scoreParts) {
            expect(one.score.parts[part]).toBeGreaterThanOrEqual(0);
            expect(one.score.parts[part]).toBeLessThanOrEqual(1);
          }
          expect(one.outcome === 'not-chosen' ? one.because : 'taken').not.toBe('');
        }
      }),
    );
  });
  test('the order in which matters come changes nothing', () => {
    fc.assert(
      fc.property(round, (drawn) => {
        const backwards = { ...drawn, candidates: drawn.candidates.toReversed() };
        expect(picks(backwards)).toEqual(picks(drawn));
      }),
    );
  });
});
