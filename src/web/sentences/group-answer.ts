import type { Grouping, MeasureRef, PatientGroup } from '#api';
import type { Words } from '../words/words.ts';
import { type MeasureNumbers, numbersFor } from './measure-numbers.ts';

type Measured = Pick<MeasureRef, 'scoring' | 'unitLabel'>;

/** Numbers with as many decimals as their intervals bear. */
export const groupNumbers = (measure: Measured, grouping: Grouping, words: Words): MeasureNumbers =>
  numbersFor(
    measure,
    grouping.groups.flatMap(({ value, lower95, upper95 }) => [
      ...(value === null ? [] : [value]),
      ...(lower95 === null ? [] : [lower95]),
      ...(upper95 === null ? [] : [upper95]),
    ]),
    words,
  );

/** The group that a difference is told of: the smallest, since with two groups each is the other's mirror. */
function toldOf(groups: readonly PatientGroup[]): PatientGroup | undefined {
  const gaps = groups.filter(({ toOthers }) => toOthers.kind === 'difference' && toOthers.isGap);
  return gaps.toSorted((a, b) => a.denominator - b.denominator)[0];
}

/** A difference with its sign, and both ends of its interval; or why there is none. */
export function differenceWords(
  group: PatientGroup,
  numbers: MeasureNumbers,
  words: Words,
): string {
  const { toOthers } = group;
  if (toOthers.kind === 'not-estimable') return words.say(`groups.cell.${toOthers.reason}`);
  const { difference, lower, upper } = toOthers;
  return words.say('groups.difference', {
    difference: numbers.signed(difference),
    low: numbers.signedBare(lower),
    high: numbers.signedBare(upper),
  });
}

/** Whether a measure turns out alike for all groups of one grouping, in a sentence. */
export function groupAnswer(measure: Measured, grouping: Grouping, words: Words): string {
  const { groups } = grouping;
  const numbers = groupNumbers(measure, grouping, words);
  if (groups.some(({ suppressed }) => suppressed)) return words.say('groups.suppressed');
  const told = toldOf(groups);
  if (told !== undefined && told.value !== null && told.othersValue !== null)
    return words.say('groups.gap', {
      group: words.text(told.title),
      value: numbers.value(told.value),
      others: numbers.value(told.othersValue),
      difference: differenceWords(told, numbers, words),
    });
  const isKnown = groups.some(({ toOthers }) => toOthers.kind === 'difference');
  return words.say(isKnown ? 'groups.alike' : 'groups.too-few-cases');
}
