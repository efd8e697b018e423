import { createHash } from 'node:crypto';
import { ProblemError, problem, type Text } from '#core';
import {
  type AnswerValue,
  allItems,
  answerIssues,
  answerTrouble,
  canonicalOf,
  type EvaluatedAnswers,
  evaluateAnswers,
  type Instrument,
  type Item,
  isQuestion,
  type KnownInvitation,
  type OwedAlert,
  type Questionnaire,
  type ResponseBegun,
  safetyHits,
  scoreIn,
} from '#data';
import { type Shelf, shelfOf } from '../instruments/shelf.ts';
import { Conflict, found } from '../trouble.ts';
import { raiseOwedAlerts } from './alerts.ts';
import type { Answering } from './answering.ts';

/** Somebody at a form: which response, of which form, as it stands. */
export interface AtForm {
  readonly response: ResponseBegun;
  readonly instrument: Instrument;
  readonly form: Questionnaire;
  readonly evaluated: EvaluatedAnswers;
}

/** Begins the form, or goes on where it was left. */
export async function openForm(
  answering: Answering,
  invitation: KnownInvitation,
  instrumentId: string,
) {
  const shelf = await shelfOf(answering.db, answering.library);
  if (!invitation.instrumentIds.includes(instrumentId)) found(null, 'instrument', instrumentId);
  const response = await answering.inTurn(() =>
    begun(answering, { invitation, instrumentId, shelf }),
  );
  return formShown(atForm(shelf, response));
}

interface Beginning {
  readonly invitation: KnownInvitation;
  readonly instrumentId: string;
  readonly shelf: Shelf;
}

async function begun(
  { book, clock, newId, keep }: Answering,
  { invitation, instrumentId, shelf }: Beginning,
): Promise<ResponseBegun> {
  const { invitationId, participantId } = invitation;
  // A form left half answered is taken up again, also by a later invitation.
  const known = book
    .responsesOf(participantId)
    .filter((one) => one.instrumentId === instrumentId)
    .find((one) => one.completed === null || one.invitationId === invitationId);
  if (known !== undefined) return known;
  const { form } = found(shelf.instruments.get(instrumentId), 'instrument', instrumentId);
  const responseId = newId();
  await keep({
    ...{ kind: 'begun', at: clock(), responseId, invitationId, participantId, instrumentId },
    form: canonicalOf(found(form, 'form', instrumentId)),
  });
  return found(book.response(responseId), 'response', responseId);
}

export function atForm(shelf: Shelf, response: ResponseBegun): AtForm {
  const { instrumentId } = response;
  const { instrument } = found(shelf.instruments.get(instrumentId), 'instrument', instrumentId);
  const form = found(shelf.forms.get(response.form), 'form', response.form);
  return { response, instrument, form, evaluated: evaluateAnswers(form, response.answers) };
}

/** The response, if it is this person's own. */
export function ownResponse(
  { book }: Answering,
  { participantId }: KnownInvitation,
  responseId: string,
): ResponseBegun {
  const response = book.response(responseId);
  // Somebody else's is answered as one that does not exist.
  const own = response?.participantId === participantId ? response : null;
  return found(own, 'response', 'given');
}

export interface SavingAnswer {
  readonly responseId: string;
  readonly linkId: string;
  readonly values: readonly AnswerValue[];
}

/**
 * Keeps one answer. Resolves when it is on the disk, and when whoever is on duty has been alerted in the case that a
 * safety rule holds.
 */
export async function saveAnswer(
  answering: Answering,
  invitation: KnownInvitation,
  { responseId, linkId, values }: SavingAnswer,
) {
  const shelf = await shelfOf(answering.db, answering.library);
  const response = ownResponse(answering, invitation, responseId);
  if (response.completed !== null) throw new Conflict(alreadyFinished);
  const before = atForm(shelf, response);
  requireAllowed(before, linkId, values);
  const answers = { ...response.answers, [linkId]: values };
  const after = { ...before, evaluated: evaluateAnswers(before.form, answers) };
  const { participantId } = response;
  const at = answering.clock();
  const alerts = alertsFor(answering, after, at);
  await answering.keep({ kind: 'answered', at, responseId, linkId, values, alerts });
  if (alerts.length > 0) await raiseOwedAlerts(answering);
  return formShown(
    atForm(shelf, found(answering.book.response(responseId), 'response', participantId)),
  );
}

function requireAllowed(
  { form, evaluated }: AtForm,
  linkId: string,
  values: readonly AnswerValue[],
): void {
  const item = allItems(form.items).find((one) => one.linkId === linkId);
  const asked = item !== undefined && isQuestion(item) && evaluated.enabled.has(linkId);
  const trouble = item === undefined || !asked ? 'not-asked' : answerTrouble(item, values);
  if (trouble === null) return;
  throw new ProblemError(
    problem(
      `answer-${trouble}`,
      'This answer does not fit the question.',
      'Look at the question again, and answer as it asks.',
      linkId,
    ),
  );
}

/** One alert for each rule and response, however often the answer is changed. */
function alertsFor(
  { book }: Answering,
  { response, instrument, form, evaluated }: AtForm,
  at: string,
): readonly OwedAlert[] {
  const unitId = book.participant(response.participantId)?.unitId ?? '';
  return safetyHits(instrument.safety, form, evaluated).map(({ rule }) => ({
    id: createHash('sha256').update(`${response.responseId} ${rule.id}`).digest('hex').slice(0, 32),
    ...{ unitId, instrumentId: instrument.id, ruleId: rule.id },
    participantId: response.participantId,
    ...{ role: rule.role, escalateTo: rule.escalateTo, raisedAt: at },
    escalateAt: new Date(Date.parse(at) + rule.acknowledgeMinutes * 60_000).toISOString(),
  }));
}

const alreadyFinished = problem(
  'response-finished',
  'This form has been handed in already.',
  'Ask for a new invitation to answer it again.',
);

/** A form as a page needs it: one question after the other, what is asked now, what has been answered. */
export function formShown({ response, instrument, form, evaluated }: AtForm) {
  const { enabled, answers } = evaluated;
  const questions = questionsOf(form.items, []);
  const hits = safetyHits(instrument.safety, form, evaluated);
  return {
    responseId: response.responseId,
    instrument: { id: instrument.id, title: instrument.title, minutes: instrument.minutes },
    description: form.description,
    questions: questions.map(({ item, lead }) => questionShown(item, lead)),
    asked: questions.map(({ item }) => item.linkId).filter((linkId) => enabled.has(linkId)),
    answers: Object.fromEntries(
      questions.flatMap(({ item: { linkId } }) => {
        const given = answers[linkId] ?? [];
        return given.length === 0 ? [] : [[linkId, [...given]]];
      }),
    ),
    missing: answerIssues(form, answers, enabled).map(({ linkId }) => linkId),
    help: hits.map(({ rule }) => ({ ruleId: rule.id, text: rule.help })),
    isFinished: response.completed !== null,
    scores:
      response.completed === null
        ? []
        : instrument.scores.flatMap((score) => {
            const value = scoreIn(score, answers);
            const { title, min, max } = score;
            return value === null ? [] : [{ title, value, min, max }];
          }),
  };
}

interface Question {
  readonly item: Item;
  /** What stands above it: the headings it lies under, and texts since the last question. */
  readonly lead: readonly Text[];
}

function questionsOf(items: readonly Item[], above: readonly Text[]): readonly Question[] {
  let said: readonly Text[] = [];
  return items.flatMap((item): readonly Question[] => {
    if (item.hidden) return [];
    if (item.type === 'display') {
      said = [...said, item.text];
      return [];
    }
    const lead = [...above, ...said];
    const heading = item.type === 'group' && item.text.en !== '' ? [...lead, item.text] : lead;
    const own = isQuestion(item) ? [{ item, lead }] : [];
    said = [];
    return [...own, ...questionsOf(item.items, item.type === 'group' ? heading : [])];
  });
}

const questionShown = (item: Item, lead: readonly Text[]) => ({
  ...{ linkId: item.linkId, type: item.type, text: item.text, help: item.help, lead: [...lead] },
  ...{ required: item.required, repeats: item.repeats, isSlider: item.isSlider },
  ...{ unit: item.unit, lengthMax: item.lengthMax },
  min: item.min?.kind === 'number' ? item.min.value : null,
  max: item.max?.kind === 'number' ? item.max.value : null,
  options: item.options.map(({ value, text }) => ({ value, text })),
});
