import { describe, expect, test } from 'vitest';
import { ears } from './ears.ts';
import { type FarringtonPoint, farrington } from './farrington.ts';
import { farringtonFlexible } from './farrington-flexible.ts';
import { poissonCusum } from './poisson-cusum.ts';

const repeat = (value: number, times: number): number[] =>
  Array.from({ length: times }, () => value);

/** Six years of weekly counts around a yearly wave; made up, without chance. */
const weeks = Array.from({ length: 6 * 52 }, (_, t) =>
  Math.round(10 + 5 * Math.cos((2 * Math.PI * t) / 52) + ((t * 7) % 5)),
);
const last = weeks.length - 1;
const withOutbreak = [...weeks.slice(0, last), 60];

const judgedOf = (points: readonly FarringtonPoint[]): FarringtonPoint => {
  const [point] = points;
  if (point === undefined) throw new Error('no point');
  return point;
};

describe('EARS', () => {
  test('C1: mean 2, standard deviation √(2/3), z 3.09', () => {
    const [point] = ears({ method: 'c1', counts: [1, 2, 3, 1, 2, 3, 2, 9], positions: [7] });
    // Σ(x − 2)² = 4 over 6
    expect(point).toMatchObject({ kind: 'judged', expected: 2, isAlarm: true });
    expect(point?.kind === 'judged' && point.upperBound).toBeCloseTo(
      2 + 3.090232306 * Math.sqrt(4 / 6),
      8,
    );
  });

  test('C2 leaves the two days before today out', () => {
    const counts = [1, 2, 3, 1, 2, 3, 2, 50, 50, 9];
    expect(ears({ method: 'c2', counts, positions: [9] })[0]).toMatchObject({
      expected: 2,
      isAlarm: true,
    });
    expect(ears({ method: 'c1', counts, positions: [9] })[0]).toMatchObject({ isAlarm: false });
  });

  test('C3 remembers what the two days before exceeded', () => {
    const quiet = [1, 2, 3, 1, 2, 3, 2, 1, 2];
    const c3 = (counts: number[]) => ears({ method: 'c3', counts, positions: [11] })[0];
    expect(c3([...quiet, 2, 2, 3])).toMatchObject({ isAlarm: false });
    expect(c3([...quiet, 4, 4, 3])).toMatchObject({ isAlarm: true });
  });

  test('says in words why it cannot run', () => {
    expect(ears({ method: 'c1', counts: [1, 2], positions: [1] })[0]).toMatchObject({
      reason: 'too-short',
      message: expect.stringContaining('1 periods lie before'),
    });
    const gap = [1, null, 3, 1, 2, 3, 2, 4];
    expect(ears({ method: 'c1', counts: gap, positions: [7] })[0]).toMatchObject({
      reason: 'missing-counts',
    });
    expect(ears({ method: 'c3', counts: repeat(3, 12), positions: [11] })[0]).toMatchObject({
      reason: 'no-variation',
    });
  });

  test('zeros and equal counts: any case above is an alarm, none is not', () => {
    expect(ears({ method: 'c1', counts: repeat(0, 8), positions: [7] })[0]).toMatchObject({
      isAlarm: false,
    });
    expect(ears({ method: 'c2', counts: [...repeat(0, 9), 1], positions: [9] })[0]).toMatchObject({
      isAlarm: true,
    });
    expect(
      ears({ method: 'c2', counts: [...repeat(0, 9), 1], positions: [9], minimumSigma: 1 })[0],
    ).toMatchObject({
      isAlarm: false,
    });
  });

  test('impossible counts and positions are named', () => {
    expect(() => ears({ method: 'c1', counts: [-1], positions: [] })).toThrow('count 1 is -1');
    expect(() => ears({ method: 'c1', counts: [1], positions: [5] })).toThrow('position 5');
    expect(() => ears({ method: 'c1', counts: [1], positions: [], baseline: 2 })).toThrow(
      'at least 3',
    );
  });
});

describe.each([
  ['farrington', farrington],
  ['farringtonFlexible', farringtonFlexible],
] as const)('%s', (_name, method) => {
  test('an outbreak is an alarm, an ordinary week is not', () => {
    expect(judgedOf(method({ counts: withOutbreak, positions: [last] }))).toMatchObject({
      kind: 'judged',
      isAlarm: true,
    });
    expect(judgedOf(method({ counts: weeks, positions: [last] }))).toMatchObject({
      kind: 'judged',
      isAlarm: false,
    });
  });

  test('fewer than five cases in four weeks rule an alarm out', () => {
    const rare = [...weeks.map((_, t) => (t % 9 === 0 ? 1 : 0)).slice(0, -4), 0, 0, 0, 4];
    expect(judgedOf(method({ counts: rare, positions: [last] }))).toMatchObject({
      kind: 'too-few-recent-cases',
      isAlarm: false,
    });
  });

  test('says in words why it cannot run', () => {
    expect(judgedOf(method({ counts: weeks, positions: [30] }))).toMatchObject({
      reason: 'too-short',
    });
    const missing = [...weeks.slice(0, -2), null, 12];
    expect(judgedOf(method({ counts: missing, positions: [last] }))).toMatchObject({
      reason: 'missing-counts',
    });
    const allZero = repeat(0, weeks.length);
    expect(judgedOf(method({ counts: allZero, positions: [last] }))).toMatchObject({
      reason: 'too-few-cases',
      message: expect.stringContaining('Nothing to do'),
    });
    const newDisease = [...repeat(0, last - 1), 6, 7];
    expect(judgedOf(method({ counts: newDisease, positions: [last] }))).toMatchObject({
      reason: 'no-past-cases',
      message: expect.stringContaining('no case at all'),
    });
  });

  test('a constant past gives a finite bound above it', () => {
    const point = judgedOf(method({ counts: repeat(8, weeks.length), positions: [last] }));
    expect(point).toMatchObject({ kind: 'judged', isAlarm: false });
    expect(point.kind === 'judged' && point.upperBound).toBeGreaterThan(8);
  });

  test('missing weeks in the past are left out', () => {
    const past = weeks.map((count, t) => (t % 10 === 3 && t < last - 10 ? null : count));
    expect(judgedOf(method({ counts: past, positions: [last] }))).toMatchObject({ kind: 'judged' });
  });

  test('no position, no answer; impossible input is named', () => {
    expect(method({ counts: [], positions: [] })).toEqual([]);
    expect(() => method({ counts: [1, -2], positions: [] })).toThrow('count 2 is -2');
  });
});

describe('flexible Farrington', () => {
  test('season levels that do not fit are refused', () => {
    expect(() =>
      farringtonFlexible({ counts: weeks, positions: [last], seasonLevels: 50 }),
    ).toThrow('do not fit');
  });

  test('the three thresholds agree about a clear outbreak', () => {
    const alarms = (['delta', 'negative-binomial', 'negative-binomial-upper-mean'] as const).map(
      (threshold) => {
        const [point] = farringtonFlexible({
          counts: withOutbreak,
          positions: [last],
          seasonLevels: 10,
          leaveOutLatest: 26,
          threshold,
        });
        return point?.kind === 'judged' && point.isAlarm;
      },
    );
    expect(alarms).toEqual([true, true, true]);
  });
});

describe('Poisson CUSUM', () => {
  test('standard scores: (6 − 4)/2 − 0.5 twice is 1, at h = 1 an alarm', () => {
    const points = poissonCusum({
      counts: [4, 4, 6, 6],
      from: 2,
      to: 4,
      expected: { kind: 'mean' },
      score: 'standard',
      k: 0.5,
      h: 1,
    });
    expect(points).toMatchObject({
      value: [
        { expected: 4, cusum: 0.5, isAlarm: false, upperBound: 7 },
        { cusum: 1, isAlarm: true, upperBound: 6 },
      ],
    });
  });

  test.each(['rossi', 'standard', 'anscombe'] as const)(
    '%s: the bound is the count that would just reach h',
    (score) => {
      const request = {
        counts: [5, 5, 5],
        from: 1,
        to: 3,
        expected: { kind: 'mean' },
        score,
      } as const;
      const points = poissonCusum(request);
      const bound = points.kind === 'estimate' ? (points.value[0]?.upperBound ?? 0) : 0;
      const alarmAt = (count: number): boolean => {
        const again = poissonCusum({ ...request, counts: [5, count], to: 2 });
        return again.kind === 'estimate' && again.value[0]?.isAlarm === true;
      };
      expect(alarmAt(bound * 1.0001)).toBe(true);
      expect(alarmAt(bound * 0.98 - 1)).toBe(false);
    },
  );

  test('says in words why it cannot run', () => {
    const seasonal = { kind: 'seasonal', period: 52, start: 1 } as const;
    expect(
      poissonCusum({ counts: [1, 2], from: 0, to: 2, expected: { kind: 'mean' } }),
    ).toMatchObject({
      reason: 'too-short',
    });
    expect(
      poissonCusum({ counts: [1, null], from: 1, to: 2, expected: { kind: 'mean' } }),
    ).toMatchObject({
      reason: 'missing-counts',
    });
    expect(
      poissonCusum({ counts: [0, 0, 1], from: 2, to: 3, expected: { kind: 'mean' } }),
    ).toMatchObject({
      reason: 'no-past-cases',
    });
    expect(
      poissonCusum({ counts: [0, 0, 0, 0, 1], from: 4, to: 5, expected: seasonal }),
    ).toMatchObject({
      kind: 'not-estimable',
    });
  });
});
