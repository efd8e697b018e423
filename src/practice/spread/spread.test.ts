import { describe, expect, test } from 'vitest';
import { adoptionCurves, adoptionsTold, whoLearnedFromWhom } from './adoptions.ts';
import { aimsInForce, balanceOf, driftOf } from './balance.ts';
import { proposalFlow, proposalsTold } from './proposals.ts';
import type { BalanceAims, RecordedEntry, SpreadRecord } from './recorded.ts';

const blank = { unitId: null, proposalId: null, forumId: null, detail: {} } as const;
const spread = (at: string, unitId: string, record: SpreadRecord): RecordedEntry => ({
  ...{ ...blank, at: `${at}T00:00:00.000Z`, command: 'test', unitId },
  detail: { spread: record },
});
const adopted = (at: string, unitId: string, from: string, more = {}): RecordedEntry =>
  spread(at, unitId, {
    ...{ kind: 'adopted', practiceId: 'p', version: 1, adoptionId: `a-${unitId}` },
    ...{ basis: 'chosen', learnedFromUnitId: from, stage: 'trying', startMonth: at.slice(0, 7) },
    ...{ partsChanged: 0, ...more },
  });
const moved = (at: string, unitId: string, stage: 'in-use' | 'stopped'): RecordedEntry =>
  spread(at, unitId, {
    ...{ kind: 'moved', practiceId: 'p', adoptionId: `a-${unitId}`, stage, startMonth: '2026-01' },
  });
const practice: readonly RecordedEntry[] = [
  spread('2026-01-01', 'home', { kind: 'made', practiceId: 'p', version: 1, origin: 'front-line' }),
  adopted('2026-01-10', 'a', 'home'),
  adopted('2026-02-10', 'b', 'a', { basis: 'mandated', startMonth: '2026-03', partsChanged: 2 }),
  moved('2026-04-10', 'a', 'stopped'),
  spread('2026-04-11', 'b', {
    ...{ kind: 'adapted', practiceId: 'p', adoptionId: 'a-b', nature: 'removing' },
    fidelity: 'inconsistent',
  }),
];

describe('adoptions, told by the ledger', () => {
  const told = adoptionsTold(practice);
  test('a curve counts those that began and those that still work so', () => {
    const [curve] = adoptionCurves(told, '2026-05');
    // Month by month from January: a begins in January (its move says so), b in March, a stops in April.
    expect(curve?.points.map(({ begun, inUse }) => [begun, inUse])).toEqual([
      ...[
        [1, 1],
        [1, 1],
        [2, 2],
        [2, 1],
        [2, 1],
      ],
    ]);
  });
  test('who learned from whom', () => {
    expect(whoLearnedFromWhom(told)).toEqual([
      { fromUnitId: 'home', toUnitId: 'a', practices: 1 },
      { fromUnitId: 'a', toUnitId: 'b', practices: 1 },
    ]);
  });
});

const proposal = (
  command: string,
  at: string,
  [proposalId, forumId]: readonly [string, string],
  detail: RecordedEntry['detail'] = {},
): RecordedEntry => ({
  ...{ ...blank, at: `2026-${at}T00:00:00.000Z`, command, proposalId, forumId, detail },
});
const proposals: readonly RecordedEntry[] = [
  proposal('proposal.raise', '01-01', ['x', 'local']),
  proposal('proposal.raise', '01-01', ['y', 'local']),
  proposal('proposal.raise', '01-02', ['z', 'local']),
  proposal('proposal.decide', '01-11', ['x', 'local'], { outcome: 'pass-on', nowAtForum: 'group' }),
  proposal('proposal.decide', '01-21', ['y', 'local'], { outcome: 'park', nowAtForum: 'local' }),
  proposal('proposal.decide', '01-31', ['x', 'group'], { outcome: 'try', nowAtForum: 'group' }),
  // Taken further later: the way goes on, but it is not the first word.
  proposal('proposal.decide', '06-30', ['x', 'group'], { outcome: 'spread', nowAtForum: 'group' }),
];
const level = (forumId: string) => `level-${forumId}`;

test('the flow of proposals between levels ends in what was said last', () => {
  expect(proposalFlow(proposalsTold(proposals), level)).toEqual([
    { from: '1:level-local', to: '2:level-group', count: 1 },
    { from: '2:level-group', to: 'outcome:spread', count: 1 },
    { from: '1:level-local', to: 'waiting', count: 2 },
  ]);
});

test('what the rules hand on is in the flow, and counts as nobody’s decision', () => {
  const handed = [
    proposal('proposal.raise', '01-01', ['w', 'local']),
    proposal('proposal.handed-over', '01-01', ['w', 'local'], { nowAtForum: 'group' }),
    proposal('proposal.decide', '01-08', ['w', 'group'], { outcome: 'try', nowAtForum: 'group' }),
  ];
  expect(proposalFlow(proposalsTold(handed), level)).toEqual([
    { from: '1:level-local', to: '2:level-group', count: 1 },
    { from: '2:level-group', to: 'outcome:try', count: 1 },
  ]);
  const within = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  expect(balanceOf(handed, { placeOf: level, within }).daysToDecision).toEqual([
    { place: 'level-group', decisions: 1, medianDays: 7 },
  ]);
});

describe('the balance', () => {
  const within = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  const balance = balanceOf([...practice, ...proposals], { placeOf: level, within });
  test('counts shares with what they are shares of', () => {
    expect(balance).toMatchObject({
      fromBelow: { of: 1, total: 1, share: 1 },
      mandated: { of: 1, total: 2, share: 0.5 },
      adapted: { of: 1, total: 2 },
      inconsistent: { of: 1, total: 2 },
      answered: { of: 1, total: 3 }, // x; y is parked and z has had no word
    });
  });
  test('days to a decision run from coming before the forum to its first word', () => {
    expect(balance.daysToDecision).toEqual([
      { place: 'level-local', decisions: 2, medianDays: 15 }, // 10 for x, 20 for y
      { place: 'level-group', decisions: 1, medianDays: 20 }, // 11 to 31 January
    ]);
    expect(balance.medianDaysToDecision).toBe(20); // of 10, 20 and 20
  });
  test('with nothing there is no share, and it is not zero', () => {
    const empty = balanceOf([], { placeOf: level, within });
    expect([empty.fromBelow.share, empty.medianDaysToDecision]).toEqual([null, null]);
    expect(driftOf(empty, null).map(({ value, within: is }) => [value, is])).toEqual(
      Array.from({ length: 5 }, () => [null, null]),
    );
  });
  test('the drift is the distance from what was last said', () => {
    const aims: BalanceAims = {
      ...{ fromBelowShare: 0.5, mandatedShareMax: 0.25, daysToDecisionMax: 30 },
      ...{ adaptedShareMin: null, answeredShare: 0.9 },
    };
    const set = { ...blank, at: within.from, command: 'balance.set', detail: { balance: aims } };
    const drift = driftOf(balance, aimsInForce([set])?.aims ?? null);
    expect(drift.map(({ figure, within: is }) => [figure, is])).toEqual([
      ['from-below', true], // 1 ≥ 0.5
      ['mandated', false], // 0.5 > 0.25
      ['days-to-decision', true], // 20 ≤ 30
      ['adapted', null], // nothing said
      ['answered', false], // 1/3 < 0.9
    ]);
  });
});
