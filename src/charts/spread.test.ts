import { describe, expect, test } from 'vitest';
import { spread } from './spread.ts';
import { fitText, textWidth } from './text-width.ts';

describe('labels along a line', () => {
  const room = { from: 0, to: 100 };
  test('stay where they want to be when there is room', () => {
    expect(spread([10, 50, 90], 16, room)).toEqual([10, 50, 90]);
  });
  test('are moved apart, in their order', () => {
    expect(spread([50, 49], 16, room)).toEqual([65, 49]);
  });
  test('are pushed back from the edge', () => {
    expect(spread([98, 99], 16, room)).toEqual([84, 100]);
  });
  test('give way when there is no room, the last named first', () => {
    expect(spread([1, 2, 3], 60, room)).toEqual([1, 61, null]);
  });
});

describe('a text that must fit', () => {
  test('stays whole when it does', () => {
    expect(fitText('Ward 21', 13, 200)).toBe('Ward 21');
  });
  test('loses its end otherwise', () => {
    const short = fitText('A very long name of a unit', 13, 90);
    expect(short).toMatch(/^A very.*…$/);
    expect(textWidth(short, 13)).toBeLessThanOrEqual(90);
  });
  test('is left out when nothing readable would be left', () => {
    expect(fitText('Ward 21', 13, 8)).toBe('');
  });
});
