import { z } from 'zod';
import { personRefSchema, textSchema, unitRefSchema } from './common.ts';
import { alertOutcomes } from './instrument-commands.ts';

/** GET /api/instruments?unitId: what can be answered, and what the unit uses of it. */
export const instrumentListSchema = z.object({
  unit: unitRefSchema,
  mayChoose: z.boolean(),
  mayBring: z.boolean(),
  mayInvite: z.boolean(),
  instruments: z.array(
    z.object({
      id: z.string(),
      title: textSchema,
      measures: textSchema,
      kind: z.enum(['outcome', 'experience', 'goals']),
      minutes: z.number().int(),
      languages: z.array(z.string()),
      licence: textSchema,
      source: z.string(),
      /** The form's address and version; null where nobody has brought it yet. */
      form: z.string().nullable(),
      getting: textSchema.nullable(),
      isShipped: z.boolean(),
      inUse: z.boolean(),
      scores: z.array(
        z.object({
          title: textSchema,
          min: z.number(),
          max: z.number(),
          higherIsBetter: z.boolean(),
          method: textSchema,
          /** Smallest change beyond measurement error; null where unknown. */
          margin: z.number().nullable(),
          assumed: z.boolean(),
          source: textSchema.nullable(),
        }),
      ),
      safety: z.array(
        z.object({ id: z.string(), role: z.string(), acknowledgeMinutes: z.number().int() }),
      ),
    }),
  ),
});
export type InstrumentList = z.infer<typeof instrumentListSchema>;

/** POST /api/instruments: an official form, as FHIR R4 JSON. */
export const bringFormSchema = z.object({
  content: z.unknown(),
  instrumentId: z.string().min(1).max(100).nullable().default(null),
});
export const broughtFormSchema = z.object({
  instrumentId: z.string(),
  url: z.string(),
  version: z.string(),
  questions: z.number().int(),
});
export type BroughtForm = z.infer<typeof broughtFormSchema>;

/** POST /api/units/ID/participants: a purpose is needed, as for every reading about patients. */
export const purposeSchema = z.object({ purpose: z.string().max(1000) });
export const participantListSchema = z.object({
  unit: unitRefSchema,
  mayInvite: z.boolean(),
  instruments: z.array(z.object({ id: z.string(), title: textSchema, minutes: z.number().int() })),
  participants: z.array(
    z.object({
      participantId: z.string(),
      patientId: z.string(),
      hasAlert: z.boolean(),
      answers: z.number().int(),
      answeredAt: z.string().nullable(),
      isHalfway: z.boolean(),
      openInvitations: z.number().int(),
      expiresAt: z.string().nullable(),
    }),
  ),
  truncated: z.boolean(),
});
export type ParticipantList = z.infer<typeof participantListSchema>;

/** POST /api/units/ID/invitations */
export const inviteSchema = z.object({
  patientId: z.string().trim().min(1).max(100),
  instrumentIds: z.array(z.string().min(1).max(100)).max(10),
  days: z.number().int().min(1).max(60).default(14),
});
export const invitationMadeSchema = z.object({
  participantId: z.string(),
  /** After the mark in the link; the server never sees it in an address. */
  token: z.string(),
  code: z.string(),
  expiresAt: z.string(),
});
export type InvitationMade = z.infer<typeof invitationMadeSchema>;

/** GET /api/alerts/ID */
export const alertSchema = z.object({
  id: z.string(),
  unit: unitRefSchema,
  instrumentTitle: textSchema,
  ruleId: z.string(),
  role: z.string(),
  escalateTo: z.string(),
  raisedAt: z.string(),
  escalateAt: z.string(),
  escalatedAt: z.string().nullable(),
  acknowledged: z
    .object({ by: personRefSchema, at: z.string(), outcome: z.enum(alertOutcomes) })
    .nullable(),
  participantId: z.string(),
});
export type Alert = z.infer<typeof alertSchema>;
