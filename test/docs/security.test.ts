import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/security.md'), 'utf8');

test('every file that keeps or proves a promise is there', () => {
  const named = [...page.matchAll(/`((?:src|test)\/[^`]*|tsconfig[^`]*)`/g)].map(
    ([, file]) => file,
  );
  expect(named.length).toBeGreaterThan(20);
  for (const file of named) expect(existsSync(path.join(root, file ?? '')), file).toBe(true);
});

test('every promise has a keeper and a proof', () => {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  for (const row of rows) {
    const cells = row.split(' | ').map((cell) => cell.replaceAll('|', '').trim());
    expect(cells, row).toHaveLength(3);
    expect(
      cells.every((cell) => cell !== ''),
      row,
    ).toBe(true);
  }
});
