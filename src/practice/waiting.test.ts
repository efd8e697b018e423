import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openForSignal } from './thread.ts';
import { loopDays, standingOf } from './waiting.ts';

const thread = openForSignal({
  id: 't',
  unitId: 'ward',
  measureId: 'm',
  title: 'Thread',
  ownerId: null,
  at: '2026-01-05T08:00:00.000Z',
});
const parked = { ...thread, waitingFor: 'its-date' as const, notBefore: '2026-04-01' };
const running = { ...thread, waitingFor: 'the-effect' as const, notBefore: '2026-07-01' };
const closed = {
  ...thread,
  state: 'closed' as const,
  waitingFor: 'nothing' as const,
  closedAt: '2026-01-15T20:00:00.000Z',
  closedReason: 'reason',
};

describe('a thread that waits', () => {
  test("is overdue once it has waited longer than the forum's cadence", () => {
    const overdueAt = (asOf: string) => standingOf(thread, asOf, 14).overdue;
    expect(overdueAt('2026-01-19T07:59:00.000Z')).toBe(false);
    expect(overdueAt('2026-01-19T08:01:00.000Z')).toBe(true);
  });
  test('for an effect is not neglected before the effect can show', () => {
    const overdueAt = (asOf: string) => standingOf(running, asOf, 14).overdue;
    expect(overdueAt('2026-06-30T00:00:00.000Z')).toBe(false);
    expect(overdueAt('2026-07-14T00:00:00.000Z')).toBe(false);
    expect(overdueAt('2026-07-16T00:00:00.000Z')).toBe(true);
  });
  test('for its date is parked until then, and then waits for a decision by itself', () => {
    expect(standingOf(parked, '2026-03-31T23:00:00.000Z', 14)).toMatchObject({
      state: 'parked',
      waitingFor: 'its-date',
      overdue: false,
    });
    expect(standingOf(parked, '2026-04-01T00:00:00.000Z', 14)).toEqual({
      state: 'open',
      waitingFor: 'a-decision',
      since: '2026-04-01T00:00:00.000Z',
      overdue: false,
    });
    expect(standingOf(parked, '2026-04-20T00:00:00.000Z', 14).overdue).toBe(true);
  });
  test('is never forgotten: from some day on every open thread is overdue, and stays so', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(thread, parked, running),
        fc.integer({ min: 1, max: 366 }),
        fc.nat(3000),
        fc.nat(3000),
        (one, cadence, a, b) => {
          const at = (days: number) =>
            new Date(Date.parse('2026-01-05') + days * 86_400_000).toISOString();
          const [early, late] = [Math.min(a, b), Math.max(a, b)];
          if (standingOf(one, at(early), cadence).overdue)
            expect(standingOf(one, at(late), cadence).overdue).toBe(true);
          expect(standingOf(one, at(3000), cadence).overdue).toBe(true);
        },
      ),
    );
  });
  test('is done when it is closed', () => {
    expect(standingOf(closed, '2036-01-01T00:00:00.000Z', 1)).toMatchObject({
      state: 'closed',
      overdue: false,
    });
    expect(loopDays(closed)).toBe(10.5); // 5 January 08:00 to 15 January 20:00
    expect(loopDays(thread)).toBeNull();
  });
});
