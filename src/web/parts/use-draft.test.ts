import { describe, expect, test } from 'vitest';
import { missing, numberFrom } from './use-draft.ts';

describe('a number as people write it', () => {
  test.each([
    ['85', 85],
    ['8,5', 8.5],
    ['8.5', 8.5],
    ['85 %', 85],
    ['1 200', 1200],
    ['−3', -3],
  ])('%s', (text, value) => expect(numberFrom(text)).toBe(value));
  test.each(['', 'about 5', '1.2.3', 'NaN', '1e9'])('is not %j', (text) => {
    expect(numberFrom(text)).toBeNull();
  });
});

test('a field with only spaces is missing', () => {
  expect(missing({ title: ' ', text: 'x' }, ['title', 'text'], 'Please')).toEqual({
    title: 'Please',
  });
});
