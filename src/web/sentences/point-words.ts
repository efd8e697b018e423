import type { ChartPoint, MeasureRef } from '#api';
import type { ChartWords, ControlPoint } from '#charts';
import type { Words } from '../words/words.ts';
import type { MeasureNumbers } from './measure-numbers.ts';

/** Why a point is a signal, in words: 'A change for the worse: outside the usual range.' */
export function signalWords(
  point: Pick<ChartPoint, 'rules' | 'reading'>,
  words: Words,
): string | null {
  if (point.rules.length === 0) return null;
  const rules = point.rules.map((rule) => words.say(`rule.${rule}`)).join(', ');
  return `${words.say(`reading.${point.reading}`)}: ${rules}.`;
}

/** A point read aloud: month, value, the counts behind a proportion, and what it means. */
export function pointWords(
  point: ChartPoint,
  measure: Pick<MeasureRef, 'scoring'>,
  numbers: MeasureNumbers,
  words: Words,
): string {
  const month = words.month(point.month);
  if (point.value === null) return words.say('chart.gap', { month });
  const value = numbers.value(point.value);
  const said =
    measure.scoring === 'proportion'
      ? words.say('chart.point-counts', {
          month,
          value,
          numerator: words.whole(point.numerator),
          denominator: words.whole(point.denominator),
        })
      : words.say('chart.point', { month, value });
  return `${said} ${signalWords(point, words) ?? words.say('chart.point-usual')}`;
}

/** The reader's language for one chart. */
export function chartWords(
  points: readonly ChartPoint[],
  measure: Pick<MeasureRef, 'scoring'>,
  numbers: MeasureNumbers,
  words: Words,
): ChartWords {
  const byMonth = new Map(points.map((p) => [p.month, p]));
  const point = ({ month }: ControlPoint) => {
    const own = byMonth.get(month);
    return own === undefined ? words.month(month) : pointWords(own, measure, numbers, words);
  };
  return {
    value: numbers.value,
    tick: numbers.bare,
    month: words.month,
    centre: (value) => words.say('chart.centre', { value: numbers.value(value) }),
    target: (value) => words.say('chart.target', { value: numbers.value(value) }),
    point,
  };
}
