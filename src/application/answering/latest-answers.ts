import type { Text } from '#core';
import { type AnswerValue, allItems, evaluateAnswers, type Item, isQuestion } from '#data';
import type { Shelf } from '../instruments/shelf.ts';
import type { Answering } from './answering.ts';

const shownMax = 5;

/** The newest forms of a person with what was answered, question by question; also those not handed in yet. */
export function latestAnswers({ book }: Answering, patientId: string, { forms }: Shelf) {
  const responses = book
    .participants()
    .filter((one) => one.patientId === patientId)
    .flatMap((one) => book.responsesOf(one.participantId))
    .toSorted((a, b) => (a.begunAt > b.begunAt ? -1 : 1));
  return responses.slice(0, shownMax).flatMap(({ responseId, form: canonical, ...one }) => {
    const form = forms.get(canonical);
    if (form === undefined) return [];
    const { enabled } = evaluateAnswers(form, one.answers);
    const asked = allItems(form.items).filter(
      (item) => isQuestion(item) && enabled.has(item.linkId),
    );
    const answers = asked.flatMap((item) => {
      const given = one.answers[item.linkId] ?? [];
      return given.length === 0
        ? []
        : [{ question: item.text, said: given.map((v) => saidOf(item, v)) }];
    });
    const at = one.completed?.at ?? one.begunAt;
    return [{ responseId, title: form.title, at, isFinished: one.completed !== null, answers }];
  });
}

/** As it stood on the screen; what was written in one's own words stands as it was written. */
function saidOf({ options }: Item, value: AnswerValue): Text {
  const option = options.find((one) => JSON.stringify(one.value) === JSON.stringify(value));
  if (option !== undefined) return option.text;
  if (value.kind === 'boolean') return value.value ? yes : no;
  const said = value.kind === 'coding' ? value.code : String(value.value);
  const whole = value.kind === 'quantity' && value.unit !== '' ? `${said} ${value.unit}` : said;
  return { en: whole, sv: whole };
}

const yes = { en: 'Yes', sv: 'Ja' };
const no = { en: 'No', sv: 'Nej' };
