import { type Language, ProblemError, problem } from '#core';
import {
  answeredResources,
  answerIssues,
  evaluateAnswers,
  type KnownInvitation,
  type ResponseBegun,
} from '#data';
import { subtree } from '#organisation';
import { organisationInForce } from '../context.ts';
import { shelfOf } from '../instruments/shelf.ts';
import { found } from '../trouble.ts';
import { atForm, formShown, ownResponse } from './answer-form.ts';
import type { Answering } from './answering.ts';

/** Who sends, in the provenance of what comes in. */
const source = 'patients-answers';

export interface Finishing {
  readonly responseId: string;
  readonly language: Language;
}

/** Hands the form in. Resolves when that is on the disk; the resources are on their way into the clinical store then. */
export async function finishForm(
  answering: Answering,
  invitation: KnownInvitation,
  { responseId, language }: Finishing,
) {
  const shelf = await shelfOf(answering.db, answering.library);
  await answering.inTurn(async () => {
    const response = ownResponse(answering, invitation, responseId);
    if (response.completed !== null) return;
    const { form, evaluated } = atForm(shelf, response);
    const issues = answerIssues(form, evaluated.answers, evaluated.enabled);
    if (issues.length > 0) throw notFinished(issues.map(({ linkId }) => linkId));
    const encounterId = await nearestVisit(answering, response);
    const at = answering.clock();
    await answering.keep({ kind: 'completed', at, responseId, language, encounterId });
  });
  await answering.catchUp();
  return formShown(atForm(shelf, found(answering.book.response(responseId), 'response', 'given')));
}

/** Everything that was handed in and does not lie in the feed's journal yet, goes there; twice changes nothing. */
export async function handOverCompleted(answering: Answering): Promise<void> {
  const { book, feed, keep, clock, db, library } = answering;
  const waiting = book.responses().filter((one) => one.completed !== null && !one.handedOver);
  if (waiting.length === 0) return;
  const shelf = await shelfOf(db, library);
  for (const response of waiting) {
    const { responseId, completed, participantId } = response;
    const participant = book.participant(participantId);
    if (completed === null || participant === undefined) continue;
    const { instrument, form } = atForm(shelf, response);
    const { at: authored, language, encounterId } = completed;
    const { patientId, unitId } = participant;
    const resources = answeredResources({
      ...{ id: responseId, instrument, questionnaire: form, language, authored },
      ...{ patientId, unitId, encounterId, ...evaluateAnswers(form, response.answers, language) },
    });
    await feed.takeResources(source, resources);
    await keep({ kind: 'handed-over', at: clock(), responseId });
  }
}

const visitDays = 30;

/** The unit's latest visit or stay of this patient within a month: measures find the answers by it. */
async function nearestVisit(
  { clinical, db, book, clock }: Answering,
  { participantId }: ResponseBegun,
): Promise<string | null> {
  const participant = book.participant(participantId);
  if (participant === undefined) return null;
  const { tree } = await organisationInForce(db);
  const unitIds = subtree(tree, participant.unitId).map(({ id }) => id);
  const now = clock();
  const [row] = await clinical.query(
    `select id from encounter
     where patient_id = $1 and organization_id in (select unnest($2))
       and status in ('finished', 'in-progress') and period_start_low <= $3::timestamp
       and period_start_low >= $3::timestamp - to_days(${visitDays})
     order by period_start_low desc, id limit 1`,
    { parameters: [participant.patientId, unitIds, now.replace('Z', '')] },
  );
  return typeof row?.id === 'string' ? row.id : null;
}

const notFinished = (linkIds: readonly string[]) =>
  new ProblemError(
    problem(
      'answers-missing',
      `${linkIds.length} questions still need an answer.`,
      'Answer them, then hand in the form.',
      linkIds.join(', '),
    ),
  );
