import type { ChartPoint, MeasureRef } from '#api';
import type { Column } from '../../parts/table-text.ts';
import type { MeasureNumbers } from '../../sentences/measure-numbers.ts';
import { signalWords } from '../../sentences/point-words.ts';
import type { Words } from '../../words/words.ts';

/** What the two counts behind a value are called: a part of a whole, or a sum over a count. */
export function countHeads(measure: Pick<MeasureRef, 'scoring'>, words: Words): [string, string] {
  return measure.scoring === 'continuous'
    ? [words.say('column.sum'), words.say('column.count')]
    : [words.say('column.numerator'), words.say('column.denominator')];
}

/** The columns of the table that says the same as the chart. */
export function monthColumns(
  measure: MeasureRef,
  numbers: MeasureNumbers,
  words: Words,
): Column<ChartPoint>[] {
  const none = words.say('number.not-known');
  const shown = (value: number | null) => (value === null ? none : numbers.exact(value));
  const [of, outOf] = countHeads(measure, words);
  const number = { isNumber: true } as const;
  return [
    {
      id: 'month',
      head: words.say('column.month'),
      isNumber: false,
      value: (p) => p.month,
      show: (p) => words.month(p.month),
    },
    {
      ...number,
      id: 'value',
      head: `${words.say('column.value')} (${numbers.unit})`,
      value: (p) => p.value,
      show: (p) => shown(p.value),
    },
    {
      ...number,
      id: 'of',
      head: of,
      value: (p) => p.numerator,
      show: (p) => words.whole(p.numerator),
    },
    {
      ...number,
      id: 'out-of',
      head: outOf,
      value: (p) => p.denominator,
      show: (p) => words.whole(p.denominator),
    },
    {
      ...number,
      id: 'centre',
      head: words.say('column.centre'),
      value: (p) => p.centre,
      show: (p) => shown(p.centre),
    },
    ...limitColumns(numbers, words),
    {
      id: 'signal',
      head: words.say('column.signal'),
      isNumber: false,
      value: (p) => p.rules.join(' '),
      show: (p) => signalWords(p, words) ?? '',
    },
  ];
}

function limitColumns(numbers: MeasureNumbers, words: Words): Column<ChartPoint>[] {
  const none = words.say('number.not-known');
  const range = (p: ChartPoint) =>
    p.lower3Sigma === null || p.upper3Sigma === null
      ? none
      : `${numbers.exact(p.lower3Sigma)} – ${numbers.exact(p.upper3Sigma)}`;
  return [
    {
      id: 'limits',
      head: words.say('column.limits'),
      isNumber: true,
      value: (p) => p.upper3Sigma,
      show: range,
    },
  ];
}

/** For the file: one value to a column, without words. */
export function fileColumns(words: Words): Column<ChartPoint>[] {
  const plain = (id: keyof ChartPoint & string): Column<ChartPoint> => ({
    id,
    head: id,
    isNumber: true,
    value: (p) => {
      const value = p[id];
      return typeof value === 'number' || typeof value === 'string' ? value : null;
    },
    show: () => '',
  });
  const rules: Column<ChartPoint> = {
    ...plain('rules'),
    value: (p) => p.rules.map((rule) => words.say(`rule.${rule}`)).join('; '),
  };
  const names = [
    'month',
    'value',
    'numerator',
    'denominator',
    'centre',
    'lower3Sigma',
    'upper3Sigma',
  ] as const;
  return [...names.map(plain), rules];
}
