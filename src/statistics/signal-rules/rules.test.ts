import { describe, expect, test } from 'vitest';
import { controlChart } from '../control-charts/control-chart.ts';
import {
  ihiRunChart,
  nelson,
  nhsMakingDataCount,
  rulePresets,
  westernElectric,
} from './presets.ts';
import type { Rule, RulePreset } from './rule.ts';
import { bestBox, cutBox } from './run-boxes.ts';
import { analyseRuns, crossingsLimit, longestRunLimit } from './runs-analysis.ts';

/**
 * Points in sigmas around a centre of 0: a frozen baseline of fourteen points with mean 0 and mean
 * moving range 1.128 comes first, so the judged points can be written as plain sigmas.
 */
const half = 1.128 / 2;
const baseline = Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? half : -half));

/** The positions (from 0) after the baseline that carry a mark, each with its side. */
function marks(
  preset: RulePreset,
  sigmas: readonly (number | null)[],
  wanted?: Rule['kind'],
): string {
  const chart = controlChart({
    kind: 'i',
    values: [...baseline, ...sigmas],
    freeze: baseline.length,
    preset,
  });
  if (chart.kind === 'not-estimable') throw new Error(chart.reason);
  return chart.value.points
    .slice(baseline.length)
    .map(({ hits }) => {
      const hit = wanted === undefined ? hits[0] : hits.find(({ kind }) => kind === wanted);
      if (hit === undefined) return '.';
      return hit.side === 'high' ? 'H' : hit.side === 'low' ? 'L' : 'x';
    })
    .join('');
}

const only = (rule: Rule): RulePreset => ({
  name: 'custom',
  version: '1',
  runsTest: 'none',
  rules: [rule],
});

describe('NHS Making Data Count', () => {
  test('a point strictly outside three sigma', () => {
    expect(marks(nhsMakingDataCount, [3.01, -3.01, 2.9])).toBe('HL.');
  });

  test('seven on one side are marked from the first, six are not, and the centre breaks a run', () => {
    expect(marks(nhsMakingDataCount, [1, 0.9, 1, 0.9, 1, 0.9, 1], 'shift')).toBe('HHHHHHH');
    expect(marks(nhsMakingDataCount, [1, 0.9, 1, 0.9, 1, 0.9, -1], 'shift')).toBe('.......');
    expect(marks(nhsMakingDataCount, [1, 1, 1, 0, 1, 1, 1, 1], 'shift')).toBe('........');
  });

  test('a trend is seven rising points; a tie ends it', () => {
    expect(marks(nhsMakingDataCount, [-0.9, -0.6, -0.3, -0.1, 0.1, 0.3, 0.6], 'trend')).toBe(
      'HHHHHHH',
    );
    expect(marks(nhsMakingDataCount, [0.6, 0.3, 0.1, 0.1, -0.1, -0.3, -0.6], 'trend')).toBe(
      '.......',
    );
  });

  test('two of three near a limit need all three on one side, and a point outside does not count', () => {
    expect(marks(nhsMakingDataCount, [2.5, 0.5, 2.5], 'zone')).toBe('H.H');
    expect(marks(nhsMakingDataCount, [2.5, -0.5, 2.5], 'zone')).toBe('...');
    expect(marks(nhsMakingDataCount, [2.5, 0.5, 3.5], 'zone')).toBe('...');
  });

  test('the first rule names the point', () => {
    expect(nhsMakingDataCount.rules.map(({ kind }) => kind)).toEqual([
      'outside-limits',
      'trend',
      'zone',
      'shift',
    ]);
  });
});

describe('Western Electric and Nelson mark the point that completes the pattern', () => {
  test('two of three beyond two sigma, wherever the third lies', () => {
    expect(marks(westernElectric, [2.5, -0.5, 2.5, 0.5], 'zone')).toBe('..H.');
  });

  test('eight in a row, nine in a row', () => {
    const low = Array.from({ length: 9 }, (_, i) => (i % 2 === 0 ? -0.5 : -0.4));
    expect(marks(westernElectric, [0.1, ...low], 'shift')).toBe('........LL');
    expect(marks(nelson, [0.1, ...low], 'shift')).toBe('.........L');
  });

  test('fourteen alternating points', () => {
    // the tie breaks the first step; points 2 to 15 are the first fourteen that alternate
    const saw = Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? -0.3 : -0.9));
    expect(
      marks(only({ kind: 'alternating', length: 14, marks: 'completing-point' }), [
        -0.9,
        -0.9,
        ...saw,
      ]),
    ).toBe('..............xx');
  });

  test('fifteen within one sigma, the line itself included', () => {
    const calm = Array.from({ length: 15 }, (_, i) => (i % 2 === 0 ? 0.9 : -0.9));
    expect(
      marks(only({ kind: 'hugging', length: 15, marks: 'completing-point' }), [1.5, ...calm]),
    ).toBe('...............x');
  });

  test('eight beyond one sigma need both sides', () => {
    const wild = [1.5, -1.5, 1.5, 1.5, -1.5, 1.5, 1.5, -1.5];
    const rule: Rule = { kind: 'avoiding-centre', length: 8, marks: 'completing-point' };
    expect(marks(only(rule), wild)).toBe('.......x');
    expect(marks(only(rule), wild.map(Math.abs))).toBe('........');
  });

  test('a whole pattern can be marked instead', () => {
    const rule: Rule = { kind: 'avoiding-centre', length: 4, marks: 'whole-pattern' };
    expect(marks(only(rule), [0.5, 1.5, -1.5, 1.5, -1.5])).toBe('.xxxx');
  });
});

describe('IHI run chart', () => {
  test('points on the median neither count nor break a shift of six', () => {
    const chart = controlChart({
      kind: 'run',
      values: [0, 1, 0, 2, 2, 1, 2, 1, 2, 1, 0, 0],
      preset: ihiRunChart,
    });
    // median 1: the only useful high points are the four twos
    expect(
      chart.kind === 'estimate' && chart.value.points.every(({ hits }) => hits.length === 0),
    ).toBe(true);
    expect(marks(ihiRunChart, [0.5, 0.6, 0, 0.5, 0.6, 0.5, 0, 0.6], 'shift')).toBe('HH.HHH.H');
  });

  test('a tie is passed over in a trend of five', () => {
    expect(
      marks(ihiRunChart, [-0.2, 0.1, 0.1, 0.4, -0.5, 0.2, 0.2, 0.3, 0.7, 0.9], 'trend'),
    ).toContain('HH');
    expect(marks(ihiRunChart, [0.4, -0.5, 0.2, 0.3, 0.7, -1], 'trend')).toBe('......');
  });

  test('too few runs for the points above and below', () => {
    // 8 above and 8 below in 2 runs: Pr(2 runs) = 2/12870
    const sides = [1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1];
    expect(analyseRuns(sides, 'number-of-runs')).toMatchObject({ isSignal: true, crossings: 1 });
    const mixed = [1, 1, -1, 1, -1, -1, 1, 1, -1, -1, 1, -1, 1, -1, -1, 1];
    expect(analyseRuns(mixed, 'number-of-runs')).toMatchObject({ isSignal: false });
  });
});

describe('gaps', () => {
  test('a gap is passed over by a shift and ends a trend', () => {
    expect(marks(nhsMakingDataCount, [1, 0.9, 1, null, 1, 0.9, 1, 0.9], 'shift')).toBe('HHH.HHHH');
    expect(marks(nhsMakingDataCount, [-0.9, -0.6, -0.3, null, 0.1, 0.3, 0.6, 0.7], 'trend')).toBe(
      '........',
    );
  });
});

describe('runs analysis', () => {
  test('limits for 20 useful points: longest run round(4.32) + 3, crossings 6', () => {
    expect(longestRunLimit(20)).toBe(7);
    // Binomial(19, ½): Pr(X ≤ 5) = 0.0318, Pr(X ≤ 6) = 0.0835
    expect(crossingsLimit(20)).toBe(6);
  });

  test('no useful point, one, and none but equal sides', () => {
    expect(analyseRuns([0, 0], 'anhoej')).toBeNull();
    expect(analyseRuns([1], 'anhoej')).toMatchObject({
      longestRun: 1,
      crossings: 0,
      isSignal: false,
    });
    expect(
      analyseRuns(
        Array.from({ length: 12 }, () => -1),
        'anhoej',
      ),
    ).toMatchObject({
      longestRunSide: 'low',
      isSignal: true,
    });
  });

  test('best and cut boxes hold the published stable probability of 0.925', () => {
    // Anhøj and Wentzel-Larsen 2020, table for 10, 24 and 100 points
    expect(bestBox(10)).toEqual({ fewestCrossings: 2, longestRun: 6 });
    expect(bestBox(24)).toEqual({ fewestCrossings: 6, longestRun: 7 });
    expect(bestBox(100)).toEqual({ fewestCrossings: 41, longestRun: 10 });
    expect(cutBox(24)).toMatchObject({
      fewestCrossingsAtLongestRun: 7,
      longestRunAtFewestCrossings: 6,
    });
    expect(cutBox(17)).toMatchObject({
      fewestCrossingsAtLongestRun: 5,
      longestRunAtFewestCrossings: 7,
    });
    expect(() => bestBox(9)).toThrow('10 to 100');
  });
});

describe('presets', () => {
  test('each has its own name and a version', () => {
    expect(new Set(rulePresets.map(({ name }) => name)).size).toBe(rulePresets.length);
    expect(rulePresets.every(({ version }) => /^\d+$/.test(version))).toBe(true);
  });

  test('a custom rule that cannot be met is refused', () => {
    const preset = only({ kind: 'shift', length: 1, onCentre: 'breaks', marks: 'whole-pattern' });
    expect(() => marks(preset, [1])).toThrow('rule 1 of preset custom');
  });
});
