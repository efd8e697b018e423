import { describe, expect, test } from 'vitest';
import { type FlaggedPoint, findEpisodes } from './episode.ts';

const flagged = (index: number, side: 'high' | 'low', rule = 'shift'): FlaggedPoint => ({
  index,
  side,
  rules: [rule],
});
/** A shift of seven that marks its members only when the seventh has come. */
const shiftFrom = (start: number) => (last: number) =>
  last - start + 1 < 7
    ? []
    : Array.from({ length: last - start + 1 }, (_, i) => flagged(start + i, 'high'));

describe('an episode', () => {
  test('begins with its first point and becomes known when the rule is complete', () => {
    expect(findEpisodes(20, shiftFrom(5))).toEqual([
      { firstIndex: 5, lastIndex: 19, side: 'high', knownAtIndex: 11, rule: 'shift' },
    ]);
  });
  test('is known at once when a point lies outside the limits', () => {
    const flags = (last: number) => (last >= 3 ? [flagged(3, 'low', 'outside-limits')] : []);
    expect(findEpisodes(9, flags)).toEqual([
      { firstIndex: 3, lastIndex: 3, side: 'low', knownAtIndex: 3, rule: 'outside-limits' },
    ]);
  });
  test('bridges two quiet points but not three', () => {
    const at = (indices: readonly number[]) => (last: number) =>
      indices.filter((i) => i <= last).map((i) => flagged(i, 'high', 'outside-limits'));
    expect(findEpisodes(12, at([1, 4]))).toHaveLength(1);
    expect(findEpisodes(12, at([1, 5]))).toHaveLength(2);
  });
  test('ends where the side changes', () => {
    const flags = (last: number) =>
      [flagged(2, 'high'), flagged(3, 'low')].filter(({ index }) => index <= last);
    expect(findEpisodes(5, flags).map(({ side }) => side)).toEqual(['high', 'low']);
  });
  test('does not exist on a chart without points', () => {
    expect(findEpisodes(0, () => [flagged(0, 'high')])).toEqual([]);
  });
});
