import { describe, expect, test } from 'vitest';
import { type FlaggedPoint, findEpisodes } from './episode.ts';

const flagged = (
  index: number,
  side: 'high' | 'low',
  rule: FlaggedPoint['rule'] = 'shift',
): FlaggedPoint => ({
  index,
  side,
  rule,
});
const outside = (indices: readonly number[]) =>
  indices.map((index) => flagged(index, 'high', 'outside-limits'));

describe('an episode', () => {
  test('begins with its first point and becomes known when a rule is complete', () => {
    const members = [5, 6, 7, 8, 9, 10, 11, 12].map((index) => flagged(index, 'high'));
    const completions = [11, 12].map((index) => flagged(index, 'high')); // the seventh point, and the eighth
    expect(findEpisodes(members, completions)).toEqual([
      { firstIndex: 5, lastIndex: 12, side: 'high', knownAtIndex: 11, rule: 'shift' },
    ]);
  });
  test('is known earlier when a point of it lies outside the limits', () => {
    const members = [5, 6, 7, 8, 9, 10, 11].map((index) => flagged(index, 'high'));
    const completions = [flagged(11, 'high'), flagged(7, 'high', 'outside-limits')];
    expect(findEpisodes(members, completions)).toMatchObject([
      { knownAtIndex: 7, rule: 'outside-limits' },
    ]);
  });
  test('bridges two quiet points but not three', () => {
    expect(findEpisodes(outside([1, 4]), outside([1, 4]))).toHaveLength(1);
    expect(findEpisodes(outside([1, 5]), outside([1, 5]))).toHaveLength(2);
  });
  test('ends where the side changes', () => {
    const points = [flagged(3, 'low'), flagged(2, 'high')];
    expect(findEpisodes(points, points).map(({ side }) => side)).toEqual(['high', 'low']);
  });
  test('does not exist on a chart without marks', () => {
    expect(findEpisodes([], [])).toEqual([]);
  });
});
