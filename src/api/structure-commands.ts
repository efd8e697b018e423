import { z } from 'zod';

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
const anyId = z.string().min(1).max(100);
const words = z.string().trim().min(1).max(4000);
const because = z.string().trim().min(1).max(400);
const requestId = z.string().min(8).max(100);

export const ruleAnswerSchema = z.union([
  z.object({ action: z.literal('decide') }),
  z.object({ action: z.enum(['sideways', 'back']) }),
  z.object({ action: z.enum(['up', 'down', 'support']), to: id }),
]);
export type RuleAnswer = z.infer<typeof ruleAnswerSchema>;

export const decisionRuleSchema = z.object({
  id,
  /** Kinds of forum, or single forums by id. */
  at: z.array(anyId).min(1).max(50),
  /** For each attribute named, the values for which the rule holds. */
  when: z.record(id, z.array(id).min(1).max(12)),
  answer: ruleAnswerSchema,
  standing: z.int().min(0).max(100),
  because: z.object({ en: because, sv: because }),
});
export type DecisionRule = z.infer<typeof decisionRuleSchema>;

/** Fictive cases that pass now and would no longer: the change is made only when that is meant. */
const acceptMoves = z.boolean().default(false);

/** Rules of decision, fictive cases and minutes: part of the commands of POST /api/commands/NAME. */
export const structureCommandSchemas = {
  'rule.set': z.object({ requestId, rule: decisionRuleSchema, reason: words, acceptMoves }),
  'rule.remove': z.object({ requestId, ruleId: id, reason: words, acceptMoves }),
  'case.expect': z.object({
    requestId,
    caseId: id,
    endsAt: anyId,
    steps: z.int().min(1).max(100),
    reason: words,
  }),
  'forum.record-meeting': z.object({
    requestId,
    forumId: anyId,
    heldOn: z.iso.date(),
    presentIds: z.array(anyId).max(500),
    notes: z.string().trim().max(20_000).default(''),
  }),
} as const;
