import type { Language } from '#core';
import type { DutyRole } from '../instruments/instrument.ts';
import type { AnswerValue } from '../questionnaire/questionnaire.ts';

/** A patient who answers for a unit, under an id of ours that says nothing by itself. */
export interface Participant {
  readonly participantId: string;
  readonly patientId: string;
  readonly unitId: string;
}

/** A way in for one patient: by a link with a code, or by the code at the unit's own screen. Once used, it is used up. */
export interface Invitation {
  readonly invitationId: string;
  readonly participantId: string;
  /** What shall be answered; none where the person is only let in to see their own. */
  readonly instrumentIds: readonly string[];
  /** Digests: what lies here lets nobody in. */
  readonly tokenDigest: string;
  readonly codeDigest: string;
  readonly expiresAt: string;
  readonly invitedBy: string;
}

/** An alert that must reach the role on duty. */
export interface OwedAlert {
  readonly id: string;
  readonly unitId: string;
  readonly instrumentId: string;
  readonly ruleId: string;
  readonly participantId: string;
  readonly role: DutyRole;
  readonly escalateTo: DutyRole;
  readonly raisedAt: string;
  readonly escalateAt: string;
}

/** Everything that happens when patients answer, in the order in which it was kept. */
export type AnsweringEvent =
  | ({ readonly kind: 'participant'; readonly at: string } & Participant)
  | ({ readonly kind: 'invited'; readonly at: string } & Invitation)
  | { readonly kind: 'withdrawn'; readonly at: string; readonly invitationId: string }
  | { readonly kind: 'wrong-code'; readonly at: string; readonly invitationId: string }
  /** Used; whoever came in may go on until then. */
  | {
      readonly kind: 'entered';
      readonly at: string;
      readonly invitationId: string;
      readonly until: string;
    }
  | { readonly kind: 'left'; readonly at: string; readonly invitationId: string }
  | {
      readonly kind: 'begun';
      readonly at: string;
      readonly responseId: string;
      readonly invitationId: string;
      readonly participantId: string;
      readonly instrumentId: string;
      /** The form's address and version: what was begun is finished with the same. */
      readonly form: string;
    }
  | {
      readonly kind: 'answered';
      readonly at: string;
      readonly responseId: string;
      readonly linkId: string;
      readonly values: readonly AnswerValue[];
      /** What this answer means somebody must look at; owed until the operational store has it. */
      readonly alerts: readonly OwedAlert[];
    }
  | { readonly kind: 'alerts-raised'; readonly at: string; readonly alertIds: readonly string[] }
  | {
      readonly kind: 'completed';
      readonly at: string;
      readonly responseId: string;
      readonly language: Language;
      readonly encounterId: string | null;
    }
  /** What was answered lies in the feed's journal, and comes into the clinical store from there. */
  | { readonly kind: 'handed-over'; readonly at: string; readonly responseId: string };
