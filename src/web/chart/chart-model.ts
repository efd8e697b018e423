import type { Annotation, MeasureRef } from '#api';
import type { ControlChartModel, Flag } from '#charts';
import type { ReadyChart } from '../sentences/measure-answer.ts';
import { numbersFor, valuesOf } from '../sentences/measure-numbers.ts';
import { chartWords } from '../sentences/point-words.ts';
import type { Words } from '../words/words.ts';

/** Annotations that are drawn as flags, with the number that finds each in the list; signals are seen as points. */
export interface NumberedAnnotation {
  readonly mark: string;
  readonly annotation: Annotation;
}

export const numbered = (annotations: readonly Annotation[]): NumberedAnnotation[] =>
  annotations
    .filter((a) => a.kind !== 'signal')
    .toSorted((a, b) => a.month.localeCompare(b.month))
    .map((annotation, i) => ({ annotation, mark: String(i + 1) }));

const flagOf = ({ mark, annotation }: NumberedAnnotation): Flag[] =>
  annotation.kind === 'signal'
    ? []
    : [{ mark, month: annotation.month, kind: annotation.kind, label: annotation.label }];

export interface Charted {
  readonly measure: MeasureRef;
  readonly chart: ReadyChart;
  readonly annotations: readonly Annotation[];
  readonly title: string;
  readonly description: string;
}

/** What the drawing needs, from what the server said. */
export function modelOf(charted: Charted, words: Words): ControlChartModel {
  const { measure, chart, annotations, title, description } = charted;
  const numbers = numbersFor(measure, valuesOf(chart), words);
  return {
    title,
    description,
    unit: numbers.unit,
    points: chart.points,
    recalculatedFrom: chart.recalculatedFrom,
    target: chart.target,
    least: 0,
    greatest: measure.scoring === 'proportion' ? 1 : null,
    flags: numbered(annotations).flatMap(flagOf),
    words: chartWords(chart.points, measure, numbers, words),
  };
}
