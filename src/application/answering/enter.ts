import { createHmac, timingSafeEqual } from 'node:crypto';
import { ProblemError, problem } from '#core';
import { type KnownInvitation, whyClosed } from '#data';
import { type Answering, digestOf } from './answering.ts';

/** Neither the link nor the code is told to be the wrong one. */
export class NotLetIn extends ProblemError {
  override readonly name = 'NotLetIn';
}

/** Too many wrong guesses from one place. */
export class TooManyGuesses extends ProblemError {
  override readonly name = 'TooManyGuesses';
}

export interface LetIn {
  readonly invitationId: string;
  readonly until: string;
}

const linkHours = 12;
const kioskMinutes = 30;

interface LinkGuess {
  readonly token: string;
  readonly code: string;
  /** The address of the machine that asks. */
  readonly from: string;
}

/** Lets a person in by link and code, once. */
export const enterByLink = (answering: Answering, { token, code, from }: LinkGuess) =>
  answering.inTurn(async (): Promise<LetIn> => {
    const { book, clock, limits, keep } = answering;
    const now = clock();
    if (!limits.address.mayGuess(from, Date.parse(now))) throw tooMany();
    const invitation = book.invitationByToken(digestOf(token));
    const isRight =
      invitation !== undefined && equal(invitation.codeDigest, codeDigest(answering, code));
    if (isRight && whyClosed(invitation, now) === null)
      return letIn(answering, invitation, linkHours * 60);
    limits.address.noteWrong(from, Date.parse(now));
    if (invitation !== undefined && !isRight)
      await keep({ kind: 'wrong-code', at: now, invitationId: invitation.invitationId });
    throw notLetIn();
  });

/** Lets a person in by the code alone, at a screen that staff of the unit have opened. */
export const enterAtKiosk = (
  answering: Answering,
  { unitId, code }: { readonly unitId: string; readonly code: string },
) =>
  answering.inTurn(async (): Promise<LetIn> => {
    const { book, clock, limits } = answering;
    const now = clock();
    if (!limits.kiosk.mayGuess(unitId, Date.parse(now))) throw tooMany();
    const wanted = codeDigest(answering, code);
    const open = book
      .participants()
      .filter((one) => one.unitId === unitId)
      .flatMap(({ participantId }) => book.invitationsOf(participantId))
      .filter((one) => whyClosed(one, now) === null);
    const invitation = open.find((one) => equal(one.codeDigest, wanted));
    if (invitation !== undefined) return letIn(answering, invitation, kioskMinutes);
    limits.kiosk.noteWrong(unitId, Date.parse(now));
    throw notLetIn();
  });

async function letIn(
  { clock, keep }: Answering,
  { invitationId }: KnownInvitation,
  minutes: number,
): Promise<LetIn> {
  const at = clock();
  const until = new Date(Date.parse(at) + minutes * 60_000).toISOString();
  await keep({ kind: 'entered', at, invitationId, until });
  return { invitationId, until };
}

/** Whoever holds the session of an invitation, while it lasts. */
export function whoIsIn({ book, clock }: Answering, invitationId: string): KnownInvitation | null {
  const invitation = book.invitation(invitationId);
  const until = invitation?.until ?? null;
  if (invitation === undefined || invitation.withdrawn || until === null) return null;
  return until > clock() ? invitation : null;
}

/** With a key of the data folder: whoever reads the journal alone cannot try codes. */
export const codeDigest = ({ auditKey }: Pick<Answering, 'auditKey'>, code: string): string =>
  createHmac('sha256', auditKey)
    .update(`code ${code.replaceAll(/\D/g, '')}`)
    .digest('base64url');

const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const notLetIn = () =>
  new NotLetIn(
    problem(
      'link-or-code-wrong',
      'The link or the code is not right, has been used, or is too old.',
      'Look at the code once more, or ask for a new one.',
    ),
  );

const tooMany = () =>
  new TooManyGuesses(
    problem(
      'too-many-guesses',
      'Too many wrong codes have come from here.',
      'Wait ten minutes, or ask the staff for help.',
    ),
  );
