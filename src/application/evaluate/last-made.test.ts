import { expect, test } from 'vitest';
import { lastMade } from './last-made.ts';

test('the same parts give the very same value, and any other part a new one', () => {
  const made = lastMade<{ readonly of: number }>();
  const list = [1, 2];
  let times = 0;
  const make = () => ({ of: ++times });
  const first = made('a', [list, 'text'], make);
  expect(made('a', [list, 'text'], make)).toBe(first);
  expect(made('a', [[1, 2], 'text'], make)).toEqual({ of: 2 });
  expect(made('a', [list, 'text'], make)).toEqual({ of: 3 });
  expect(made('a', [list], make)).toEqual({ of: 4 });
});

test('each name is remembered for itself', () => {
  const made = lastMade<string>();
  made('a', [1], () => 'of a');
  made('b', [1], () => 'of b');
  expect(made('a', [1], () => 'anew')).toBe('of a');
});
