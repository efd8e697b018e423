import { z } from 'zod';
import { personRefSchema, problemSchema, textSchema, unitRefSchema } from './common.ts';
import { decisionOutcomes, proposalKinds, proposalOrigins } from './deciding-commands.ts';
import {
  disagreementSchema,
  forumRefSchema,
  proposalStateSchema,
  proposalStepSchema,
} from './proposals.ts';

/** A proposal as lists show it. */
export const proposalRowSchema = z.object({
  id: z.string(),
  threadId: z.string(),
  kind: z.enum(proposalKinds),
  origin: z.enum(proposalOrigins),
  title: z.string(),
  state: proposalStateSchema,
  unit: unitRefSchema,
  forum: forumRefSchema,
  by: personRefSchema,
  raisedAt: z.string(),
  /** At this forum since. */
  since: z.string(),
  returnOn: z.string().nullable(),
  /** It has waited longer than the forum's cadence, or its date of return has come. */
  silent: z.boolean(),
});
export type ProposalRow = z.infer<typeof proposalRowSchema>;

/** GET /api/proposals?unitId&state&kind&origin&forumId&text&page */
export const proposalListSchema = z.object({
  proposals: z.array(proposalRowSchema),
  counts: z.array(z.object({ state: proposalStateSchema, count: z.number().int() })),
  total: z.number().int(),
  pageSize: z.number().int(),
});
export type ProposalList = z.infer<typeof proposalListSchema>;

/** GET /api/proposals/similar?text: has this been tried? */
export const similarSchema = z.object({
  similar: z.array(
    proposalRowSchema.extend({
      text: z.string(),
      /** 0…1 of the words that it holds. */
      share: z.number(),
      /** What was found where it was tried; null while nothing has been. */
      verdict: z.enum(['kept', 'adapted', 'dropped']).nullable(),
      lastWord: z.object({ at: z.string(), reason: z.string() }).nullable(),
    }),
  ),
});
export type Similar = z.infer<typeof similarSchema>;

export const criterionSchema = z.object({ id: z.string(), name: textSchema, weight: z.number() });
export type Criterion = z.infer<typeof criterionSchema>;

const openedScoresSchema = z.object({
  tally: z.object({
    criteria: z.array(
      z.object({
        criterionId: z.string(),
        mean: z.number().nullable(),
        lowest: z.number().nullable(),
        highest: z.number().nullable(),
      }),
    ),
    weighted: z.number().nullable(),
    counted: z.number().int(),
    notCounted: z.number().int(),
  }),
  scores: z.array(
    z.object({
      by: personRefSchema,
      points: z.record(z.string(), z.number()),
      counted: z.boolean(),
    }),
  ),
});
export type OpenedScores = z.infer<typeof openedScoresSchema>;

export const decidingTableSchema = z.object({
  stage: z.enum(['not-taken-up', 'scoring', 'open']),
  begunAt: z.string().nullable(),
  criteria: z.array(criterionSchema),
  quorumNeeded: z.number().int(),
  members: z.array(
    personRefSchema.extend({
      chair: z.boolean(),
      isPatient: z.boolean(),
      counts: z.boolean(),
      hasScored: z.boolean(),
      interest: z.string().nullable(),
    }),
  ),
  /** The reader's own points; nobody else's before they are open. */
  own: z.record(z.string(), z.number()).nullable(),
  opened: openedScoresSchema.nullable(),
});
export type DecidingTable = z.infer<typeof decidingTableSchema>;

export const dissentSchema = z.object({
  ledgerSeq: z.number().int(),
  text: z.string(),
  at: z.string(),
  by: personRefSchema,
  role: z.string().nullable(),
  forum: forumRefSchema,
});
export type Dissent = z.infer<typeof dissentSchema>;

export const supportRequestSchema = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  unit: unitRefSchema,
  threadId: z.string().nullable(),
  forum: forumRefSchema,
  askedBy: personRefSchema,
  askedAt: z.string(),
  state: z.enum(['asked', 'taken', 'answered']),
  owner: personRefSchema.nullable(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
});
export type SupportRequest = z.infer<typeof supportRequestSchema>;

/** GET /api/proposals/:id */
export const proposalPageSchema = z.object({
  proposal: proposalRowSchema.extend({ text: z.string(), lastStep: z.number().int() }),
  thread: z.object({ id: z.string(), title: z.string(), state: z.enum(['open', 'closed']) }),
  path: z.array(unitRefSchema),
  attributes: z.array(
    z.object({
      id: z.string(),
      name: textSchema,
      value: z.string(),
      valueName: textSchema,
      isUsual: z.boolean(),
      values: z.array(z.object({ id: z.string(), name: textSchema })),
    }),
  ),
  concernsUnit: unitRefSchema.nullable(),
  earlier: z.array(proposalRowSchema),
  steps: z.array(proposalStepSchema),
  ahead: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('decides-here'), because: textSchema }),
      z.object({ kind: z.literal('goes-to'), because: textSchema, forum: forumRefSchema }),
      z.object({ kind: z.literal('stuck'), problem: problemSchema }),
    ])
    .nullable(),
  table: decidingTableSchema,
  before: z.array(
    openedScoresSchema.extend({
      forum: forumRefSchema,
      at: z.string(),
      criteria: z.array(criterionSchema),
    }),
  ),
  dots: z.array(
    z.object({
      forum: forumRefSchema,
      at: z.string(),
      dots: z.number().int(),
      people: z.number().int(),
      notCounted: z.number().int(),
      choices: z.number().int(),
    }),
  ),
  dissent: z.array(dissentSchema),
  disagreements: z.array(disagreementSchema),
  support: z.array(supportRequestSchema),
  outcomes: z.array(z.enum(decisionOutcomes)),
  passTo: z.array(forumRefSchema),
  mayDo: z.array(z.string()),
});
export type ProposalPage = z.infer<typeof proposalPageSchema>;

/** GET /api/forums/:id/meeting: one item at a time, for a group around a screen. */
export const meetingSchema = z.object({
  forum: forumRefSchema.extend({
    kind: z.string(),
    cadenceDays: z.number().int(),
    unit: unitRefSchema,
    members: z.array(personRefSchema.extend({ chair: z.boolean() })),
  }),
  items: z.array(proposalRowSchema),
  parked: z.array(proposalRowSchema),
  requests: z.array(supportRequestSchema),
  silentIds: z.array(z.string()),
  dots: z
    .object({
      dotsEach: z.number().int(),
      begunAt: z.string(),
      openedAt: z.string().nullable(),
      proposalIds: z.array(z.string()),
      haveLaid: z.array(personRefSchema),
      own: z.record(z.string(), z.number()).nullable(),
      counts: z
        .array(
          z.object({
            proposalId: z.string(),
            dots: z.number().int(),
            people: z.number().int(),
            notCounted: z.number().int(),
          }),
        )
        .nullable(),
    })
    .nullable(),
  mayDo: z.array(z.string()),
});
export type Meeting = z.infer<typeof meetingSchema>;

/** GET /api/attributes: what is said of a proposal so that the rules can send it. */
export const attributeListSchema = z.object({
  attributes: z.array(
    z.object({
      id: z.string(),
      name: textSchema,
      usual: z.string(),
      values: z.array(z.object({ id: z.string(), name: textSchema })),
    }),
  ),
});
export type AttributeList = z.infer<typeof attributeListSchema>;
