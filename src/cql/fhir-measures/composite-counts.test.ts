import { describe, expect, test } from 'vitest';
import type { Component } from './composite.ts';
import { compositeCounts, compositeGroup, type IndividualScoring } from './composite-counts.ts';
import type { FhirMeasure, MeasureGroup, PopulationCode } from './fhir-measure.ts';
import type { CountedSubject } from './group-counts.ts';

const codes: readonly PopulationCode[] = [
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator',
];
const group: MeasureGroup = {
  ...{ id: null, scoring: 'proportion', basis: 'boolean', stratifiers: [] },
  populations: codes.map((code) => ({
    ...{ id: code, code, expression: code, criteriaReference: null, aggregateMethod: null },
  })),
};
const measure: FhirMeasure = {
  ...{ id: 'part', url: null, version: null, title: null, library: 'Part', groups: [group] },
};
const component = (isReversed = false): Component => ({
  ...{ measure, group, at: 0, weight: 1, isReversed },
});

/** T in the numerator, F only in the denominator, X excluded, E excepted, - not there at all. */
function subject(id: string, letter: string): readonly CountedSubject[] {
  if (letter === '-') return [];
  const counted = [true, true, letter === 'X', letter === 'E', letter === 'T'];
  return [{ id, counted, observations: codes.map(() => null), strata: [] }];
}

/** Each text has a letter for each patient, in the order of the components. */
function counts(
  scoring: IndividualScoring,
  texts: readonly string[],
  components: readonly Component[] = texts.map(() => component()),
) {
  const patients = [...(texts[0] ?? '')].keys();
  const subjects = [...patients].flatMap((at) =>
    compositeCounts(
      scoring,
      components,
      texts.map((text) => subject(String(at), text[at] ?? '-')),
    ),
  );
  const { populations } = compositeGroup(scoring, components);
  const named = (code: PopulationCode) => {
    const i = populations.findIndex((one) => one.code === code);
    return subjects.filter(({ counted }) => counted[i] === true).length;
  };
  const observed = subjects.flatMap(({ observations }) => observations.filter((o) => o !== null));
  return { named, observed, proportion: [named('numerator'), named('denominator')] };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** The worked example of the guide: a row for each of ten measures, a letter for each of ten patients. */
const guide = [
  'TTTTFTTFTT',
  'TTT-FT-TFT',
  'TTT-TT-FTT',
  'FTT-TT-T-T',
  'FTT-T--F-F',
  'TTF-T--T-F',
  '---TT-TF-T',
  'FTTTTFTT-T',
  'FTFFFFTTTT',
  'TTTTFTTTTT',
];

describe("The guide's ten patients and ten measures", () => {
  test('by opportunity are 59 of 79', () => {
    expect(counts('opportunity', guide).proportion).toEqual([59, 79]);
  });

  test('by the mean of their shares are 76.5 %', () => {
    const { observed } = counts('linear', guide);
    // 5/9, 9/9, 7/9, 4/5, 6/10, 5/7, 5/5, 6/10, 4/5, 8/10
    expect(observed).toHaveLength(10);
    expect(mean(observed)).toBeCloseTo(0.7648, 4);
  });

  test('all or nothing are 2 of 10: patients B and G', () => {
    expect(counts('all-or-nothing', guide).proportion).toEqual([2, 10]);
  });
});

describe('All or nothing', () => {
  test('asks of nobody a measure in whose denominator they are not', () => {
    expect(counts('all-or-nothing', ['T', '-']).proportion).toEqual([1, 1]);
  });

  test('excludes from all whom one excludes', () => {
    const { named } = counts('all-or-nothing', ['T', 'X']);
    expect([named('denominator'), named('denominator-exclusion'), named('numerator')]).toEqual([
      1, 1, 0,
    ]);
  });

  test('excepts who reaches what is asked of nobody, and counts who reaches the rest', () => {
    const failed = counts('all-or-nothing', ['F', 'E']);
    expect([failed.named('denominator-exception'), failed.named('numerator')]).toEqual([1, 0]);
    const reached = counts('all-or-nothing', ['T', 'E']);
    expect([reached.named('denominator-exception'), reached.named('numerator')]).toEqual([0, 1]);
  });
});

test('a component whose improvement is the other way round counts where its numerator is not reached', () => {
  const mixed = [component(), component(true)];
  // Patient 0 reaches the first and not the second: both as wanted. Patient 1 reaches both: the second is not wanted.
  expect(counts('opportunity', ['TT', 'FT'], mixed).proportion).toEqual([3, 4]);
  expect(counts('all-or-nothing', ['TT', 'FT'], mixed).proportion).toEqual([1, 2]);
  expect(counts('linear', ['TT', 'FT'], mixed).observed).toEqual([1, 0.5]);
});

test('who is in no denominator that is left has no share', () => {
  const { observed, named } = counts('linear', ['XT', 'XF']);
  expect(observed).toEqual([0.5]);
  expect([named('measure-population'), named('measure-population-exclusion')]).toEqual([2, 1]);
});
