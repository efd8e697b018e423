import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandSchemas } from '#api';
import { commands } from '#application';
import { isRight } from '#organisation';
import { rightsPage } from './rights-page.ts';

const page = path.join(import.meta.dirname, '../../docs/security-rights.md');

// GYRUS_WRITE=1 npx vitest run test/docs/rights.test.ts writes the page anew.
test('the page of rights says what the table of rights says', () => {
  if (process.env.GYRUS_WRITE === '1') writeFileSync(page, rightsPage());
  expect(readFileSync(page, 'utf8')).toBe(rightsPage());
});

test('every command has a right of its name, and the contract knows it', () => {
  const names = Object.keys(commands);
  expect(names.filter((name) => !isRight(name))).toEqual([]);
  expect(new Set(names)).toEqual(new Set(Object.keys(commandSchemas)));
});
