import type { KnownInvitation } from '#data';
import { unitRef } from '#organisation';
import { organisationInForce } from '../context.ts';
import { shelfOf } from '../instruments/shelf.ts';
import { found } from '../trouble.ts';
import type { Answering } from './answering.ts';

/** What an invited person finds: the forms to answer, each with how far it has come. */
export async function welcome(
  { book, db, library }: Answering,
  { invitationId, participantId, instrumentIds, until }: KnownInvitation,
) {
  const participant = found(book.participant(participantId), 'participant', 'given');
  const { tree } = await organisationInForce(db);
  const unit = found(tree.byId.get(participant.unitId), 'unit', participant.unitId);
  const { instruments } = await shelfOf(db, library);
  const responses = book.responsesOf(participantId);
  return {
    unit: unitRef(unit),
    until: until ?? '',
    forms: instrumentIds.flatMap((id) => {
      const held = instruments.get(id);
      if (held === undefined || held.form === null) return [];
      const { title, minutes } = held.instrument;
      const own = responses.filter((one) => one.instrumentId === id);
      const isFinished = own.some(
        (one) => one.completed !== null && one.invitationId === invitationId,
      );
      const isBegun = own.some((one) => one.completed === null);
      return [{ id, title, minutes, description: held.form.description, isBegun, isFinished }];
    }),
  };
}
