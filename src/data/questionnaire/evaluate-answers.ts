import type { Language } from '#core';
import { enabledItems } from './conditions.ts';
import { workOut } from './expressions.ts';
import { type Answers, type AnswerValue, allItems, type Questionnaire } from './questionnaire.ts';
import { responseInProgress } from './response.ts';

/** How a form stands with the answers given so far. */
export interface EvaluatedAnswers {
  /** What was answered and what was calculated from it. */
  readonly answers: Answers;
  /** The items that are asked, by linkId. */
  readonly enabled: ReadonlySet<string>;
}

/** Calculated values may decide what is asked, and the other way round; a form that has not settled by then never does. */
const roundsMax = 10;

/** Which items are asked and what the calculated ones are worth, until neither changes the other. */
export function evaluateAnswers(
  questionnaire: Questionnaire,
  given: Answers,
  language: Language = 'en',
): EvaluatedAnswers {
  let answers: Answers = given;
  let holds: Readonly<Record<string, boolean>> = {};
  let enabled = enabledItems(questionnaire.items, answers, holds);
  if (!calculatesAnything(questionnaire)) return { answers, enabled };
  for (let round = 0; round < roundsMax; round++) {
    const response = responseInProgress({ questionnaire, answers, enabled, language });
    const worked = workOut(questionnaire, response);
    const next: Answers = { ...given, ...worked.calculated };
    const nextEnabled = enabledItems(questionnaire.items, next, worked.holds);
    const isSettled =
      sameAnswers(next, answers) && sameSet(nextEnabled, enabled) && sameHolds(worked.holds, holds);
    answers = next;
    enabled = nextEnabled;
    holds = worked.holds;
    if (isSettled) break;
  }
  return { answers, enabled };
}

const calculatesAnything = ({ items }: Questionnaire): boolean =>
  allItems(items).some(
    ({ calculated, enableExpression }) => (calculated ?? enableExpression) !== null,
  );

const sameAnswers = (a: Answers, b: Answers): boolean => JSON.stringify(a) === JSON.stringify(b);
const sameHolds = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((one) => b.has(one));

/** The number behind an answer: itself, or the ordinal value of the choice. Null where there is none. */
export function numberOf(
  questionnaire: Questionnaire,
  linkId: string,
  value: AnswerValue,
): number | null {
  if (value.kind === 'number' || value.kind === 'quantity') return value.value;
  if (value.kind !== 'coding') return null;
  const item = allItems(questionnaire.items).find((one) => one.linkId === linkId);
  const option = item?.options.find(
    (one) => one.value.kind === 'coding' && one.value.code === value.code,
  );
  return option?.ordinal ?? null;
}
