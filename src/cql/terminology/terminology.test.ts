import { describe, expect, test } from 'vitest';
import { ProblemError } from '#core';
import { Terminology } from './terminology.ts';
import { readTerminology, type TerminologyResource } from './terminology-file.ts';

const system = 'urn:gyrus:test:animals';

/** An invented system: animal over bird and fish; bird over duck, which is also a swimmer. */
const animals = {
  resourceType: 'CodeSystem',
  url: system,
  version: '1',
  content: 'complete',
  concept: [
    {
      code: 'animal',
      concept: [
        {
          code: 'bird',
          concept: [{ code: 'duck', property: [{ code: 'legs', valueInteger: 2 }] }],
        },
        { code: 'fish', property: [{ code: 'legs', valueInteger: 0 }] },
      ],
    },
    { code: 'swimmer', property: [{ code: 'child', valueCode: 'duck' }] },
  ],
};

const set = (id: string, compose: unknown, version?: string) => ({
  resourceType: 'ValueSet',
  url: `urn:gyrus:test:${id}`,
  ...(version === undefined ? {} : { version }),
  compose,
});

const held = (...resources: readonly unknown[]): Terminology =>
  new Terminology(
    resources.map((json, i): TerminologyResource => {
      const result = readTerminology(`resource ${i}`, json);
      if (result.kind === 'unreadable') throw new Error(result.problems[0]?.message);
      return result.value;
    }),
  );

const codes = (terminology: Terminology, id: string): readonly string[] =>
  terminology
    .expand(`urn:gyrus:test:${id}`)
    .map(({ code }) => code)
    .toSorted();

function problemOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('no problem was told');
}

const filter = (op: string, value: string, property = 'concept') => ({
  include: [{ system, filter: [{ property, op, value }] }],
});

describe('A value set has the codes', () => {
  test('that it lists', () => {
    const listed = set('a', { include: [{ system, concept: [{ code: 'duck' }, { code: 'x' }] }] });
    expect(codes(held(listed), 'a')).toEqual(['duck', 'x']);
  });

  test('of a whole code system', () => {
    const all = held(animals, set('a', { include: [{ system }] }));
    expect(codes(all, 'a')).toEqual(['animal', 'bird', 'duck', 'fish', 'swimmer']);
  });

  test.each([
    ['is-a', 'bird', 'concept', ['bird', 'duck']],
    ['is-a', 'swimmer', 'concept', ['duck', 'swimmer']],
    ['descendent-of', 'animal', 'concept', ['bird', 'duck', 'fish']],
    ['is-not-a', 'bird', 'concept', ['animal', 'fish', 'swimmer']],
    ['=', '2', 'legs', ['duck']],
    ['in', '0,2', 'legs', ['duck', 'fish']],
    ['exists', 'true', 'legs', ['duck', 'fish']],
  ])('that a filter %s %s of %s lets through', (op, value, property, expected) => {
    const filtered = held(animals, set('a', filter(op, value, property)));
    expect(codes(filtered, 'a')).toEqual(expected);
  });

  test('of other value sets, without those of others', () => {
    const terminology = held(
      animals,
      set('birds', filter('is-a', 'bird')),
      set('swimmers', filter('is-a', 'swimmer')),
      set('both', { include: [{ valueSet: ['urn:gyrus:test:birds', 'urn:gyrus:test:swimmers'] }] }),
      set('rest', {
        include: [{ system }],
        exclude: [{ valueSet: ['urn:gyrus:test:birds'] }, { system, concept: [{ code: 'fish' }] }],
      }),
    );
    expect(codes(terminology, 'both')).toEqual(['duck']);
    expect(codes(terminology, 'rest')).toEqual(['animal', 'swimmer']);
  });

  test('of its expansion, nested ones too, without those that only group', () => {
    const expanded = {
      ...set('a', undefined),
      expansion: {
        contains: [{ system, code: 'bird', abstract: true, contains: [{ system, code: 'duck' }] }],
      },
    };
    expect(codes(held(expanded), 'a')).toEqual(['duck']);
  });

  test('of the version that is asked for, otherwise of the newest', () => {
    const one = (version: string, code: string) =>
      set('a', { include: [{ system, concept: [{ code }] }] }, version);
    const terminology = held(one('1.10', 'new'), one('1.9', 'old'));
    expect(codes(terminology, 'a')).toEqual(['new']);
    expect(codes(terminology, 'a|1.9')).toEqual(['old']);
    expect(problemOf(() => codes(terminology, 'a|2')).message).toContain('urn:gyrus:test:a|2');
  });
});

describe('What cannot be known is told by name', () => {
  test('a value set that is not here', () => {
    const problem = problemOf(() => held().expand('urn:gyrus:test:none'));
    expect(problem).toMatchObject({ code: 'cql-missing-value-set' });
    expect(problem.message).toContain('urn:gyrus:test:none');
    expect(problem.tip).not.toBe('');
  });

  test('a value set that another rests on', () => {
    const terminology = held(set('a', { include: [{ valueSet: ['urn:gyrus:test:none'] }] }));
    const { message } = problemOf(() => codes(terminology, 'a'));
    expect(message).toContain('urn:gyrus:test:none');
    expect(message).toContain('urn:gyrus:test:a needs it');
  });

  test('a code system that is not here, or of which only a part is', () => {
    const whole = set('a', { include: [{ system }] });
    for (const terminology of [held(whole), held(whole, { ...animals, content: 'fragment' })]) {
      const problem = problemOf(() => codes(terminology, 'a'));
      expect(problem.code).toBe('code-system-missing');
      expect(problem.message).toContain(system);
    }
  });

  test.each([
    [
      'a circle',
      [set('a', { include: [{ valueSet: ['urn:gyrus:test:a'] }] })],
      'value-set-circular',
    ],
    ['no definition', [set('a', undefined)], 'value-set-not-listed'],
    ['a filter of another kind', [animals, set('a', filter('regex', '.*'))], 'value-set-filter'],
    [
      'a page of an expansion',
      [{ ...set('a', undefined), expansion: { total: 2, contains: [{ system, code: 'duck' }] } }],
      'value-set-incomplete',
    ],
  ])('%s', (_, resources, code) => {
    expect(problemOf(() => codes(held(...resources), 'a')).code).toBe(code);
  });

  test('a resource of another type', () => {
    const result = readTerminology('file', { resourceType: 'Patient' });
    expect(result.kind === 'unreadable' && result.problems[0]?.code).toBe('terminology-type');
  });
});
