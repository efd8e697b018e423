import { randomBytes, randomInt } from 'node:crypto';
import { ProblemError, problem } from '#core';
import { type Participant, whyClosed } from '#data';
import { may, subtree } from '#organisation';
import { appendEntry, inTransaction } from '#store';
import { blankEntry } from '../command.ts';
import { type Context, organisationInForce } from '../context.ts';
import { shelfOf } from '../instruments/shelf.ts';
import { instrumentsOfUnit } from '../instruments/unit-choice.ts';
import { patientMark } from '../patients/read-patients.ts';
import { Conflict, found, NotAllowed } from '../trouble.ts';
import { type Answering, digestOf } from './answering.ts';
import { codeDigest } from './enter.ts';

export interface Inviting {
  readonly unitId: string;
  readonly patientId: string;
  readonly instrumentIds: readonly string[];
  readonly days: number;
}

/** What the patient needs to come in; shown once and kept nowhere. */
export interface InvitationMade {
  readonly invitationId: string;
  readonly participantId: string;
  readonly token: string;
  readonly code: string;
  readonly expiresAt: string;
}

const dayMilliseconds = 86_400_000;

/**
 * Invites a patient that the unit has met: by a link with a code, or by the code at the unit's own screen. The ledger has
 * it first, with a mark instead of the patient.
 */
export async function invitePatient(
  context: Context,
  answering: Answering,
  inviting: Inviting,
): Promise<InvitationMade> {
  const { unitId, patientId, instrumentIds, days } = inviting;
  const { tree } = await organisationInForce(context.db);
  found(tree.byId.get(unitId), 'unit', unitId);
  if (!may(context.person, 'answers.invite', unitId, tree))
    throw new NotAllowed('answers.invite', unitId);
  await requireInUse(context, answering, inviting);
  await requireMet(
    answering,
    patientId,
    subtree(tree, unitId).map(({ id }) => id),
  );
  const at = context.clock();
  await inTransaction(context.db, (tx) =>
    appendEntry(tx, {
      ...blankEntry,
      ...{ at, personId: context.person.id, command: 'answers.invite', unitId },
      detail: { patientMark: patientMark(context, patientId), instruments: instrumentIds },
    }),
  );
  const participant = await participantOf(answering, { patientId, unitId, at });
  const token = randomBytes(18).toString('base64url');
  const code = freeCode(answering);
  const expiresAt = new Date(Date.parse(at) + days * dayMilliseconds).toISOString();
  const invitationId = answering.newId();
  const { participantId } = participant;
  await answering.keep({
    ...{ kind: 'invited', at, invitationId, participantId, instrumentIds, expiresAt },
    ...{ tokenDigest: digestOf(token), codeDigest: codeDigest(answering, code) },
    invitedBy: context.person.id,
  });
  return { invitationId, participantId, token, code, expiresAt };
}

async function requireInUse(
  { db }: Context,
  { library }: Answering,
  { unitId, instrumentIds }: Inviting,
): Promise<void> {
  const shelf = await shelfOf(db, library);
  const inUse = await instrumentsOfUnit(db, unitId);
  for (const id of instrumentIds) {
    const { form } = found(shelf.instruments.get(id), 'instrument', id);
    if (form === null || !inUse.has(id))
      throw new Conflict(
        problem(
          'instrument-not-in-use',
          `The instrument '${id}' is not in use in this unit.`,
          'Let the unit take it into use on the page Instruments first.',
          id,
        ),
      );
  }
}

/** A unit may only invite people it has met: it has no business with others, and cannot mistype its way to one. */
async function requireMet(
  { clinical }: Answering,
  patientId: string,
  unitIds: readonly string[],
): Promise<void> {
  const rows = await clinical.query(
    'select 1 from encounter where patient_id = $1 and organization_id in (select unnest($2)) limit 1',
    { parameters: [patientId, unitIds] },
  );
  if (rows.length > 0) return;
  throw new ProblemError(
    problem(
      'patient-not-met',
      'This unit has no visit or stay of a patient with this id.',
      'Check the id in the record; new patients are known when their first visit has come in.',
      'patientId',
    ),
  );
}

interface ParticipantWanted {
  readonly patientId: string;
  readonly unitId: string;
  readonly at: string;
}

function participantOf(answering: Answering, wanted: ParticipantWanted): Promise<Participant> {
  const { patientId, unitId, at } = wanted;
  return answering.inTurn(async () => {
    const known = answering.book.participantOf(patientId, unitId);
    if (known !== undefined) return known;
    const participant = { participantId: answering.newId(), patientId, unitId };
    await answering.keep({ kind: 'participant', at, ...participant });
    return participant;
  });
}

const codeDigits = 8;

/** Eight figures that no open invitation has. */
function freeCode(answering: Answering): string {
  const now = answering.clock();
  const taken = new Set(
    answering.book
      .participants()
      .flatMap(({ participantId }) => answering.book.invitationsOf(participantId))
      .filter((one) => whyClosed(one, now) === null)
      .map((one) => one.codeDigest),
  );
  for (;;) {
    const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0');
    if (!taken.has(codeDigest(answering, code))) return code;
  }
}
