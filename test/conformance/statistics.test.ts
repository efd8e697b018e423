import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { differences } from './statistics/compare.ts';
import { runCase, runFolder } from './statistics/run.ts';

const shared = resolve(import.meta.dirname, '../../../shared/golden');
const results = existsSync(shared) ? runFolder(shared) : [];

describe('reference cases', () => {
  test.skipIf(results.length > 0)(
    'the shared reference cases are not on this machine; skipped',
    () => {
      expect(results).toEqual([]);
    },
  );

  test.each(results)('$file agrees with its reference', ({ failures }) => {
    expect(failures).toEqual([]);
  });
});

describe('the comparison itself', () => {
  const tolerance = { rel: 0.01, abs: 0.1 };

  test('numbers agree within abs + rel × expected', () => {
    expect(differences(100, 101.1, tolerance)).toEqual([]);
    expect(differences(100, 101.2, tolerance)).toHaveLength(1);
    expect(differences(100, Number.NaN, tolerance)).toHaveLength(1);
  });

  test('null agrees with nothing only, texts and lengths must be equal', () => {
    expect(differences({ a: null }, {}, tolerance)).toEqual([]);
    expect(differences({ a: null }, { a: 0 }, tolerance)).toHaveLength(1);
    expect(differences('up', 'down', tolerance)).toHaveLength(1);
    expect(differences([1, 2], [1], tolerance)).toHaveLength(1);
    expect(differences({ a: 1 }, { b: 1 }, tolerance)).toHaveLength(1);
  });

  test('a kind without a method fails', () => {
    const unknown = {
      id: 'x',
      kind: 'no-such-kind',
      options: {},
      input: {},
      expected: {},
      rows: undefined,
    };
    expect(runCase({ ...unknown, tolerance }).failures).toEqual([
      'no method for kind no-such-kind',
    ]);
  });
});
