import { expect, test } from 'vitest';
import type { Grouping, PatientGroup } from '#api';
import { carePlan, english, swedish } from '../../../test/harness/web-words.ts';
import { differenceWords, groupAnswer, groupNumbers } from './group-answer.ts';

const group = (id: string, more: Partial<PatientGroup>): PatientGroup => ({
  ...{ id, title: { en: `The ${id}`, sv: `De ${id}` } },
  ...{ value: 0.8, numerator: 80, denominator: 100, lower95: 0.71, upper95: 0.87 },
  ...{ suppressed: false, othersValue: 0.6 },
  toOthers: { kind: 'difference', difference: 0.2, lower: 0.05, upper: 0.33, isGap: true },
  ...more,
});
const few = group('few', {
  ...{ value: 0.6, numerator: 36, denominator: 60, othersValue: 0.8 },
  toOthers: { kind: 'difference', difference: -0.2, lower: -0.33, upper: -0.05, isGap: true },
});
const grouping = (...groups: PatientGroup[]): Grouping => ({
  ...{ id: 'g', title: { en: 'Grouping', sv: 'Gruppering' } },
  groups,
});
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

test('a gap is told of the smaller group, with both values and the range', () => {
  expect(plain(groupAnswer(carePlan, grouping(group('many', {}), few), english))).toBe(
    'No. The few: 60 %. Everybody else: 80 %. The difference is −20 percentage points (from −33 to −5), more than chance explains.',
  );
  expect(plain(groupAnswer(carePlan, grouping(group('many', {}), few), swedish))).toBe(
    'Nej. De few: 60 %. Alla andra: 80 %. Skillnaden är −20 procentenheter (från −33 till −5), mer än slumpen förklarar.',
  );
});
test('a difference that chance explains is none', () => {
  const alike = group('many', {
    toOthers: { kind: 'difference', difference: 0.01, lower: -0.1, upper: 0.1, isGap: false },
  });
  expect(groupAnswer(carePlan, grouping(alike, alike), english)).toBe(
    'We see no difference beyond chance.',
  );
});
test('too few and hidden groups say so, in the sentence and in the cell', () => {
  const small = group('small', { toOthers: { kind: 'not-estimable', reason: 'too-few-cases' } });
  const hidden = group('hidden', {
    ...{ value: null, suppressed: true },
    toOthers: { kind: 'not-estimable', reason: 'suppressed' },
  });
  expect(groupAnswer(carePlan, grouping(small, small), english)).toContain('at least 30');
  expect(groupAnswer(carePlan, grouping(small, hidden), swedish)).toContain('skydda personer');
  const numbers = groupNumbers(carePlan, grouping(small), english);
  expect(differenceWords(small, numbers, english)).toBe('too few to say');
  expect(differenceWords(hidden, numbers, english)).toBe('hidden');
});
