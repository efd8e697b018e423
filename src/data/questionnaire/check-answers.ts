import { equal, orderOf } from './conditions.ts';
import {
  type Answers,
  type AnswerValue,
  allItems,
  type Item,
  isQuestion,
  type Questionnaire,
} from './questionnaire.ts';

/** What is wrong with an answer, or missing. */
export type AnswerTrouble =
  | 'required'
  | 'wrong-type'
  | 'too-small'
  | 'too-large'
  | 'too-long'
  | 'not-offered'
  | 'too-many';

export interface AnswerIssue {
  readonly linkId: string;
  readonly trouble: AnswerTrouble;
}

/** Text that names no limit of its own. */
const textLengthMax = 4000;
const answersMax = 50;

/** Everything that keeps the form from being finished: what is asked and required but not answered, and wrong answers. */
export function answerIssues(
  { items }: Questionnaire,
  answers: Answers,
  enabled: ReadonlySet<string>,
): readonly AnswerIssue[] {
  return allItems(items)
    .filter((item) => enabled.has(item.linkId) && isQuestion(item))
    .flatMap((item) => {
      const given = answers[item.linkId] ?? [];
      const trouble =
        given.length === 0 ? (item.required ? 'required' : null) : answerTrouble(item, given);
      return trouble === null ? [] : [{ linkId: item.linkId, trouble }];
    });
}

/** What is wrong with the answers to one item; null while nothing is. */
export function answerTrouble(item: Item, given: readonly AnswerValue[]): AnswerTrouble | null {
  if (given.length > (item.repeats ? answersMax : 1)) return 'too-many';
  for (const value of given) {
    const trouble = valueTrouble(item, value);
    if (trouble !== null) return trouble;
  }
  return null;
}

function valueTrouble(item: Item, value: AnswerValue): AnswerTrouble | null {
  if (!hasType(item, value)) return 'wrong-type';
  if (!isOffered(item, value)) return 'not-offered';
  const isLong = value.kind === 'text' && value.value.length > (item.lengthMax ?? textLengthMax);
  return isLong ? 'too-long' : limitTrouble(item, value);
}

/** A choice must be among those offered; an open one may also be a text of one's own. */
function isOffered({ type, options }: Item, value: AnswerValue): boolean {
  if (options.length === 0 || (type === 'open-choice' && value.kind === 'text')) return true;
  return options.some((one) => equal(one.value, value));
}

function limitTrouble({ min, max }: Item, value: AnswerValue): AnswerTrouble | null {
  if (min !== null && (orderOf(value, min) ?? 0) < 0) return 'too-small';
  return max !== null && (orderOf(value, max) ?? 0) > 0 ? 'too-large' : null;
}

const datePattern = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const dateTimePattern =
  /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;
const timePattern = /^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

function hasType({ type, options }: Item, value: AnswerValue): boolean {
  switch (type) {
    case 'group':
    case 'display':
      return false;
    case 'boolean':
      return value.kind === 'boolean';
    case 'integer':
      return value.kind === 'number' && Number.isSafeInteger(value.value);
    case 'decimal':
      return value.kind === 'number' && Number.isFinite(value.value);
    case 'quantity':
      return value.kind === 'quantity' && Number.isFinite(value.value);
    case 'date':
      return value.kind === 'date' && datePattern.test(value.value);
    case 'dateTime':
      return value.kind === 'date' && dateTimePattern.test(value.value);
    case 'time':
      return value.kind === 'date' && timePattern.test(value.value);
    case 'string':
    case 'text':
    case 'url':
      return value.kind === 'text';
    case 'choice':
      return options.some((one) => one.value.kind === value.kind);
    case 'open-choice':
      return value.kind === 'coding' || value.kind === 'text';
    default:
      return type satisfies never;
  }
}
