import { describe, expect, test } from 'vitest';
import { countDots, dotsFor, layDots } from './dots.ts';
import type { Proposal } from './proposal.ts';
import { silentItems } from './silence.ts';
import { answerRequest, type SupportRequest, takeRequest } from './support-request.ts';

const at = '2026-03-02T08:00:00.000Z';
const later = (days: number) => new Date(Date.parse(at) + days * 86_400_000).toISOString();
const proposal = (id: string, more: Partial<Proposal>): Proposal => ({
  ...{ id, threadId: 't', unitId: 'ward', kind: 'idea', origin: 'front-line' },
  ...{ attributes: {}, concernsUnitId: null, prepared: false, askedByForumId: null },
  ...{ earlierIds: [], title: id, text: 'T', raisedBy: 'nurse', raisedAt: at, state: 'raised' },
  ...{ forumId: 'f', atForumSince: at, firstDecidedAt: null, returnOn: null, lastStep: 1 },
  ...more,
});
const request = (more: Partial<SupportRequest> = {}): SupportRequest => ({
  ...{ id: 'r', unitId: 'ward', threadId: null, forumId: 'f', title: 'R', text: 'T' },
  ...{ askedBy: 'nurse', askedAt: at, state: 'asked', ownerId: null, takenAt: null },
  ...{ answer: null, answeredAt: null },
  ...more,
});
const forum = { id: 'f', cadenceDays: 14 };
const idsAt = (days: number, proposals: readonly Proposal[], requests: readonly SupportRequest[]) =>
  silentItems(forum, { proposals, requests }, later(days)).map(({ id }) => id);

describe('what lies in silence', () => {
  test('is what has waited longer than the cadence, the longest first', () => {
    const proposals = [
      proposal('new', { atForumSince: later(10) }),
      proposal('old', {}),
      proposal('older', { atForumSince: later(-5), state: 'considered' }),
    ];
    expect(idsAt(14, proposals, [])).toEqual(['older']); // nineteen days and fourteen
    expect(idsAt(15, proposals, [])).toEqual(['older', 'old']);
  });
  test('is what is parked, from its date on and not before', () => {
    const parked = [proposal('p', { state: 'parked', returnOn: '2026-06-01' })];
    expect(silentItems(forum, { proposals: parked, requests: [] }, '2026-05-31T23:59:59Z')).toEqual(
      [],
    );
    const items = silentItems(forum, { proposals: parked, requests: [] }, '2026-06-01T00:00:00Z');
    expect(items).toMatchObject([{ kind: 'proposal-returned', id: 'p', daysWaited: 0 }]);
  });
  test('is not what was decided, nor what lies elsewhere', () => {
    const proposals = [
      proposal('tried', { state: 'tried' }),
      proposal('declined', { state: 'declined' }),
      proposal('elsewhere', { forumId: 'other' }),
    ];
    expect(idsAt(400, proposals, [request({ forumId: 'other' })])).toEqual([]);
  });
  test('is an unanswered request, also when somebody has it', () => {
    const taken = request({ state: 'taken', ownerId: 'analyst', takenAt: later(1) });
    expect(idsAt(15, [], [taken])).toEqual(['r']);
    const answered = request({ state: 'answered', answer: 'A', ownerId: 'analyst' });
    expect(idsAt(15, [], [answered])).toEqual([]);
  });
});

describe('a request to the support unit', () => {
  test('is taken, taken over and answered once', () => {
    const taken = takeRequest(request(), 'ana', later(1));
    expect(taken).toMatchObject({ next: { state: 'taken', ownerId: 'ana' } });
    if (taken.kind === 'refused') return;
    expect(takeRequest(taken.next, 'ana', later(2))).toMatchObject({
      problem: { code: 'request-already-yours' },
    });
    expect(takeRequest(taken.next, 'amir', later(2))).toMatchObject({ next: { ownerId: 'amir' } });
    const said = { personId: 'amir', answer: 'So', at: later(3) };
    const answered = answerRequest(taken.next, said);
    expect(answered).toMatchObject({ next: { state: 'answered', ownerId: 'ana', answer: 'So' } });
    if (answered.kind === 'refused') return;
    expect(answerRequest(answered.next, said)).toMatchObject({
      problem: { code: 'request-already-answered' },
    });
  });
  test('answered by someone who had not taken it is theirs', () => {
    const said = { personId: 'amir', answer: 'So', at: later(3) };
    expect(answerRequest(request(), said)).toMatchObject({ next: { ownerId: 'amir' } });
  });
});

describe('dots', () => {
  const round = {
    ...{ id: 'd', forumId: 'f', proposalIds: ['a', 'b', 'c'], dotsEach: 3 },
    ...{ begunAt: at, openedAt: null },
  };
  test('are at most what one has, whole, on the proposals of the round', () => {
    expect(layDots(round, { personId: 'x', dots: { a: 2, b: 1 } }).kind).toBe('allowed');
    for (const dots of [{ a: 4 }, { a: -1, b: 2 }, { a: 1.5 }, { z: 1 }, {}])
      expect(layDots(round, { personId: 'x', dots })).toMatchObject({
        problem: { code: 'dots-not-right' },
      });
    expect(layDots({ ...round, openedAt: at }, { personId: 'x', dots: { a: 1 } })).toMatchObject({
      problem: { code: 'dots-open' },
    });
  });
  test('are counted without those of members with an interest in that proposal', () => {
    const laid = [
      { personId: 'x', dots: { a: 3 } },
      { personId: 'y', dots: { a: 1, b: 2 } },
    ];
    const counts = countDots(round, laid, (who, what) => who === 'x' && what === 'a');
    expect(counts).toEqual([
      { proposalId: 'b', dots: 2, people: 1, notCounted: 0 },
      { proposalId: 'a', dots: 1, people: 1, notCounted: 3 },
      { proposalId: 'c', dots: 0, people: 0, notCounted: 0 },
    ]);
  });
  test('about a third of the choices, and at least one', () => {
    expect([1, 3, 4, 9, 10].map(dotsFor)).toEqual([1, 1, 2, 3, 4]);
  });
});
