import { expect, test } from 'vitest';
import { mapAtOnce } from './at-once.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('so many are at work at a time, and results stand in the order of the items', async () => {
  let working = 0;
  let most = 0;
  const results = await mapAtOnce([5, 1, 4, 2, 3], 2, async (item, position) => {
    working += 1;
    most = Math.max(most, working);
    for (let i = 0; i < item; i++) await turn();
    working -= 1;
    return `${position}:${item}`;
  });
  expect(results).toEqual(['0:5', '1:1', '2:4', '3:2', '4:3']);
  expect(most).toBe(2);
});

test('a failure is told, and nothing more is begun', async () => {
  const begun: number[] = [];
  const failing = mapAtOnce([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    await turn();
    if (item === 1) throw new Error('one');
    await turn();
  });
  await expect(failing).rejects.toThrow('one');
  await turn();
  await turn();
  expect(begun).toEqual([1, 2]);
});
