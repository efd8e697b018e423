import { describe, expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { groupSequentialBounds } from './group-sequential.ts';
import { type Assigned, assignByMinimisation } from './minimisation.ts';
import { noncentralTUpperTail } from './noncentral-t.ts';
import { nextAllocation, permutedBlocks } from './permuted-blocks.ts';
import { probabilityBest } from './probability-best.ts';
import {
  clustersPerArm,
  designEffect,
  powerForMeans,
  sampleSizeForMeans,
  sampleSizeForProportions,
} from './sample-size.ts';
import { steppedWedgePower } from './stepped-wedge-power.ts';

/** A repeatable source: Lehmer's generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('sample size', () => {
  test('50 % against 65 % needs 170 in each arm, half a standard deviation 64', () => {
    expect(Math.ceil(sampleSizeForProportions(0.5, 0.65))).toBe(170); // Fleiss 1981
    expect(Math.ceil(sampleSizeForMeans(0.5, 1))).toBe(64); // Cohen 1988, table 2.4.1
  });

  test('the size found has the power asked for', () => {
    const n = sampleSizeForMeans(3, 10, { power: 0.9, alpha: 0.01 });
    expect(powerForMeans(n, 0.3, 0.01)).toBeCloseTo(0.9, 9);
  });

  test('direction does not matter, the unit does not matter', () => {
    expect(sampleSizeForMeans(-0.5, 1)).toBe(sampleSizeForMeans(0.5, 1));
    expect(sampleSizeForMeans(5, 10)).toBeCloseTo(sampleSizeForMeans(0.5, 1), 8);
    expect(sampleSizeForProportions(0.2, 0.3)).toBeCloseTo(sampleSizeForProportions(0.3, 0.2), 10);
  });

  test('an effect too large for anything but the smallest arms needs two in each', () => {
    expect(sampleSizeForMeans(1000, 1)).toBe(2);
  });

  test('clusters: 1 + (m − 1) ICC when sizes are equal', () => {
    expect(designEffect(21, 0.05)).toBeCloseTo(2, 12);
    expect(designEffect(20, 0.03, 0.5)).toBeCloseTo(1.72, 12); // 1 + (1.25 × 20 − 1) × 0.03
    expect(clustersPerArm(100, 2, 21)).toBe(10); // 200 / 21 = 9.5
  });

  test('no difference, no scatter and impossible rates are refused', () => {
    expect(() => sampleSizeForProportions(0.3, 0.3)).toThrow('difference');
    expect(() => sampleSizeForProportions(1.3, 0.3)).toThrow('probability');
    expect(() => sampleSizeForMeans(0, 1)).toThrow('difference');
    expect(() => sampleSizeForMeans(1, 0)).toThrow('standard deviation');
    expect(() => sampleSizeForMeans(1, 1, { power: 1 })).toThrow('power 1');
    expect(() => sampleSizeForMeans(1e-7, 1)).toThrow('needs more than');
    expect(() => designEffect(10, 1.5)).toThrow('probability');
    expect(() => designEffect(10, 0.1, -1)).toThrow('size variation -1');
  });

  test('the noncentral t is the central one at 0, and symmetric', () => {
    expect(noncentralTUpperTail(2.228139, 10, 0)).toBeCloseTo(0.025, 7); // t(0.975, 10)
    expect(noncentralTUpperTail(1, 5, 2) + noncentralTUpperTail(-1, 5, -2)).toBeCloseTo(1, 10);
  });
});

describe('stepped wedge power', () => {
  const design = {
    steps: 4,
    clustersPerStep: 3,
    perClusterPeriod: 20,
    intraclassCorrelation: 0.05,
    totalStandardDeviation: 1,
  };

  test('more clusters, more cases and larger effects give more power', () => {
    const power = (changes: Partial<typeof design>, effect = 0.25): number =>
      requireEstimate(steppedWedgePower({ ...design, ...changes }, effect)).power;
    expect(power({ clustersPerStep: 6 })).toBeGreaterThan(power({}));
    expect(power({ perClusterPeriod: 40 })).toBeGreaterThan(power({}));
    expect(power({}, 0.5)).toBeGreaterThan(power({}));
    expect(power({}, -0.25)).toBeCloseTo(power({}), 12);
  });

  test('one step with one cluster has nothing to compare with', () => {
    const alone = { ...design, steps: 1, clustersPerStep: 1 };
    expect(steppedWedgePower(alone, 1)).toMatchObject({ reason: 'nothing-to-compare' });
    expect(() => steppedWedgePower({ ...design, steps: 0 }, 1)).toThrow('steps 0');
  });
});

describe('group-sequential bounds', () => {
  test('Pocock and O’Brien–Fleming constants as tabled by Jennison & Turnbull', () => {
    expect(groupSequentialBounds('pocock', 2).constant).toBeCloseTo(2.178, 3);
    expect(groupSequentialBounds('pocock', 5).constant).toBeCloseTo(2.413, 3);
    expect(groupSequentialBounds('obrien-fleming', 5).constant).toBeCloseTo(2.04, 3);
    expect(groupSequentialBounds('obrien-fleming', 4, 0.01).constant).toBeCloseTo(2.609, 3);
  });

  test('one look is the usual test', () => {
    const { bounds, nominalLevels } = groupSequentialBounds('pocock', 1, 0.05);
    expect(bounds[0]).toBeCloseTo(1.959964, 6);
    expect(nominalLevels[0]).toBeCloseTo(0.05, 10);
  });

  test('early looks are strict by O’Brien–Fleming, all alike by Pocock', () => {
    const strict = groupSequentialBounds('obrien-fleming', 4).bounds;
    expect(strict[0]).toBeCloseTo(2 * (strict[3] ?? 0), 8);
    expect(new Set(groupSequentialBounds('pocock', 4).bounds).size).toBe(1);
  });

  test('no looks, too many, and an alpha of 0 are refused', () => {
    expect(() => groupSequentialBounds('pocock', 0)).toThrow('0 looks');
    expect(() => groupSequentialBounds('pocock', 51)).toThrow('51 looks');
    expect(() => groupSequentialBounds('pocock', 3, 0)).toThrow('alpha 0');
  });
});

describe('probability of being best', () => {
  test('equal results are an even chance, for two arms and for three', () => {
    const arm = { events: 7, cases: 20 };
    probabilityBest([arm, arm]).forEach((p) => {
      expect(p).toBeCloseTo(1 / 2, 9);
    });
    probabilityBest([arm, arm, arm]).forEach((p) => {
      expect(p).toBeCloseTo(1 / 3, 9);
    });
  });

  test('with one case each and one event, Pr = ∫ 2p (1 − (1 − p)²) dp = 5/6', () => {
    const [best] = probabilityBest([
      { events: 1, cases: 1 },
      { events: 0, cases: 1 },
    ]);
    expect(best).toBeCloseTo(5 / 6, 9);
  });

  test('no cases at all is an even chance; events above cases are refused', () => {
    const none = { events: 0, cases: 0 };
    expect(probabilityBest([none, none])[0]).toBeCloseTo(0.5, 9);
    expect(() => probabilityBest([none, { events: 3, cases: 2 }])).toThrow('3 events in 2 cases');
    expect(() => probabilityBest([none])).toThrow('1 arms');
  });
});

describe('permuted blocks', () => {
  const options = {
    arms: ['A', 'B'],
    blockSizes: [4, 6],
    rowsPerStratum: 37,
    random: seeded(7),
  };

  test('every whole block holds the arms in equal numbers, in every stratum', () => {
    for (const { allocations } of permutedBlocks(['north', 'south'], options)) {
      expect(allocations).toHaveLength(37);
      const last = allocations[36]?.block ?? 0;
      for (let block = 1; block < last; block++) {
        const arms = allocations.filter((row) => row.block === block).map(({ arm }) => arm);
        expect(arms.filter((arm) => arm === 'A')).toHaveLength(arms.length / 2);
      }
    }
  });

  test('the same seed gives the same list, another seed another', () => {
    const list = (seed: number) => permutedBlocks(['one'], { ...options, random: seeded(seed) });
    expect(list(11)).toEqual(list(11));
    expect(list(11)).not.toEqual(list(12));
  });

  test('a ratio of 2 : 1 is a name given twice', () => {
    const [list] = permutedBlocks(['one'], {
      ...options,
      arms: ['A', 'A', 'B'],
      blockSizes: [6],
      rowsPerStratum: 6,
    });
    expect(list?.allocations.filter(({ arm }) => arm === 'A')).toHaveLength(4);
  });

  test('one arm is handed out at a time, until the list is used up', () => {
    const lists = permutedBlocks(['one'], { ...options, rowsPerStratum: 4 });
    expect(nextAllocation(lists, 'one', 0)).toBe(lists[0]?.allocations[0]?.arm);
    expect(nextAllocation(lists, 'one', 4)).toBeNull();
    expect(() => nextAllocation(lists, 'elsewhere', 0)).toThrow('no stratum elsewhere');
  });

  test('odd blocks, a single arm, nameless strata, a broken source and endless lists are refused', () => {
    const refuse = (changes: Partial<typeof options>, strata = ['one']) =>
      expect(() => permutedBlocks(strata, { ...options, ...changes }));
    refuse({ blockSizes: [5] }).toThrow('block size 5');
    refuse({ blockSizes: [] }).toThrow('block size');
    refuse({ arms: ['A', 'A'] }).toThrow('1 different arms');
    refuse({}, ['one', 'one']).toThrow('strata');
    refuse({ random: () => 1 }).toThrow('random source gave 1');
    refuse({ rowsPerStratum: 200_000 }).toThrow('at most 100000');
    refuse({ rowsPerStratum: 0 }).toThrow('0 rows');
  });
});

describe('minimisation', () => {
  const earlier: Assigned[] = [
    { levels: ['old', 'woman'], arm: 0 },
    { levels: ['old', 'man'], arm: 0 },
    { levels: ['young', 'woman'], arm: 1 },
  ];

  test('the arm that leaves the factors most balanced is taken', () => {
    // old woman: age 2 old in arm 0 → 3 or |2 − 1| = 1; sex one woman in each → 1 either way
    const step = assignByMinimisation(['old', 'woman'], earlier, { arms: 2, weights: [1, 1] });
    expect(step).toEqual({ arm: 1, scores: [4, 2] });
  });

  test('ties go to the first arm; weights decide between factors', () => {
    expect(assignByMinimisation(['new'], [], { arms: 3, weights: [1] })).toEqual({
      arm: 0,
      scores: [1, 1, 1],
    });
  });

  test('with a probability of 0.8 the better arm is taken four times in five', () => {
    const random = seeded(5);
    const options = { arms: 2, weights: [1, 1], probability: 0.8, random };
    const arms = Array.from({ length: 2000 }, () =>
      assignByMinimisation(['old', 'woman'], earlier, options),
    );
    const share = arms.filter(({ arm }) => arm === 1).length / arms.length;
    expect(share).toBeGreaterThan(0.77); // 0.8 ± 3 √(0.16 / 2000)
    expect(share).toBeLessThan(0.83);
  });

  test('missing weights, unknown arms, and chance without a source are refused', () => {
    const refuse = (options: Parameters<typeof assignByMinimisation>[2], people = earlier) =>
      expect(() => assignByMinimisation(['old', 'woman'], people, options));
    refuse({ arms: 2, weights: [1] }).toThrow('2 factors, 1 weights');
    refuse({ arms: 1, weights: [1, 1] }).toThrow('1 arms');
    refuse({ arms: 2, weights: [1, 0] }).toThrow('above 0');
    refuse({ arms: 2, weights: [1, 1] }, [{ levels: ['a', 'b'], arm: 5 }]).toThrow('outside 0…1');
    refuse({ arms: 2, weights: [1, 1], probability: 0.9 }).toThrow('random source');
    refuse({ arms: 2, weights: [1, 1], probability: 0.4 }).toThrow('probability 0.4');
  });
});
