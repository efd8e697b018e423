import type { ReactNode } from 'react';
import type { Chart, MeasureRef, Overview } from '#api';
import { numbersFor, valuesOf } from '../sentences/measure-numbers.ts';
import { useWords } from '../words/words-context.tsx';

interface SoFarProps {
  readonly soFar: Overview['measures'][number]['soFar'];
  readonly measure: MeasureRef;
  readonly chart: Chart;
}

/** What the month that is going on says so far, apart from the chart: no rule reads half a month. */
export function SoFar({ soFar, measure, chart }: SoFarProps): ReactNode {
  const words = useWords();
  if (soFar === null) return null;
  const numbers = numbersFor(measure, [...valuesOf(chart), soFar.value], words);
  const value = numbers.value(soFar.value);
  const said = {
    month: words.month(soFar.month),
    value,
    count: words.whole(Math.round(soFar.denominator)),
  };
  return <p className="quiet so-far">{words.say('measure.so-far', said)}</p>;
}
