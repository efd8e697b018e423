import type { Language } from '#core';
import type { Answers } from '../questionnaire/questionnaire.ts';
import type { AnsweringEvent, Invitation, OwedAlert, Participant } from './journal.ts';

/** So many wrong codes close an invitation. */
export const wrongCodesMax = 5;

export interface KnownInvitation extends Invitation {
  readonly invitedAt: string;
  readonly wrongCodes: number;
  /** When it was used; null while it waits. */
  readonly enteredAt: string | null;
  /** How long whoever came in may go on. */
  readonly until: string | null;
  readonly withdrawn: boolean;
}

/** A form that somebody has begun. */
export interface ResponseBegun {
  readonly responseId: string;
  readonly invitationId: string;
  readonly participantId: string;
  readonly instrumentId: string;
  readonly form: string;
  readonly begunAt: string;
  readonly answers: Answers;
  readonly completed: {
    readonly at: string;
    readonly language: Language;
    readonly encounterId: string | null;
  } | null;
  readonly handedOver: boolean;
}

/** What the journal of answers comes to. Changed only by events that are on the disk. */
export class AnsweringBook {
  readonly #participants = new Map<string, Participant>();
  readonly #invitations = new Map<string, KnownInvitation>();
  readonly #byToken = new Map<string, string>();
  readonly #responses = new Map<string, ResponseBegun>();
  readonly #owed = new Map<string, OwedAlert>();

  participant(participantId: string): Participant | undefined {
    return this.#participants.get(participantId);
  }

  participantOf(patientId: string, unitId: string): Participant | undefined {
    return this.participants().find((one) => one.patientId === patientId && one.unitId === unitId);
  }

  participants(): readonly Participant[] {
    return [...this.#participants.values()];
  }

  invitation(invitationId: string): KnownInvitation | undefined {
    return this.#invitations.get(invitationId);
  }

  invitationByToken(tokenDigest: string): KnownInvitation | undefined {
    const id = this.#byToken.get(tokenDigest);
    return id === undefined ? undefined : this.#invitations.get(id);
  }

  invitationsOf(participantId: string): readonly KnownInvitation[] {
    return [...this.#invitations.values()].filter((one) => one.participantId === participantId);
  }

  response(responseId: string): ResponseBegun | undefined {
    return this.#responses.get(responseId);
  }

  responsesOf(participantId: string): readonly ResponseBegun[] {
    return [...this.#responses.values()].filter((one) => one.participantId === participantId);
  }

  responses(): readonly ResponseBegun[] {
    return [...this.#responses.values()];
  }

  /** Alerts that are not known to have reached the operational store. */
  owedAlerts(): readonly OwedAlert[] {
    return [...this.#owed.values()];
  }

  take(event: AnsweringEvent): void {
    switch (event.kind) {
      case 'participant': {
        const { participantId, patientId, unitId } = event;
        this.#participants.set(participantId, { participantId, patientId, unitId });
        return;
      }
      case 'invited':
        this.#invite(event);
        return;
      case 'withdrawn':
        this.#alterInvitation(event.invitationId, () => ({ withdrawn: true }));
        return;
      case 'wrong-code':
        this.#alterInvitation(event.invitationId, ({ wrongCodes }) => ({
          wrongCodes: wrongCodes + 1,
        }));
        return;
      case 'entered': {
        const { at, until } = event;
        this.#alterInvitation(event.invitationId, () => ({ enteredAt: at, until }));
        return;
      }
      case 'left':
        this.#alterInvitation(event.invitationId, () => ({ until: event.at }));
        return;
      case 'alerts-raised':
        for (const id of event.alertIds) this.#owed.delete(id);
        return;
      case 'begun':
      case 'answered':
      case 'completed':
      case 'handed-over':
        this.#takeOfResponse(event);
        return;
      default:
        throw new Error(`unknown event ${JSON.stringify(event satisfies never)}`);
    }
  }

  #invite({ kind: _, at, ...invitation }: Extract<AnsweringEvent, { kind: 'invited' }>): void {
    const known = { ...invitation, invitedAt: at, wrongCodes: 0 };
    const id = invitation.invitationId;
    this.#invitations.set(id, { ...known, enteredAt: null, until: null, withdrawn: false });
    this.#byToken.set(invitation.tokenDigest, id);
  }

  #alterInvitation(
    invitationId: string,
    change: (known: KnownInvitation) => Partial<KnownInvitation>,
  ): void {
    const known = this.#invitations.get(invitationId);
    if (known !== undefined) this.#invitations.set(invitationId, { ...known, ...change(known) });
  }

  #takeOfResponse(
    event: Extract<AnsweringEvent, { kind: 'begun' | 'answered' | 'completed' | 'handed-over' }>,
  ): void {
    if (event.kind === 'begun') {
      const { kind: _, at, ...begun } = event;
      const open = { answers: {}, completed: null, handedOver: false };
      this.#responses.set(begun.responseId, { ...begun, begunAt: at, ...open });
      return;
    }
    if (event.kind === 'answered') for (const one of event.alerts) this.#owed.set(one.id, one);
    const known = this.#responses.get(event.responseId);
    if (known === undefined) return;
    this.#responses.set(event.responseId, { ...known, ...changeBy(event, known) });
  }
}

function changeBy(
  event: Extract<AnsweringEvent, { kind: 'answered' | 'completed' | 'handed-over' }>,
  { answers }: ResponseBegun,
): Partial<ResponseBegun> {
  if (event.kind === 'handed-over') return { handedOver: true };
  if (event.kind === 'answered') return { answers: { ...answers, [event.linkId]: event.values } };
  const { at, language, encounterId } = event;
  return { completed: { at, language, encounterId } };
}

/** Why an invitation lets nobody in; null while it does. */
export function whyClosed(
  { withdrawn, wrongCodes, enteredAt, expiresAt }: KnownInvitation,
  now: string,
): 'withdrawn' | 'too-many-wrong-codes' | 'used' | 'expired' | null {
  if (withdrawn) return 'withdrawn';
  if (wrongCodes >= wrongCodesMax) return 'too-many-wrong-codes';
  if (enteredAt !== null) return 'used';
  return expiresAt <= now ? 'expired' : null;
}
