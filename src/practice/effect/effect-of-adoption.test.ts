import { describe, expect, test } from 'vitest';
import { addMonths } from '#core';
import { combineEffects } from './combined-effect.ts';
import { type AdoptionEffect, effectOfAdoption, errorOf } from './effect-of-adoption.ts';

const first = '2023-01';
const start = '2024-01';
const measure = { scoring: 'proportion', direction: 'up', multiplier: 1 } as const;

/** Twenty-four months of 100 cases: so many events before, so many after, one more or less in turn. */
const months = (before: number, after: number) =>
  Array.from({ length: 24 }, (_, i) => ({
    month: addMonths(first, i),
    numerator: (i < 12 ? before : after) + (i % 2 === 0 ? 1 : -1),
    denominator: 100,
    sumOfSquares: 0,
  }));
const wanted = { measure, startMonth: start, otherChanges: [] };

describe('the effect of an adoption', () => {
  test('is the change of the unit less what happened where nothing was changed', () => {
    const effect = effectOfAdoption({
      ...wanted,
      results: months(40, 65),
      others: [months(40, 45), months(50, 55)],
    });
    expect(effect).toMatchObject({
      ...{ kind: 'estimate', method: 'its-beside-others', reading: 'better' },
      ...{ monthsBefore: 12, monthsAfter: 12 },
    });
    if (effect.kind !== 'estimate') throw new Error('no estimate');
    expect(effect.difference).toBeCloseTo(0.2, 10); // (0.65 − 0.40) − (0.05 in both others together)
    expect(effect.before).toBeCloseTo(0.4, 10);
    expect(effect.after).toBeCloseTo(0.65, 10);
    expect(effect.beside?.units).toBe(2);
    expect(effect.beside?.difference).toBeCloseTo(0.05, 10); // (45 + 55 − 40 − 50) of 200
  });

  test('what happened everywhere is no effect', () => {
    const effect = effectOfAdoption({
      ...{ ...wanted, results: months(40, 60), others: [months(30, 50)] },
    });
    expect(effect).toMatchObject({ kind: 'estimate', reading: 'uncertain' });
  });

  test('a trend before the change is warned of only where the unit was moving apart from the others', () => {
    const rising = (perMonth: number, turn: number) =>
      months(30, 30).map((month, i) => ({
        ...month,
        numerator: 30 + perMonth * i + (i % turn === 0 ? 1 : -1),
      }));
    const cautions = (others: number) => {
      const effect = effectOfAdoption({
        ...{ ...wanted, results: rising(1, 2), others: [rising(others, 3)] },
      });
      return effect.kind === 'estimate' ? effect.cautions.map(({ code }) => code) : [];
    };
    expect(cautions(0)).toContain('pre-existing-trend');
    expect(cautions(1)).not.toContain('pre-existing-trend'); // both rose alike: the comparison takes it away
  });

  test('without units beside it says so, and reads the unit alone', () => {
    const effect = effectOfAdoption({ ...wanted, results: months(40, 60), others: [] });
    expect(effect).toMatchObject({ method: 'its-alone', beside: null });
    expect(effect.kind === 'estimate' && effect.cautions.map(({ code }) => code)).toContain(
      'no-units-beside',
    );
  });

  test('a unit that comes and goes is not compared with', () => {
    const seldom = months(10, 90).filter((_, i) => i % 2 === 0); // half of the months
    const effect = effectOfAdoption({
      ...{ ...wanted, results: months(40, 60), others: [months(40, 40), seldom] },
    });
    expect(effect.kind === 'estimate' && effect.beside?.units).toBe(1);
  });

  test('before anything has come after the start, nothing can be said', () => {
    const results = months(40, 60).slice(0, 12);
    const effect = effectOfAdoption({ ...wanted, results, others: [months(40, 40)] });
    expect(effect).toEqual({ kind: 'not-estimable', reason: 'no-months-after' });
  });
});

/** An effect whose normal 95 % interval has this standard error. */
const effect = (difference: number, error: number): AdoptionEffect => ({
  ...{ kind: 'estimate', method: 'its-beside-others', difference, reading: 'better' },
  lower95: difference - 1.959963984540054 * error,
  upper95: difference + 1.959963984540054 * error,
  ...{ before: 0, after: 0, monthsBefore: 12, monthsAfter: 12, beside: null, cautions: [] },
});
const unit = (unitId: string, difference: number, isOrigin = false) => ({
  ...{ unitId, isOrigin, effect: effect(difference, 1) },
});

describe('over the units', () => {
  test('errors are read back from the interval', () => {
    expect(errorOf({ lower95: 0.5 - 1.96, upper95: 0.5 + 1.96 })).toBeCloseTo(1, 4);
  });

  test('the mean, the spread between units, and what the next one may expect', () => {
    const combined = combineEffects([unit('a', 1), unit('b', 3), unit('c', 8)]);
    if (combined.kind !== 'estimate') throw new Error('not combined');
    expect(combined.mean).toBeCloseTo(4, 6); // (1 + 3 + 8) / 3
    expect(combined.betweenUnits).toBeCloseTo(Math.sqrt(12), 5); // variance 13 between estimates, 1 of it sampling
    // Knapp–Hartung: 4 ± t(2) √(13/3), t(2; 0.975) = 4.30265
    expect(combined.lower95).toBeCloseTo(4 - 4.30265 * Math.sqrt(13 / 3), 4);
    // The next: 4 ± t(1) √(13/3 + 12), t(1; 0.975) = 12.7062
    expect(combined.next?.upper95).toBeCloseTo(4 + 12.7062 * Math.sqrt(13 / 3 + 12), 2);
  });

  test('the unit where it grew counts only while there are few others, and is warned of', () => {
    const few = combineEffects([unit('home', 9, true), unit('a', 1), unit('b', 3)]);
    expect(few).toMatchObject({ unitIds: ['home', 'a', 'b'] });
    expect(few.kind === 'estimate' && few.cautions.map(({ code }) => code)).toContain(
      'origin-among-them',
    );
    const enough = combineEffects([
      unit('home', 9, true),
      unit('a', 1),
      unit('b', 3),
      unit('c', 8),
    ]);
    expect(enough).toMatchObject({ unitIds: ['a', 'b', 'c'] });
  });

  test('one unit is no body of evidence', () => {
    const expected = { kind: 'not-estimable', reason: 'too-few-units-to-combine' };
    expect(combineEffects([unit('a', 1)])).toEqual(expected);
    const unjudged = { kind: 'not-estimable', reason: 'no-months-after' } as const;
    expect(
      combineEffects([unit('a', 1), { unitId: 'b', isOrigin: false, effect: unjudged }]),
    ).toEqual(expected);
  });
});
