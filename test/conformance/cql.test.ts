import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runFolder, runText } from './cql/run.ts';

const own = path.join(import.meta.dirname, 'cql/cases');
const shared = path.join(import.meta.dirname, '../../../shared/cql-tests');
const page = path.join(import.meta.dirname, '../../docs/methods/cql-conformance.md');

const failures = (results: Awaited<ReturnType<typeof runFolder>>) =>
  results.filter(({ failure }) => failure !== '');

/** The rows of the page's table: case, fault, reason. */
function exceptions(): readonly (readonly string[])[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  return lines
    .filter((line) => /^\| \w+\.xml: /.test(line))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, 4),
    );
}

const oneCase = (expression: string, output: string, invalid = ''): string =>
  `<tests name="T"><group name="G"><test name="case"><expression${invalid}>${expression}</expression>${output}</test></group></tests>`;

describe('CQL in memory', { timeout: 600_000 }, () => {
  test('our own cases give the expected values', async () => {
    const results = await runFolder(own);
    expect(failures(results)).toEqual([]);
    expect(results.filter(({ disagreement }) => disagreement !== '')).toEqual([]);
    expect(results.length).toBeGreaterThan(100);
  });

  test('the public cases do too, but for exactly those that the method page lists', async ({
    skip,
  }) => {
    if (!existsSync(shared)) skip(`${shared} is absent: the public CQL cases are not run`);
    const results = await runFolder(shared);
    const listed = exceptions().map(([name]) => name);
    expect(
      failures(results)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(listed.toSorted());
    expect(results.length).toBeGreaterThan(1000);
    expect(
      results.filter(({ disagreement }) => disagreement !== ''),
      'compiled definitions and cql-execution',
    ).toEqual([]);
  });

  test('every exception says whose fault it is, and why', () => {
    for (const [, fault, why] of exceptions()) {
      expect(fault).toMatch(/^(translator|engine|test|ours)$/);
      expect(why).not.toBe('');
    }
  });
});

describe('A case fails', { timeout: 60_000 }, () => {
  test.each([
    ['when the number differs', '1 + 1', '<output>3</output>', 'another number'],
    ['when an integer should be a decimal', '1 + 1', '<output>2.0</output>', 'not Decimal'],
    [
      'when the precision differs',
      '@2026-01',
      '<output>@2026-01-01</output>',
      'only one has the day',
    ],
    [
      'when an end is open that should be closed',
      'Interval[1.0, null)',
      '<output>Interval[1.0, null]</output>',
      'highClosed',
    ],
    [
      'when the value is uncertain',
      'months between @2026 and @2027-01',
      '<output>5</output>',
      'uncertain',
    ],
    ['when it is null', 'null', '<output>1</output>', 'one is null'],
    ['when the unit differs', "1 'g'", "<output>1000 'mg'</output>", 'value'],
    ['when a list has another order', '{ 1, 2 }', '<output>{ 2, 1 }</output>', 'item 0'],
    [
      'when the offset makes another moment',
      '@2026-01-01T10:00:00.0+01:00',
      '<output>@2026-01-01T10:00:00.0Z</output>',
      'another time',
    ],
    ['when nothing is expected', '1', '', 'expected an output'],
  ])('%s', async (_, expression, output, why) => {
    const [result] = await runText('t.xml', oneCase(expression, output));
    expect(result?.failure).toContain(why);
  });

  test.each([
    ['evaluates', '1', ' invalid="true"'],
    [
      'is refused only when evaluated',
      "Message(1, true, 'a', 'Error', 'b')",
      ' invalid="semantic"',
    ],
  ])('when what is invalid %s', async (_, expression, invalid) => {
    const [result] = await runText('t.xml', oneCase(expression, '', invalid));
    expect(result?.failure).toContain('expected');
  });

  test('when the file cannot be read', async () => {
    const [result] = await runText('t.xml', '<tests name="T"><group name="G"></tests>');
    expect(result?.failure).toContain('expected a file of CQL tests');
  });
});
