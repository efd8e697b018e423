import { describe, expect, test } from 'vitest';
import { monthsFromTo } from '#core';
import { type CodeUse, findCodingChanges } from './coding-change.ts';

const months = monthsFromTo('2025-01', '2025-12');
const uses = (code: string, counts: readonly number[], unitId = 'ward'): CodeUse[] =>
  counts.map((count, i) => ({ unitId, table: 'observation', code, month: months[i] ?? '', count }));

const tenUntilAugust = [10, 9, 11, 10, 12, 10, 8, 10, 0, 0, 0, 0];
const tenFromSeptember = [0, 0, 0, 0, 0, 0, 0, 0, 9, 10, 11, 10];

describe('a change of coding', () => {
  test('is one code taking over from another in the same month', () => {
    const found = findCodingChanges(
      [...uses('standard', tenUntilAugust), ...uses('local', tenFromSeptember)],
      months,
    );
    expect(found).toEqual([
      {
        unitId: 'ward',
        table: 'observation',
        month: '2025-09',
        fromCode: 'standard',
        toCode: 'local',
      },
    ]);
  });
  test('is seen although a few still use the old code', () => {
    const fading = [10, 9, 11, 10, 12, 10, 8, 10, 3, 0, 2, 1]; // mean 10 before, 1.5 after
    const found = findCodingChanges(
      [...uses('standard', fading), ...uses('local', tenFromSeptember)],
      months,
    );
    expect(found).toMatchObject([{ month: '2025-09' }]);
  });
  test('is not a code that ends with nothing in its place: that may be care', () => {
    expect(findCodingChanges(uses('standard', tenUntilAugust), months)).toEqual([]);
  });
  test('is not a new code taking over in another unit', () => {
    const found = findCodingChanges(
      [...uses('standard', tenUntilAugust), ...uses('local', tenFromSeptember, 'clinic')],
      months,
    );
    expect(found).toEqual([]);
  });
  test('is not two codes used side by side all along', () => {
    const steady = months.map(() => 10);
    expect(
      findCodingChanges([...uses('standard', tenUntilAugust), ...uses('local', steady)], months),
    ).toEqual([]);
  });
  test('is not read from a code used now and then', () => {
    const rare = [1, 0, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    expect(
      findCodingChanges([...uses('standard', rare), ...uses('local', tenFromSeptember)], months),
    ).toEqual([]);
  });
  test('is not claimed from a single month', () => {
    const elevenMonths = [...Array.from({ length: 11 }, () => 10), 0];
    const oneMonth = [...Array.from({ length: 11 }, () => 0), 10];
    expect(
      findCodingChanges([...uses('standard', elevenMonths), ...uses('local', oneMonth)], months),
    ).toEqual([]);
  });
  test('nothing looked at, nothing found', () => {
    expect(findCodingChanges([], [])).toEqual([]);
  });
});
