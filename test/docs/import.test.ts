import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { costColumns, type Rule, rules } from '#data';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/methods/import.md'), 'utf8');

test('the page on import has every rule with its severity, in no other words than the program', () => {
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (error|warning|note) \| ./gm)];
  const told = Object.fromEntries(rows.map(([, rule, severity]) => [rule, severity]));
  const known: Readonly<Record<string, Rule>> = rules;
  expect(told).toEqual(
    Object.fromEntries(Object.entries(known).map(([rule, { severity }]) => [rule, severity])),
  );
});

test('every rule says in both languages what is allowed and what to do', () => {
  for (const [name, { allowed, nextStep }] of Object.entries(rules))
    for (const text of [allowed.en, allowed.sv, nextStep.en, nextStep.sv])
      expect(text, name).toMatch(/^[A-ZÅÄÖ].*\.$/);
});

test('the columns of a cost table are those the program reads', () => {
  expect(page).toContain(costColumns.join(','));
});
