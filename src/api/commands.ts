import { z } from 'zod';
import { monthSchema } from './common.ts';
import { decidingCommandSchemas } from './deciding-commands.ts';
import { decisionSupportCommandSchemas } from './decision-support-commands.ts';
import { instrumentCommandSchemas } from './instrument-commands.ts';
import { messageCommandSchemas } from './message-commands.ts';
import { qualityCommandSchemas } from './quality-commands.ts';
import { spreadCommandSchemas } from './spread-commands.ts';
import { structureCommandSchemas } from './structure-commands.ts';

const id = z.string().min(1).max(100);
const words = z.string().trim().min(1).max(4000);
const title = z.string().trim().min(1).max(200);
/** Sent by the client so that a repeated request does nothing twice. */
const requestId = z.string().min(8).max(100);

/** POST /api/commands/NAME: every change by a person; answers {threadId, cycleId, proposalId, ledgerSeq}. */
export const commandSchemas = {
  'thread.open-from-signal': z.object({
    requestId,
    signalId: id,
    comment: z.string().max(4000).default(''),
  }),
  'thread.raise-idea': z.object({
    requestId,
    unitId: id,
    title,
    text: words,
    measureId: id.nullable().default(null),
  }),
  'thread.comment': z.object({ requestId, threadId: id, text: words }),
  'thread.take-over': z.object({ requestId, threadId: id, ownerId: id }),
  'thread.close': z.object({ requestId, threadId: id, reason: words }),
  'thread.reopen': z.object({ requestId, threadId: id, reason: words }),
  ...decidingCommandSchemas,
  'cycle.start': z.object({
    requestId,
    threadId: id,
    title,
    aim: words,
    change: words,
    measureId: id,
    balancingMeasureIds: z.array(id).max(5).default([]),
    predictionText: words,
    predictedValue: z.number().nullable().default(null),
    predictedByMonth: monthSchema.nullable().default(null),
    plan: words,
  }),
  'cycle.record-do': z.object({ requestId, cycleId: id, startMonth: monthSchema, text: words }),
  'cycle.record-study': z.object({ requestId, cycleId: id, text: words }),
  'cycle.record-act': z.object({
    requestId,
    cycleId: id,
    verdict: z.enum(['kept', 'adapted', 'dropped']),
    reason: words,
  }),
  ...qualityCommandSchemas,
  ...spreadCommandSchemas,
  ...decisionSupportCommandSchemas,
  ...messageCommandSchemas,
  ...instrumentCommandSchemas,
  'chart.recalculate': z.object({
    requestId,
    unitId: id,
    measureId: id,
    fromMonth: monthSchema,
    reason: words,
  }),
  ...structureCommandSchemas,
} as const;

export type CommandName = keyof typeof commandSchemas;
export type CommandInput<N extends CommandName> = z.infer<(typeof commandSchemas)[N]>;

export const commandAnswerSchema = z.object({
  ledgerSeq: z.number().int(),
  threadId: z.string().nullable(),
  proposalId: z.string().nullable(),
  cycleId: z.string().nullable(),
  practiceId: z.string().nullable(),
  adoptionId: z.string().nullable(),
});
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;
