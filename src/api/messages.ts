import { z } from 'zod';
import { personRefSchema, textSchema, unitRefSchema } from './common.ts';
import { chartSchema, measureRefSchema } from './measures.ts';
import { messageTypeSchema, messageWeightsSchema, messageWishSchema } from './message-commands.ts';

const recipientSchema = z.object({
  kind: z.enum(['person', 'team', 'board']),
  id: z.string(),
  name: textSchema,
});

const partsSchema = z.object({
  ...{ new: z.number(), actionable: z.number(), important: z.number() },
  ...{ preferred: z.number(), unsaid: z.number() },
});

/** What was weighed for a recipient: its words, its score and why it was chosen or not. */
const weighedMessageSchema = z.object({
  id: z.string(),
  type: messageTypeSchema,
  unit: unitRefSchema,
  title: textSchema,
  score: z.number(),
  parts: partsSchema,
  why: textSchema,
});
export type WeighedMessage = z.infer<typeof weighedMessageSchema>;

/** A message: one thing in plain words, one picture, one next step. */
export const messageSchema = weighedMessageSchema.extend({
  recipient: recipientSchema,
  text: textSchema,
  stepName: textSchema,
  step: z.discriminatedUnion('page', [
    z.object({ page: z.literal('thread'), id: z.string() }),
    z.object({ page: z.enum(['cycle', 'adoption', 'advice']), id: z.string() }),
    z.object({ page: z.literal('measure') }),
  ]),
  measure: measureRefSchema.nullable(),
  chart: chartSchema.nullable(),
  /** Teams and boards of the reader's that were told the same, each by a message of its own. */
  alsoTo: z.array(z.object({ id: z.string(), recipient: recipientSchema })),
  madeAt: z.string(),
  readAt: z.string().nullable(),
  actedAt: z.string().nullable(),
});
export type Message = z.infer<typeof messageSchema>;

export const mailReadinessSchema = z.enum([
  'ready',
  'no-mail-server',
  'no-sender',
  'no-public-address',
]);
export type MailReadiness = z.infer<typeof mailReadinessSchema>;

/** GET /api/messages: what is worth knowing, for the reader, their teams and their boards. */
export const messagesPageSchema = z.object({
  /** First day of the period the messages are of, and of the next; null before the first round. */
  period: z.object({ from: z.string(), next: z.string() }).nullable(),
  mine: z.array(messageSchema),
  others: z.array(z.object({ recipient: recipientSchema, messages: z.array(messageSchema) })),
  /** What was weighed for the reader and not told, the best first. */
  notTold: z.array(weighedMessageSchema),
  earlier: z.array(messageSchema.omit({ chart: true, alsoTo: true })),
  weights: messageWeightsSchema,
  wish: messageWishSchema.extend({ unsubscribedAt: z.string().nullable() }),
  mail: mailReadinessSchema,
  lastMail: z
    .object({
      state: z.enum(['waiting', 'sending', 'sent', 'unclear', 'given-up', 'dropped']),
      period: z.string(),
    })
    .nullable(),
  /** The unit of the reader's own role. */
  unitId: z.string(),
  measures: z.array(z.object({ id: z.string(), title: textSchema })),
});
export type MessagesPage = z.infer<typeof messagesPageSchema>;

const count = z.number().int();

export const effectByChanceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('effect'),
    ...{ given: count, heldBack: count, givenValue: z.number(), heldBackValue: z.number() },
    ...{ difference: z.number(), lower95: z.number(), upper95: z.number() },
    reading: z.enum(['better', 'worse', 'uncertain']),
  }),
  z.object({
    kind: z.literal('not-estimable'),
    reason: z.enum(['not-by-chance', 'too-few-cases']),
  }),
]);
export type EffectByChance = z.infer<typeof effectByChanceSchema>;

/** GET /api/messages/effect: do our messages help? */
export const messageEffectPageSchema = z.object({
  types: z.array(
    z.object({
      type: messageTypeSchema,
      isOn: z.boolean(),
      /** The share told where chance decides; null where all are. */
      share: z.number().nullable(),
      reason: z.string().nullable(),
      ...{ told: count, read: count, acted: count, heldBack: count },
      effect: effectByChanceSchema,
    }),
  ),
  weights: messageWeightsSchema,
  history: z.array(
    z.object({
      weights: messageWeightsSchema,
      by: personRefSchema,
      at: z.string(),
      reason: z.string(),
    }),
  ),
  mail: mailReadinessSchema,
  mails: z.array(
    z.object({
      state: z.enum(['waiting', 'sending', 'sent', 'unclear', 'given-up', 'dropped']),
      mails: count,
    }),
  ),
  maySet: z.boolean(),
});
export type MessageEffectPage = z.infer<typeof messageEffectPageSchema>;
