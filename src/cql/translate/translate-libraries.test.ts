import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { translateLibraries } from './translate-libraries.ts';

const head = "using FHIR version '4.0.1'\ninclude FHIRHelpers version '4.0.1'\ncontext Patient\n";
const cql = (name: string, body: string, using = head) => ({
  name: `${name}.cql`,
  text: `library ${name} version '1'\n${using}${body}\n`,
});

async function problemsOf(...files: { name: string; text: string }[]) {
  const result = await translateLibraries(files);
  return result.kind === 'translated' ? [] : result.problems;
}

describe('CQL is translated to ELM', { timeout: 30_000 }, () => {
  test('with the libraries it includes and FHIRHelpers', async () => {
    const common = cql('Common', 'define "Visits": [Encounter]');
    const main = cql('Main', 'define "Any": exists Common."Visits"', `${head}`);
    const including = {
      ...main,
      text: main.text.replace('context', "include Common version '1'\ncontext"),
    };
    const result = await translateLibraries([including, common]);
    expect(
      result.kind === 'translated' && result.libraries.map((e) => e.library.identifier.id),
    ).toEqual(['Main', 'Common', 'FHIRHelpers']);
  });

  test('and kept: the folder then holds one file a library', async () => {
    const cacheFolder = await mkdtemp(join(tmpdir(), 'elm-'));
    const file = cql(
      'Kept',
      'define "Heavy": [Observation] O where O.value as Quantity > 5 \'kg\'',
    );
    await translateLibraries([file], { cacheFolder });
    expect(await readdir(cacheFolder)).toHaveLength(1); // FHIRHelpers is already held in memory
    expect((await translateLibraries([file], { cacheFolder })).kind).toBe('translated');
  });

  test.each([
    ['a syntax error', cql('A', 'define "X": 1 +'), 'cql-syntax', 'A.cql:6:0'],
    [
      'an unknown element',
      cql('B', 'define "X": [Encounter] E where E.foo = 1'),
      'cql-unknown-element',
      'B.cql:5:35',
    ],
    [
      'a circle',
      cql('C', 'define "X": "Y"\ndefine "Y": "X"'),
      'cql-circular-definition',
      'C.cql:5:1',
    ],
    [
      'another FHIR version',
      cql('D', 'define "X": 1', "using FHIR version '3.0.0'\n"),
      'cql-other-model',
      'D.cql:2:1',
    ],
    ['a unit that is none', cql('E', 'define "X": 5 \'flurb\''), 'cql-error', 'E.cql:5:13'],
    ['a text without a name', { name: 'F.cql', text: 'define X: 1' }, 'cql-without-name', 'F.cql'],
  ])('%s is a problem with its place and next step', async (_, file, code, where) => {
    const [first] = await problemsOf(file);
    expect(first).toMatchObject({ code, where });
    expect(first?.tip).not.toBe('');
  });

  test('a missing include names the library', async () => {
    const file = cql(
      'G',
      'define "X": 1',
      `${head.replace('context', 'include Nowhere\ncontext')}`,
    );
    const [first] = await problemsOf(file);
    expect(first).toMatchObject({ code: 'cql-missing-include', where: 'G.cql:4:1' });
    expect(first?.message).toContain('Nowhere');
  });

  test('an error in an included library is told once, where it is', async () => {
    const common = cql('Broken', 'define "Visits": [Encounter] E where E.foo = 1');
    const main = cql(
      'Uses',
      'define "Any": 1',
      head.replace('context', "include Broken version '1'\ncontext"),
    );
    const problems = await problemsOf(main, common);
    expect(problems.map((p) => p.where)).toEqual(['Broken.cql:5:40']);
  });

  test('two libraries of one name are refused', async () => {
    const [first] = await problemsOf(cql('H', 'define "X": 1'), {
      ...cql('H', ''),
      name: 'h2.cql',
    });
    expect(first).toMatchObject({ code: 'cql-name-twice', where: 'h2.cql' });
  });

  test('a value set of a certain version is looked up by address and version', async () => {
    const file = cql('V', 'define "X": 1', `valueset "A": 'urn:a' version '2'\n`);
    const result = await translateLibraries([file]);
    const sets = result.kind === 'translated' && result.libraries[0]?.library.valueSets?.def;
    expect(sets).toMatchObject([{ name: 'A', id: 'urn:a|2' }]);
  });

  test.each([
    ['an Integer', '2147483648', 'H.cql:2:13'],
    ['a Decimal', '0.123456789', 'H.cql:2:13'],
    ['a Long', '9223372036854775808L', 'H.cql:2:13'],
  ])('%s that cannot be held is a problem', async (_, number, where) => {
    const [first] = await problemsOf(cql('H', `define "X": ${number}`, ''));
    expect(first).toMatchObject({ code: 'cql-number-out-of-range', where });
  });

  test('libraries that include each other in a circle are told', async () => {
    const include = (name: string) =>
      head.replace('context', `include ${name} version '1'\ncontext`);
    const problems = await problemsOf(
      cql('First', 'define "A": Second."B"', include('Second')),
      cql('Second', 'define "B": First."A"', include('First')),
    );
    expect(problems[0]).toMatchObject({ code: 'cql-circular-include', where: 'First.cql' });
    expect(problems[0]?.message).toContain('First → Second → First');
  });

  test('a library that is too long is refused before it is read', async () => {
    const [first] = await problemsOf(cql('Long', `// ${'x'.repeat(1_000_001)}`));
    expect(first).toMatchObject({ code: 'cql-too-long', where: 'Long.cql' });
  });
});
