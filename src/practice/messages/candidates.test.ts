import { describe, expect, test } from 'vitest';
import { addMonths } from '#core';
import { type MonthlyResult, readChart, unitsBeside } from '#knowledge';
import type { Challenge } from '../challenge.ts';
import { effectByChance } from '../effect/effect-by-chance.ts';
import { type AdoptionInHand, adoptionCandidates } from './adoption-candidates.ts';
import { adviceCandidates } from './advice-candidates.ts';
import { blockLine, restsOnFew } from './block-line.ts';
import { type ChartInHand, chartCandidates } from './chart-candidates.ts';
import { disputeCandidates } from './dispute-candidates.ts';
import { movedAsWanted, type Occasion, occasionsOf } from './effect-of-messages.ts';
import { type ThreadInHand, threadCandidates } from './thread-candidates.ts';

const scale = { chart: 'p', multiplier: 1, scoring: 'proportion' } as const;
const wanted = { id: 'seen', direction: 'up' } as const;
const measure = { ...wanted, ...scale };
const first = '2023-01';

/** A chart of 36 months with these shares of 100 cases, the last of them in December 2025. */
function chartOf(shares: readonly number[], target: number | null = null) {
  const results = shares.map((share, i) =>
    result(addMonths('2025-12', i + 1 - shares.length), share),
  );
  return readChart({
    measure: { ...measure, target },
    ...{ results, months: results.map(({ month }) => month) },
    ...{ recalculatedFrom: [], changedFrom: null },
  });
}

const result = (month: string, share: number, denominator = 100): MonthlyResult => ({
  ...{ month, numerator: Math.round(share * denominator), denominator, sumOfSquares: 0 },
});

const steady = (share: number, months = 36) => Array.from({ length: months }, () => share);
const held = (more: Partial<ChartInHand>): ChartInHand => ({
  ...{ unitId: 'ward', measure, chart: chartOf(steady(0.8)), thread: null, signal: null },
  ...{ beside: null, ...more },
});
const signal: NonNullable<ChartInHand['signal']> = {
  ...{ id: 's', reading: 'concern', firstMonth: '2025-11', month: '2025-11' },
  ...{ lastMonth: '2025-12', threadId: 't', ownerId: 'p' },
};

describe('a chart gives reason to say', () => {
  const fallen = chartOf([...steady(0.8, 34), 0.6, 0.6]);
  test('nothing, where it is steady and has no target', () => {
    expect(chartCandidates(held({}))).toEqual([]);
  });
  test('that it got worse, from when that could first be known, with the last month of the pattern', () => {
    expect(chartCandidates(held({ chart: fallen, signal }))).toMatchObject([
      {
        ...{ type: 'concern', key: 'concern/ward/seen/2025-11', threadId: 't', ownerId: 'p' },
        ...{ since: '2025-12-01T00:00:00.000Z', size: 1, step: { page: 'thread', id: 't' } },
        facts: { month: '2025-12', firstMonth: '2025-11', value: 0.6 },
      },
    ]);
  });
  test('no longer that it got worse, once the pattern ended more than two months ago', () => {
    const ended = (lastMonth: string) =>
      chartCandidates(held({ chart: fallen, signal: { ...signal, lastMonth } })).length;
    expect([ended('2025-10'), ended('2025-09')]).toEqual([1, 0]);
  });
  test('nothing of a change that nobody calls good or bad', () => {
    const neutral = { ...signal, reading: 'neutral' } as const;
    expect(chartCandidates(held({ chart: fallen, signal: neutral }))).toEqual([]);
  });
  test('that a target goes on being missed, where the whole band misses it, since the run began', () => {
    // Limits of 0.8 with 100 cases: 0.8 ± 0.12; the target lies above both.
    expect(chartCandidates(held({ chart: chartOf(steady(0.8), 0.95) }))).toMatchObject([
      {
        ...{ type: 'target-missed', key: 'target-missed/ward/seen', size: 1 }, // 0.15 of a width of 0.12
        since: '2023-02-01T00:00:00.000Z',
        facts: { value: 0.8, target: 0.95, months: 36 },
      },
    ]);
    expect(chartCandidates(held({ chart: chartOf(steady(0.8), 0.85) }))).toEqual([]);
  });
  test('that a target is met, in the third month in a row and not in the second or fourth', () => {
    const met = (months: number) =>
      chartCandidates(
        held({ chart: chartOf([...steady(0.8, 36 - months), ...steady(0.88, months)], 0.85) }),
      ).filter(({ type }) => type === 'target-met').length;
    expect([met(2), met(3), met(4)]).toEqual([0, 1, 0]);
  });
  test('that a unit is unlike the others of its level, and whether that is better', () => {
    const share = (i: number) => [0.55, 0.79, 0.8, 0.81, 0.8, 0.8, 0.79, 0.81][i] ?? 0.8;
    const totals = Array.from({ length: 8 }, (_, i) => ({
      ...result(first, share(i), 1000),
      unitId: i === 0 ? 'ward' : `u-${i}`,
    }));
    const beside = unitsBeside({ scoring: 'proportion', multiplier: 1 }, totals);
    expect(chartCandidates(held({ beside }))).toMatchObject([
      {
        ...{ type: 'unlike-others', key: 'unlike-others/ward/seen/below' },
        facts: { value: 0.55, units: 8, side: 'below', meaning: 'worse' },
      },
    ]);
    expect(chartCandidates(held({ beside, unitId: 'u-1' }))).toEqual([]);
  });
});

describe('a thread gives reason to say', () => {
  const asOf = '2026-03-15T00:00:00.000Z';
  const thread = { id: 't', unitId: 'ward', measureId: 'seen', ownerId: 'p', notBefore: null };
  const inHand = (more: Partial<ThreadInHand>): ThreadInHand => ({
    thread,
    standing: {
      state: 'open',
      waitingFor: 'a-verdict',
      since: '2026-03-08T00:00:00.000Z',
      overdue: false,
    },
    forum: { id: 'f', cadenceDays: 14 },
    ...{ cycle: null, effect: null, effectDueOn: null, ...more },
  });
  test('that a step is due, as large as the share of the cadence it has waited', () => {
    expect(threadCandidates(inHand({}), asOf)).toMatchObject([
      { type: 'step-due', size: 0.5, facts: { days: 7 }, forumId: null, ownerId: 'p' }, // 7 of 14 days
    ]);
  });
  test('nothing before the day that was agreed, nor while a first look is waited for', () => {
    const later = { ...thread, notBefore: '2026-04-01' };
    expect(threadCandidates(inHand({ thread: later }), asOf)).toEqual([]);
    const look = { ...inHand({}).standing, waitingFor: 'a-look' as const };
    expect(threadCandidates(inHand({ standing: look }), asOf)).toEqual([]);
  });
  test('that a forum’s decision is due, to the forum', () => {
    const standing = { ...inHand({}).standing, waitingFor: 'a-decision' as const };
    expect(threadCandidates(inHand({ standing }), asOf)).toMatchObject([{ forumId: 'f' }]);
  });
  test('what a change did, from the day on which it can be read', () => {
    const cycle = { id: 'c', unitId: 'ward', measureId: 'seen', startMonth: '2025-06' };
    const effect = { reading: 'better', difference: 0.1, lower95: 0.05, upper95: 0.15 } as const;
    const told = (effectDueOn: string) =>
      threadCandidates(inHand({ cycle, effect, effectDueOn }), asOf).map(({ type }) => type);
    expect(told('2026-03-15')).toEqual(['effect-told', 'step-due']);
    expect(told('2026-03-16')).toEqual(['step-due']);
  });
});

describe('whether messages help', () => {
  const occasion = (month: string, arm: Occasion['arm'] = 'told'): Occasion => ({
    ...{ type: 'concern', unitId: 'ward', measureId: 'seen', month, arm },
  });
  test('a chart counts once in a quarter, by its first month', () => {
    const months = ['2025-02', '2025-03', '2025-04'].map((month) => occasion(month));
    expect(occasionsOf(months.toReversed()).map(({ month }) => month)).toEqual([
      '2025-02',
      '2025-04',
    ]);
  });
  test('better is better in the three months after than in the three before, whichever way is wanted', () => {
    const rising = [0.5, 0.5, 0.5, 0.1, 0.6, 0.6, 0.6].map((share, i) =>
      result(addMonths(first, i), share),
    );
    const moved = (direction: 'up' | 'down' | 'neutral', results = rising) =>
      movedAsWanted({ month: '2023-04' }, results, { direction, multiplier: 1 });
    expect([moved('up'), moved('down'), moved('neutral')]).toEqual([true, false, null]);
    expect(moved('up', rising.slice(1))).toBeNull(); // two months before only
  });
  test('106 of 150 told and 48 of 150 held back: 39 points more, 28 to 48', () => {
    const outcomes = (yes: number, no: number) => [
      ...Array.from({ length: yes }, () => true),
      ...Array.from({ length: no }, () => false),
    ];
    const effect = effectByChance({
      ...{ given: outcomes(106, 44), heldBack: outcomes(48, 102), direction: 'up' },
    });
    if (effect.kind === 'not-estimable') throw new Error(effect.reason);
    const points = [effect.difference, effect.lower95, effect.upper95].map((one) =>
      Math.round(100 * one),
    );
    expect(points).toEqual([39, 28, 48]);
    expect(effect.reading).toBe('better');
  });
  test('nothing can be said with nobody held back, or fewer than thirty on a side', () => {
    const given = Array.from({ length: 30 }, () => true);
    const said = (heldBack: readonly boolean[] | null) =>
      effectByChance({ given, heldBack, direction: 'up' });
    expect(said(null)).toEqual({ kind: 'not-estimable', reason: 'not-by-chance' });
    expect(said(given.slice(1))).toEqual({ kind: 'not-estimable', reason: 'too-few-cases' });
    expect(said(given).kind).toBe('effect');
  });
});

describe('the picture in a mail', () => {
  const chart = chartOf([...steady(0.8, 34), 0.66, 0.6]);
  const points = chart.kind === 'chart' ? chart.points : [];
  test('is the last year, lowest to highest', () => {
    expect(blockLine(points, 'proportion')).toBe('██████████▃▁'); // 0.06 of 0.2 is 2.1 steps of 7
  });
  test('has a point for a month without a value', () => {
    const gap = points.map((point, i) => (i === 35 ? { ...point, value: null } : point));
    expect(blockLine(gap, 'proportion')?.at(-1)).toBe('·');
  });
  test('is none where a month rests on few, counting those left out', () => {
    const few = points.map((one, i) => (i === 35 ? { ...one, numerator: 95 } : one));
    expect(blockLine(few, 'proportion')).toBeNull(); // 5 of 100 were missed
    expect(restsOnFew({ numerator: 3.5, denominator: 20 }, 'continuous')).toBe(false);
    expect(restsOnFew({ numerator: 140, denominator: 7 }, 'continuous')).toBe(true);
    expect(restsOnFew({ numerator: 7, denominator: 400 }, 'ratio')).toBe(true);
  });
});

describe('a disputed number gives reason to say', () => {
  const asOf = '2026-03-15T08:00:00.000Z';
  const challenge: Challenge = {
    ...{ id: 'c', threadId: 't', unitId: 'ward', about: { kind: 'measure', measureId: 'seen' } },
    ...{ firstMonth: '2026-01', lastMonth: '2026-02', said: 0.8, dataVersion: 'd' },
    ...{ definitionVersion: '1', text: 'Words of a person', found: null, raisedBy: 'nurse' },
    ...{ raisedAt: '2026-03-08T08:00:00.000Z', ownerId: 'analyst', conclusion: null },
  };
  const concluded = (at: string) => ({
    ...challenge,
    conclusion: { outcome: 'number-stands' as const, because: 'Words', by: 'analyst', at },
  });
  test('that it waits for an answer, at full size once it has waited for a period', () => {
    expect(disputeCandidates(challenge, asOf)).toEqual([
      {
        ...{ type: 'number-disputed', key: 'number-disputed/c', unitId: 'ward', forumId: null },
        ...{ measureId: 'seen', threadId: 't', ownerId: 'analyst', since: challenge.raisedAt },
        size: 0.5, // 7 days of 14
        facts: {
          ...{ type: 'number-disputed', firstMonth: '2026-01', lastMonth: '2026-02', days: 7 },
        },
        step: { page: 'thread', id: 't' },
      },
    ]);
  });
  test('that it has its answer, to whoever doubted it, for two periods', () => {
    const told = (at: string) => disputeCandidates(concluded(at), asOf);
    expect(told('2026-03-14T08:00:00.000Z')).toMatchObject([
      {
        ...{ type: 'dispute-answered', ownerId: 'nurse', since: '2026-03-14T08:00:00.000Z' },
        facts: { outcome: 'number-stands' },
      },
    ]);
    expect(told('2026-02-15T08:00:00.000Z').length).toBe(1); // 28 days
    expect(told('2026-02-14T08:00:00.000Z')).toEqual([]);
  });
  test('that the records need a look, where a check has found it, and no answer of that', () => {
    const found = { bad: 30, checked: 120, subjects: [] };
    const about = { kind: 'check' as const, checkId: 'dates-in-future' };
    const byCheck = { ...challenge, about, found, raisedBy: null };
    expect(disputeCandidates(byCheck, asOf)).toMatchObject([
      {
        ...{ type: 'data-doubted', key: 'data-doubted/c', measureId: null, ownerId: 'analyst' },
        facts: { checkId: 'dates-in-future', month: '2026-02', share: 0.25, days: 7 },
      },
    ]);
    expect(disputeCandidates({ ...concluded(asOf), about, found }, asOf)).toEqual([]);
  });
});

describe('advice gives reason to say', () => {
  const rule = { id: 'plan-due', title: { en: 'Plan due', sv: 'Plan saknas' } };
  const drift = {
    ...{ unitId: 'dep', reading: 'concern' as const, firstMonth: '2025-10', month: '2025-11' },
    ...{ lastMonth: '2025-12', threadId: 't', ownerId: 'p' },
  };
  test('that it is followed less often, while the pattern lasts', () => {
    expect(adviceCandidates({ rule, signal: drift, asOfMonth: '2025-12' })).toMatchObject([
      {
        ...{ type: 'advice-drifts', key: 'advice-drifts/plan-due/2025-10', measureId: null },
        ...{ since: '2025-12-01T00:00:00.000Z', step: { page: 'thread', id: 't' } },
        facts: { rule: { sv: 'Plan saknas' }, firstMonth: '2025-10' },
      },
    ]);
    const without = { ...drift, threadId: null };
    expect(adviceCandidates({ rule, signal: without, asOfMonth: '2025-12' })).toMatchObject([
      { step: { page: 'advice', id: 'plan-due' } },
    ]);
    expect(adviceCandidates({ rule, signal: drift, asOfMonth: '2026-03' })).toEqual([]);
  });
  test('nothing when it is followed more often', () => {
    const better = { ...drift, reading: 'improvement' as const };
    expect(adviceCandidates({ rule, signal: better, asOfMonth: '2025-12' })).toEqual([]);
  });
});

describe('an adoption gives reason to say', () => {
  const held = (more: Partial<AdoptionInHand>, stage: AdoptionInHand['adoption']['stage']) => ({
    adoption: { id: 'a', unitId: 'ward', stage, startMonth: '2026-01', ownerId: 'manager' },
    ...{ threadId: 't', measureId: 'seen', isChecked: false, ...more },
  });
  // 90 days from 1 January 2026 end on 1 April, 180 on 30 June.
  const steps = (one: AdoptionInHand, asOf: string) =>
    adoptionCandidates(one, asOf).map(({ facts }) => 'waitingFor' in facts && facts.waitingFor);
  test('that nobody has looked whether the essentials are in place, after a quarter', () => {
    expect(steps(held({}, 'in-use'), '2026-03-31T23:00:00.000Z')).toEqual([]);
    expect(adoptionCandidates(held({}, 'in-use'), '2026-05-16T00:00:00.000Z')).toMatchObject([
      {
        ...{ type: 'step-due', key: 'step-due/a/a-fidelity-check', ownerId: 'manager' },
        size: 0.5, // 45 days of 90
        step: { page: 'adoption', id: 'a' },
      },
    ]);
  });
  test('that somebody should say how it goes on, when it has been tried for half a year', () => {
    const checked = held({ isChecked: true }, 'trying');
    expect(steps(checked, '2026-06-29T00:00:00.000Z')).toEqual([]);
    expect(steps(checked, '2026-06-30T00:00:00.000Z')).toEqual(['a-stage']);
    expect(steps(held({ isChecked: true }, 'in-use'), '2027-01-01T00:00:00.000Z')).toEqual([]);
  });
  test('nothing of one that is only considered, or stopped', () => {
    for (const stage of ['considering', 'stopped'] as const)
      expect(steps(held({}, stage), '2027-01-01T00:00:00.000Z')).toEqual([]);
  });
});
