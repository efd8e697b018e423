import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import * as statistics from '#statistics';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'docs/methods');
const pages = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(path.join(folder, name), 'utf8'),
}));
const snippets = pages.flatMap(({ name, text }) =>
  [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => ({ name, code: code ?? '' })),
);

/** What a line such as `sum([1, 2]) // → 3` gives and says. */
interface Claim {
  readonly got: unknown;
  readonly said: string;
}

/** Runs a snippet with the statistics room in scope and collects its claims. */
function claimsOf(code: string): Claim[] {
  const claims: Claim[] = [];
  const claim = (got: unknown, said: string): void => {
    claims.push({ got, said });
  };
  const lines = code.split('\n').map((line) => {
    const [expression, said] = line.split(' // → ');
    return said === undefined ? line : `claim(${expression}, ${JSON.stringify(said)});`;
  });
  vm.runInNewContext(lines.join('\n'), { ...statistics, claim });
  return claims;
}

/** Numbers agree when they round to what the page says, with as many decimals as it gives. */
function expectSaid({ got, said }: Claim): void {
  const decimals = Math.max(
    0,
    ...[...said.matchAll(/\.(\d+)/g)].map(([, digits]) => digits?.length ?? 0),
  );
  const rounded = (value: unknown): unknown => {
    if (typeof value === 'number') return Number(value.toFixed(decimals));
    if (Array.isArray(value)) return value.map(rounded);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]));
  };
  expect(rounded(got)).toEqual(rounded(JSON.parse(said)));
}

describe('worked examples of the method pages', () => {
  test.each(snippets)('$name', ({ code }) => {
    const claims = claimsOf(code);
    expect(claims.length).toBeGreaterThan(0);
    claims.forEach(expectSaid);
  });
});

/** Folders of the room whose methods have their pages. */
const documented = [
  'causal',
  'comparison',
  'control-charts',
  'design',
  'funnels',
  'mixed',
  'panel',
  'rates',
  'regression',
  'risk-adjustment',
  'score-change',
  'signal-rules',
  'surveillance',
  'survival',
  'synthesis',
  'time-series',
];

test.each(documented)('every method page that %s points to is there', (room) => {
  const sources = path.join(root, 'src/statistics', room);
  const named = readdirSync(sources).flatMap((file) => {
    const text = readFileSync(path.join(sources, file), 'utf8');
    return [...text.matchAll(/docs\/methods\/([\w-]+\.md)/g)].map(([, page]) => page ?? '');
  });
  expect(named.length).toBeGreaterThan(0);
  for (const page of named) expect(existsSync(path.join(folder, page)), page).toBe(true);
});

/** Pages of the room's own methods. */
const methodPages = pages.filter(({ text }) => text.includes('**Where.** `src/statistics/'));

test.each(methodPages)('$name has every part a reader needs', ({ text }) => {
  for (const heading of ['Assumptions', 'Formula', 'Sources', 'Our deviations', 'Worked example']) {
    expect(text).toContain(`## ${heading}`);
  }
  expect(text).toContain('**Question.**');
  expect(text).toMatch(/## Worked example[\s\S]*```ts/);
});

test('every rule preset publishes its false-alarm rate', () => {
  const page = pages.find(({ name }) => name === 'rule-presets.md')?.text ?? '';
  for (const { name } of statistics.rulePresets) {
    expect(page).toMatch(
      new RegExp(`\\| \`${name}\` \\|[^|]+\\| \\d+ ± \\d+ (\\| [\\d.]+ % ){3}\\|`),
    );
  }
});
