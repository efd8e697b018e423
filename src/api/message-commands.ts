import { z } from 'zod';
import { messageTypes } from '#core';

const id = z.string().min(1).max(100);
const words = z.string().trim().min(1).max(4000);
const requestId = z.string().min(8).max(100);

export const messageTypeSchema = z.enum(messageTypes);

const weight = z.number();
export const messageWeightsSchema = z.object({
  parts: z.object({
    ...{ new: weight, actionable: weight, important: weight },
    ...{ preferred: weight, unsaid: weight },
  }),
  importance: z.object({
    ...{ concern: weight, improvement: weight, 'target-missed': weight, 'target-met': weight },
    ...{ 'unlike-others': weight, 'step-due': weight, 'effect-told': weight },
    ...{ 'number-disputed': weight, 'dispute-answered': weight },
    ...{ 'data-doubted': weight, 'advice-drifts': weight },
  }),
  worthSending: weight,
});
export type MessageWeights = z.infer<typeof messageWeightsSchema>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, as 17:00');
const wish = z.enum(['more', 'fewer']);

/** What somebody wants of messages, and where mail goes; no address, no mail. */
export const messageWishSchema = z.object({
  address: z.email().max(254).nullable(),
  language: z.enum(['en', 'sv']),
  frequency: z.enum(['each-period', 'monthly', 'never']),
  quiet: z.object({ from: timeOfDay, to: timeOfDay }).nullable(),
  wishes: z.object({
    types: z.partialRecord(messageTypeSchema, wish),
    measures: z.record(id, wish),
  }),
});
export type MessageWish = z.infer<typeof messageWishSchema>;

/** The commands on messages. */
export const messageCommandSchemas = {
  'message.read': z.object({ requestId, messageId: id }),
  /** The unit is the one of one's role; the wish holds for all one's messages. */
  'message.wish': messageWishSchema.extend({ requestId, unitId: id }),
  'message.set-weights': messageWeightsSchema.extend({ requestId, reason: words }),
  'message.set-type': z.object({
    requestId,
    type: messageTypeSchema,
    isOn: z.boolean(),
    randomised: z
      .object({ share: z.number().gt(0).lt(1), seed: z.string().min(1).max(100) })
      .nullable()
      .default(null),
    reason: words,
  }),
} as const;
