import { describe, expect, test } from 'vitest';
import { type LibraryFile, loadMeasureLibrary } from './load-measure-library.ts';

const yaml = `
id: short-waits
version: 1.0.0
title: { en: Short waits, sv: Korta väntetider }
sentence: { en: Referrals seen in time., sv: Remisser som togs emot i tid. }
rationale: { en: Waiting harms., sv: Väntan skadar. }
interest: management
kind: process
scoring: proportion
basis: ServiceRequest
direction: up
target: 0.9
chart: p
unitLabel: { en: '%', sv: '%' }
multiplier: 1
populations: { initialPopulation: Initial Population, denominator: Denominator, numerator: Numerator }
`;
const measureFile = { path: 'measures/short-waits/measure.yaml', text: yaml };
const cqlFile = {
  path: 'measures/short-waits/short-waits.cql',
  text: "library ShortWaits version '1.0.0'\n",
};
const valueSet = {
  path: 'valuesets/a.json',
  text: JSON.stringify({
    resourceType: 'ValueSet',
    url: 'https://example.org/a',
    compose: { include: [{ system: 'https://example.org/s', concept: [{ code: '1' }] }] },
  }),
};

const problemsOf = (...files: readonly LibraryFile[]) => {
  const loaded = loadMeasureLibrary(files);
  return loaded.kind === 'not-loaded' ? loaded.problems : [];
};

describe('the measure library', () => {
  test('is read with its CQL and value sets', () => {
    const loaded = loadMeasureLibrary([measureFile, cqlFile, valueSet]);
    if (loaded.kind === 'not-loaded') throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.library.measures[0]?.measure).toMatchObject({
      id: 'short-waits',
      library: 'ShortWaits',
      target: 0.9,
    });
    expect(loaded.library.valueSets.get('https://example.org/a')).toEqual([
      { system: 'https://example.org/s', code: '1' },
    ]);
  });

  test.each([
    ['YAML that cannot be read', 'id: [', 'library-file-syntax'],
    [
      'a field with a word of its own',
      yaml.replace('direction: up', 'direction: sideways'),
      'library-file-form',
    ],
    ['a field nobody knows', `${yaml}colour: red\n`, 'library-file-form'],
    [
      'a proportion without a numerator',
      yaml.replace(', numerator: Numerator', ''),
      'measure-population-missing',
    ],
    [
      'a ratio without its observations',
      yaml.replace('scoring: proportion', 'scoring: ratio'),
      'measure-population-missing',
    ],
    [
      'an id that is not its folder',
      yaml.replace('id: short-waits', 'id: long-waits'),
      'measure-folder',
    ],
  ])('%s is a problem with its file and next step', (_, text, code) => {
    const [first] = problemsOf({ ...measureFile, text }, cqlFile);
    expect(first?.code).toBe(code);
    expect(first?.where).toContain('measures/short-waits/');
    expect(first?.tip).not.toBe('');
  });

  test('a measure needs its CQL', () => {
    expect(problemsOf(measureFile)[0]?.code).toBe('measure-without-cql');
  });

  test('a test patient of another form is told', () => {
    const broken = {
      path: 'measures/short-waits/tests/in-numerator.json',
      text: '{"description": "x"}',
    };
    expect(problemsOf(measureFile, cqlFile, broken)[0]).toMatchObject({
      code: 'library-file-form',
      where: broken.path,
    });
  });

  test('a value set that rests on a code system names it when it is not here', () => {
    const whole = valueSet.text.replace(',"concept":[{"code":"1"}]', '');
    const [first] = problemsOf({ ...valueSet, text: whole });
    expect(first?.code).toBe('code-system-missing');
    expect(first?.message).toContain('https://example.org/s');
  });
});
