import { expect, test } from 'vitest';
import { asTheyCome } from './as-they-come.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function* giving(...items: readonly number[]): AsyncGenerator<number> {
  for (const item of items) {
    await turn();
    yield item;
  }
}

async function* failingAfter(item: number): AsyncGenerator<number> {
  yield item;
  throw new Error('the disk is full');
}

test('everything that several give comes', async () => {
  const come: number[] = [];
  for await (const item of asTheyCome([giving(1, 2, 3), giving(4), giving()])) come.push(item);
  expect(come.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
});

test('one that fails while the listener is busy is told when the listener comes back, and ends no program before', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', hear);
  const listen = async () => {
    for await (const item of asTheyCome([failingAfter(1)])) {
      expect(item).toBe(1);
      for (let i = 0; i < 5; i += 1) await turn();
    }
  };
  await expect(listen()).rejects.toThrow('the disk is full');
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});
