import type { AnswerValue, Question } from '#api';
import { numberFrom } from '../../parts/use-draft.ts';
import type { MessageId } from '../../words/en/index.ts';
import type { Values } from '../../words/words.ts';

/** An answer while it is given: choices by their place in the list, everything else as it is typed. */
export interface QuestionDraft {
  readonly chosen: readonly number[];
  readonly text: string;
}

export type DraftRead =
  | { readonly kind: 'values'; readonly values: readonly AnswerValue[] }
  | { readonly kind: 'trouble'; readonly words: MessageId; readonly values?: Values };

const same = (a: AnswerValue, b: AnswerValue): boolean =>
  a.kind === 'coding' && b.kind === 'coding'
    ? a.code === b.code && a.system === b.system
    : JSON.stringify(a) === JSON.stringify(b);

/** The choices of a question; yes and no, and short scales, are choices too. */
export function choicesOf({ type, options, min, max }: Question): readonly AnswerValue[] {
  if (options.length > 0) return options.map(({ value }) => value);
  if (type === 'boolean') return [true, false].map((value) => ({ kind: 'boolean', value }));
  if (type !== 'integer' || min === null || max === null || max - min > scaleStepsMax) return [];
  return Array.from({ length: max - min + 1 }, (_, i) => ({ kind: 'number', value: min + i }));
}

/** A scale with more steps is written as a number. */
const scaleStepsMax = 10;

export function draftOf(question: Question, given: readonly AnswerValue[]): QuestionDraft {
  const choices = choicesOf(question);
  const chosen = given.flatMap((value) => {
    const place = choices.findIndex((one) => same(one, value));
    return place < 0 ? [] : [place];
  });
  const typed = given.find((value) => !choices.some((one) => same(one, value)));
  const text = typed === undefined || typed.kind === 'coding' ? '' : String(typed.value);
  return { chosen, text };
}

/** The answers that a draft stands for, or what is wrong with it. */
export function readDraft(question: Question, { chosen, text }: QuestionDraft): DraftRead {
  const choices = choicesOf(question);
  const picked = chosen.flatMap((place) => choices[place] ?? []);
  const isTyped = choices.length === 0 || question.type === 'open-choice';
  const typed = isTyped && text.trim() !== '' ? typedValue(question, text.trim()) : null;
  if (typed?.kind === 'trouble') return typed;
  const values = [...picked, ...(typed?.values ?? [])];
  if (values.length === 0 && question.required)
    return { kind: 'trouble', words: 'answer.required' };
  return { kind: 'values', values };
}

function typedValue({ type, min, max, unit }: Question, text: string): DraftRead {
  if (type === 'date' || type === 'dateTime' || type === 'time')
    return { kind: 'values', values: [{ kind: 'date', value: text }] };
  if (type !== 'integer' && type !== 'decimal' && type !== 'quantity')
    return { kind: 'values', values: [{ kind: 'text', value: text }] };
  const value = numberFrom(text);
  if (value === null || (type === 'integer' && !Number.isInteger(value)))
    return { kind: 'trouble', words: 'answer.number-trouble' };
  if ((min !== null && value < min) || (max !== null && value > max))
    return {
      ...{ kind: 'trouble', words: 'answer.number-between' },
      values: { min: min ?? '−∞', max: max ?? '∞' },
    };
  return {
    kind: 'values',
    values: [type === 'quantity' ? { kind: 'quantity', value, unit } : { kind: 'number', value }],
  };
}
