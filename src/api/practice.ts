import { z } from 'zod';
import {
  cautionSchema,
  monthSchema,
  personRefSchema,
  textSchema,
  unitRefSchema,
} from './common.ts';
import { proposalOrigins } from './deciding-commands.ts';
import { ruleSettingSchema } from './decision-support.ts';
import { annotationSchema, chartSchema, measureRefSchema, signalSchema } from './measures.ts';
import { directionSchema, disagreementSchema, proposalStateSchema } from './proposals.ts';
import { challengeSchema } from './quality.ts';

/** What a thread waits for; 'nothing' when it is closed. */
export const waitingForSchema = z.enum([
  'a-look',
  'a-proposal',
  'a-decision',
  'a-cycle',
  'the-change',
  'the-effect',
  'a-verdict',
  'closing',
  'its-date',
  'nothing',
]);
export type WaitingFor = z.infer<typeof waitingForSchema>;

/** The signal a thread began with, as it was when it was found. */
export const openingSignalSchema = signalSchema.pick({
  month: true,
  firstMonth: true,
  rule: true,
  reading: true,
});
export type OpeningSignal = z.infer<typeof openingSignalSchema>;

/** The number that a thread disputes, or what a check of the data found. */
export const openingDisputeSchema = z.object({
  about: z.enum(['measure', 'check']),
  title: textSchema,
  ...{ firstMonth: monthSchema, lastMonth: monthSchema },
});

/** What a thread is called: by its signal or its dispute, said in the reader's language, where it began with one; else by its title. */
export const threadNameSchema = z.object({
  id: z.string(),
  title: z.string(),
  unit: unitRefSchema,
  measureTitle: textSchema.nullable(),
  openingSignal: openingSignalSchema.nullable(),
  openingDispute: openingDisputeSchema.nullable(),
});
export type ThreadName = z.infer<typeof threadNameSchema>;

export const threadSummarySchema = threadNameSchema.extend({
  state: z.enum(['open', 'parked', 'closed']),
  waitingFor: waitingForSchema,
  owner: personRefSchema.nullable(),
  since: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  /** True when it has waited longer than the forum's cadence. */
  overdue: z.boolean(),
});
export type ThreadSummary = z.infer<typeof threadSummarySchema>;

/** GET /api/threads?unitId&state */
export const threadListSchema = z.object({
  threads: z.array(threadSummarySchema),
  /** In the unit asked about. */
  mayRaiseIdea: z.boolean(),
});
export type ThreadList = z.infer<typeof threadListSchema>;

/** Why an effect cannot be said, as a code that pages have a sentence for. */
export const effectReasonSchema = z.enum([
  'change-not-started',
  'nothing-evaluated',
  'no-months-before',
  'no-months-after',
  'too-few-months-on-a-side',
  'no-scatter',
  'cannot-compute',
]);

export const effectSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('estimate'),
    method: z.string(),
    /** Difference in the measure's display scale: after minus what would have been without the change. */
    difference: z.number(),
    lower95: z.number(),
    upper95: z.number(),
    monthsBefore: z.number().int(),
    monthsAfter: z.number().int(),
    before: z.number(),
    after: z.number(),
    /** The wanted change lies wholly on the good side, wholly on the bad side, or neither. */
    reading: z.enum(['better', 'worse', 'uncertain', 'changed']),
    predictionMet: z.enum(['met', 'not-met', 'cannot-say']),
    cautions: z.array(cautionSchema),
    dataVersion: z.string(),
    estimatedAt: z.string(),
  }),
  z.object({
    kind: z.literal('not-estimable'),
    // Entries from before there were codes hold a sentence; the ledger is not rewritten for it.
    reason: effectReasonSchema.catch('cannot-compute'),
  }),
]);
export type Effect = z.infer<typeof effectSchema>;

export const predictionSchema = z.object({
  text: z.string(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  byMonth: monthSchema.nullable(),
});

export const cycleStepSchema = z.object({
  step: z.enum(['plan', 'do', 'study', 'act']),
  text: z.string(),
  at: z.string(),
  by: personRefSchema,
});

export const cycleStateSchema = z.enum(['planned', 'running', 'studied', 'closed']);
export type CycleState = z.infer<typeof cycleStateSchema>;

/** GET /api/cycles/:id */
export const cyclePageSchema = z.object({
  id: z.string(),
  title: z.string(),
  unit: unitRefSchema,
  path: z.array(unitRefSchema),
  thread: threadNameSchema,
  aim: z.string(),
  change: z.string(),
  prediction: predictionSchema,
  measure: measureRefSchema,
  balancingMeasures: z.array(measureRefSchema),
  startMonth: monthSchema.nullable(),
  state: cycleStateSchema,
  verdict: z.enum(['kept', 'adapted', 'dropped']).nullable(),
  verdictReason: z.string().nullable(),
  steps: z.array(cycleStepSchema),
  owner: personRefSchema.nullable(),
  chart: chartSchema,
  annotations: z.array(annotationSchema),
  effect: effectSchema,
  mayAct: z.boolean(),
  /** The practice made from it; null while there is none. */
  practiceId: z.string().nullable(),
  mayMakePractice: z.boolean(),
});
export type CyclePage = z.infer<typeof cyclePageSchema>;

export const threadEntrySchema = z.object({
  /** The ledger's number and hash for this entry. */
  ledgerSeq: z.number().int(),
  hash: z.string(),
  at: z.string(),
  by: personRefSchema.nullable(),
  kind: z.enum([
    'challenge',
    'concluded',
    'quality',
    'signal',
    'idea',
    'comment',
    'owner',
    'proposal',
    'decision',
    'hand-over',
    'considered',
    'scores',
    'interest',
    'dissent',
    'reassessed',
    'support',
    'support-answer',
    'cycle-started',
    'cycle-step',
    'effect',
    'verdict',
    'recalculation',
    'practice',
    'adoption',
    'adaptation',
    'fidelity',
    'parked',
    'closed',
    'reopened',
  ]),
  /** The entry in the person's own words: text, reason, aim, prediction … by the names of the command's fields. */
  words: z.record(z.string(), z.string()),
  signalId: z.string().nullable(),
  proposalId: z.string().nullable(),
  cycleId: z.string().nullable(),
  measureId: z.string().nullable(),
  effect: effectSchema.nullable(),
  /** Where it happened, when that is not the thread's own unit. */
  unit: unitRefSchema.nullable(),
  forum: z.object({ id: z.string(), name: textSchema }).nullable(),
  outcome: z.string().nullable(),
  /** A hand-over: where to, which way, and the rule's reason. */
  toForum: z.object({ id: z.string(), name: textSchema }).nullable(),
  direction: directionSchema.nullable(),
  because: textSchema.nullable(),
  /** What an adoption did to the rule at the point of care that belongs to the practice. */
  rule: ruleSettingSchema.extend({ id: z.string(), title: textSchema.nullable() }).nullable(),
  tally: z
    .object({
      weighted: z.number().nullable(),
      counted: z.number().int(),
      notCounted: z.number().int(),
      members: z.number().int(),
    })
    .nullable(),
});
export type ThreadEntry = z.infer<typeof threadEntrySchema>;

export const proposalSchema = z.object({
  id: z.string(),
  kind: z.enum(['idea', 'need', 'innovation']),
  title: z.string(),
  text: z.string(),
  by: personRefSchema,
  at: z.string(),
  origin: z.enum(proposalOrigins),
  state: proposalStateSchema,
  /** The ledger's number of the last step of its route; who decides says that this is what they have seen. */
  lastStep: z.number().int(),
  forum: z.object({ id: z.string(), name: textSchema }),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** GET /api/threads/:id */
export const threadPageSchema = z.object({
  thread: threadSummarySchema,
  /** The rule whose overrides the thread is about. */
  ruleId: z.string().nullable().default(null),
  path: z.array(unitRefSchema),
  entries: z.array(threadEntrySchema),
  signals: z.array(signalSchema),
  proposals: z.array(proposalSchema),
  cycles: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state: cycleStateSchema,
      verdict: z.string().nullable(),
    }),
  ),
  measure: measureRefSchema.nullable(),
  chart: chartSchema.nullable(),
  annotations: z.array(annotationSchema),
  /** The number, or the finding of a check, that the thread is about, with its definition and data version. */
  challenge: challengeSchema
    .extend({
      ...{ unitId: z.string(), measureId: z.string().nullable(), checkId: z.string().nullable() },
      mayConclude: z.boolean(),
    })
    .nullable(),
  /** Where levels do not agree; both stand. */
  disagreements: z.array(disagreementSchema),
  /** Commands this person may give on this thread now, by name (see commands.ts). */
  mayDo: z.array(z.string()),
});
export type ThreadPage = z.infer<typeof threadPageSchema>;

/** GET /api/inbox?unitId: what needs us */
export const inboxSchema = z.object({
  unit: unitRefSchema,
  items: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('signal'),
        since: z.string(),
        overdue: z.boolean(),
        mine: z.boolean(),
        signal: signalSchema,
      }),
      z.object({
        kind: z.literal('thread'),
        since: z.string(),
        overdue: z.boolean(),
        mine: z.boolean(),
        thread: threadSummarySchema,
      }),
      z.object({
        kind: z.literal('alert'),
        since: z.string(),
        /** True when it has been passed on, since nobody acknowledged it in time. */
        overdue: z.boolean(),
        mine: z.boolean(),
        alert: z.object({ id: z.string(), unit: unitRefSchema }),
      }),
    ]),
  ),
});
export type Inbox = z.infer<typeof inboxSchema>;

/** GET /api/loops?unitId: does our own wheel turn? */
export const loopsSchema = z.object({
  units: z.array(
    z.object({
      unit: unitRefSchema,
      open: z.number().int(),
      overdue: z.number().int(),
      closed: z.number().int(),
      medianLoopDays: z.number().nullable(),
      medianDaysToDecision: z.number().nullable(),
    }),
  ),
});
export type Loops = z.infer<typeof loopsSchema>;
