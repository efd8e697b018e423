import { z } from 'zod';
import { personRefSchema, textSchema, unitRefSchema } from './common.ts';
import { decisionOutcomes } from './deciding-commands.ts';

export const forumRefSchema = z.object({ id: z.string(), name: textSchema });

export const directionSchema = z.enum(['up', 'down', 'sideways', 'stays']);
export type Direction = z.infer<typeof directionSchema>;

export const proposalStateSchema = z.enum([
  'raised',
  'considered',
  'tried',
  'prioritised',
  'spread',
  'mandated',
  'parked',
  'declined',
]);
export type ProposalState = z.infer<typeof proposalStateSchema>;

export const proposalStepSchema = z.object({
  ledgerSeq: z.number().int(),
  at: z.string(),
  by: personRefSchema.nullable(),
  move: z.enum(['raise', 'consider', ...decisionOutcomes]),
  stateAfter: proposalStateSchema,
  forum: forumRefSchema,
  toForum: forumRefSchema.nullable(),
  direction: directionSchema,
  reason: z.string(),
  because: textSchema.nullable(),
});
export type ProposalStep = z.infer<typeof proposalStepSchema>;

export const disagreementSchema = z.object({
  decided: proposalStepSchema.extend({ proposalId: z.string() }),
  against: z.array(
    z.object({
      kind: z.enum(['found-not-to-work', 'declined']),
      unit: unitRefSchema,
      reason: z.string(),
      at: z.string(),
      cycleId: z.string().nullable(),
      forum: forumRefSchema.nullable(),
    }),
  ),
});
export type Disagreement = z.infer<typeof disagreementSchema>;
