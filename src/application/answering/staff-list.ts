import { type KnownInvitation, whyClosed } from '#data';
import { may, subtree, unitRef } from '#organisation';
import { openAlerts } from '#store';
import { type Context, organisationInForce } from '../context.ts';
import { shelfOf } from '../instruments/shelf.ts';
import { instrumentsOfUnit } from '../instruments/unit-choice.ts';
import { readPatients } from '../patients/read-patients.ts';
import { found, NotAllowed } from '../trouble.ts';
import type { Answering } from './answering.ts';

const shownMax = 500;

/** Who answers in a unit: for those who give care there, with a purpose, and an entry in the ledger. */
export async function participantList(
  context: Context,
  answering: Answering,
  { unitId, purpose }: { readonly unitId: string; readonly purpose: string },
) {
  const { db, person } = context;
  const { tree } = await organisationInForce(db);
  const unit = found(tree.byId.get(unitId), 'unit', unitId);
  if (!may(person, 'patients.read', unitId, tree)) throw new NotAllowed('patients.read', unitId);
  const { instruments } = await shelfOf(db, answering.library);
  const inUse = await instrumentsOfUnit(db, unitId);
  const unitIds = new Set(subtree(tree, unitId).map(({ id }) => id));
  const reading = { unitId, patientId: null, purpose, measureId: null, month: '' };
  return readPatients(context, reading, async () => {
    const alerts = await openAlerts(db, [...unitIds]);
    const alerted = new Set(alerts.map(({ participantId }) => participantId));
    const here = answering.book.participants().filter((one) => unitIds.has(one.unitId));
    return {
      unit: unitRef(unit),
      mayInvite: may(person, 'answers.invite', unitId, tree),
      instruments: [...instruments.values()]
        .filter(({ instrument, form }) => form !== null && inUse.has(instrument.id))
        .map(({ instrument: { id, title, minutes } }) => ({ id, title, minutes })),
      participants: here
        .map(({ participantId, patientId }) => ({
          ...{ participantId, patientId, hasAlert: alerted.has(participantId) },
          ...lastOf(answering, participantId),
        }))
        .toSorted((a, b) => ((a.answeredAt ?? '') > (b.answeredAt ?? '') ? -1 : 1))
        .slice(0, shownMax),
      truncated: here.length > shownMax,
    };
  });
}

function lastOf(answering: Answering, participantId: string) {
  const { book, clock } = answering;
  const responses = book.responsesOf(participantId);
  const completed = responses.flatMap((one) => (one.completed === null ? [] : [one.completed.at]));
  const now = clock();
  const open = book
    .invitationsOf(participantId)
    .filter((one: KnownInvitation) => whyClosed(one, now) === null);
  return {
    answers: completed.length,
    answeredAt: completed.toSorted().at(-1) ?? null,
    isHalfway: responses.some(({ completed: done }) => done === null),
    openInvitations: open.length,
    expiresAt:
      open
        .map(({ expiresAt }) => expiresAt)
        .toSorted()
        .at(-1) ?? null,
  };
}
