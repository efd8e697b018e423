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

/** What an annotation is called: as a person wrote, or by its kind where the program noted it. */
export function annotationLabel({ kind, label }: Annotation, words: Words): string {
  if (kind === 'recording') return words.say('recording.flag');
  const outcome = `challenge.${label}`;
  return kind === 'challenge' && words.has(outcome) ? words.say(outcome) : label;
}

const flagOf = ({ mark, annotation }: NumberedAnnotation, words: Words): Flag[] => {
  const { kind, month } = annotation;
  return kind === 'signal'
    ? []
    : [{ mark, month, kind, label: annotationLabel(annotation, words) }];
};

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
    flags: numbered(annotations).flatMap((one) => flagOf(one, words)),
    words: chartWords(chart.points, measure, numbers, words),
  };
}
