import { describe, expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { internalConsistency, minimalDetectableChange } from './internal-consistency.ts';
import { pairedChange } from './paired-change.ts';
import { reliableChange } from './reliable-change.ts';

describe('reliable change where lower is better', () => {
  // SD 6, r 0.84: SEM 2.4, S_diff 3.394, reliable beyond 6.65 points; c = (6 × 5 + 4 × 18)/10 = 10.2
  const result = reliableChange({
    before: [20, 20, 20, 9, 20],
    after: [9, 12, 18, 20, 27],
    reliability: 0.84,
    standardDeviationBefore: 6,
    dysfunctional: { mean: 18, standardDeviation: 6 },
    functional: { mean: 5, standardDeviation: 4 },
    higherIsBetter: false,
  });

  test('measurement error and the smallest reliable change', () => {
    expect(result.standardErrorOfMeasurement).toBeCloseTo(2.4, 12);
    expect(result.minimumReliableChange).toBeCloseTo(1.96 * 2.4 * Math.SQRT2, 12);
  });

  test('recovered, improved, unchanged and deteriorated', () => {
    expect(result.classes).toEqual([
      'recovered',
      'improved',
      'unchanged',
      'deteriorated',
      'deteriorated',
    ]);
    expect(result.counts).toEqual({ recovered: 1, improved: 1, unchanged: 1, deteriorated: 2 });
  });

  test('cut-offs: a 18 − 12, b 5 + 8, c weighted by the other spread', () => {
    expect(result.cutoffs.a).toBe(6);
    expect(result.cutoffs.b).toBe(13);
    expect(result.cutoffs.c).toBeCloseTo(10.2, 12);
  });
});

describe('reliable change at its edges', () => {
  const edge = {
    reliability: 0,
    standardDeviationBefore: 1,
    dysfunctional: { mean: 0, standardDeviation: 1 },
    functional: { mean: 10, standardDeviation: 1 },
    higherIsBetter: true,
  };

  test('a score exactly on the cut-off has not crossed it', () => {
    expect(reliableChange({ ...edge, before: [0], after: [5] }).classes).toEqual(['improved']);
    expect(reliableChange({ ...edge, before: [5], after: [9] }).classes).toEqual(['recovered']);
  });

  test('nobody measured gives empty lists and zero counts', () => {
    const none = reliableChange({ ...edge, before: [], after: [] });
    expect(none.index).toEqual([]);
    expect(none.counts.unchanged).toBe(0);
  });

  test('a reliability of 1, a spread of 0 and unpaired scores are refused', () => {
    expect(() => reliableChange({ ...edge, before: [1], after: [1], reliability: 1 })).toThrow(
      'reliability 1',
    );
    expect(() =>
      reliableChange({ ...edge, before: [1], after: [1], standardDeviationBefore: 0 }),
    ).toThrow('above 0');
    expect(() => reliableChange({ ...edge, before: [1], after: [] })).toThrow('paired');
    expect(() => reliableChange({ ...edge, before: [Number.NaN], after: [1] })).toThrow(RangeError);
  });
});

describe('change of a group', () => {
  test('1, 2, 3 become 2, 4, 6: mean change 2, SD 1', () => {
    const result = requireEstimate(pairedChange([1, 2, 3], [2, 4, 6]));
    expect(result.change.estimate).toBe(2);
    expect(result.standardisedResponseMean).toBe(2);
    expect(requireEstimate(result.effectSize)).toBe(2); // SD before is 1
    expect(result.change.statistic).toBeCloseTo(2 * Math.sqrt(3), 12);
  });

  test('all change equally, one pair, all begin equal', () => {
    expect(pairedChange([1, 2], [2, 3])).toMatchObject({ reason: 'no-scatter' });
    expect(pairedChange([1], [2])).toMatchObject({ reason: 'too-few-points' });
    const same = requireEstimate(pairedChange([5, 5, 5], [5, 6, 9]));
    expect(same.effectSize).toMatchObject({ reason: 'no-variation' });
  });
});

describe('internal consistency', () => {
  const item = (name: string, answers: number[]) => ({ name, answers });

  test('two items: variances 1 and 1, correlation 0.5, alpha 2/3', () => {
    // total 2, 3, 5, … : var(a + b) = 1 + 1 + 2 × 0.5 = 3; 2 (1 − 2/3)
    const result = requireEstimate(
      internalConsistency([item('a', [1, 2, 3]), item('b', [1, 3, 2])]),
    );
    expect(result.alpha).toBeCloseTo(2 / 3, 12);
    expect(requireEstimate(result.standardisedAlpha)).toBeCloseTo(2 / 3, 12); // 2 × 0.5 / 1.5
    expect(result.standardErrorOfMeasurement).toBeCloseTo(Math.sqrt(3) * Math.sqrt(1 / 3), 12);
    expect(result.items[0]?.alphaWithout).toMatchObject({ reason: 'too-few-points' });
    expect(result.items[0]?.correlationWithRest).toMatchObject({ value: expect.closeTo(0.5, 12) });
  });

  test('an item that points the other way makes alpha negative, and says so', () => {
    const outcome = internalConsistency([item('a', [1, 2, 3]), item('b', [3, 1, 2])]);
    expect(outcome).toMatchObject({ cautions: [{ code: 'negative-alpha' }] });
  });

  test('one item, one person, an item all answered alike', () => {
    expect(internalConsistency([item('a', [1, 2])])).toMatchObject({ reason: 'too-few-points' });
    expect(internalConsistency([])).toMatchObject({ reason: 'too-few-points' });
    expect(internalConsistency([item('a', [1]), item('b', [2])])).toMatchObject({
      reason: 'too-few-points',
    });
    expect(internalConsistency([item('a', [1, 2]), item('b', [2, 2])])).toMatchObject({
      reason: 'no-variation',
    });
    expect(internalConsistency([item('a', [1, 2]), item('b', [2, 1])])).toMatchObject({
      reason: 'no-variation',
    });
  });

  test('a detectable change is 1.96 √2 errors of measurement', () => {
    expect(minimalDetectableChange(2)).toBeCloseTo(5.5437, 4);
  });
});
