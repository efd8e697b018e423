import { z } from 'zod';
import { personRefSchema, problemSchema, textSchema, unitRefSchema } from './common.ts';
import { criterionSchema } from './deciding.ts';
import { signalSchema } from './measures.ts';
import { threadSummarySchema } from './practice.ts';
import { decisionRuleSchema } from './structure-commands.ts';

const forumRefSchema = z.object({ id: z.string(), name: textSchema });

const attributeSchema = z.object({
  id: z.string(),
  name: textSchema,
  values: z.array(z.object({ id: z.string(), name: textSchema })),
  usual: z.string(),
});

const pathStepSchema = z.object({
  forum: forumRefSchema,
  action: z.enum(['decide', 'up', 'down', 'sideways', 'support', 'back']),
  ruleId: z.string(),
  because: textSchema,
});
export type PathStep = z.infer<typeof pathStepSchema>;

const caseRunSchema = z.object({
  id: z.string(),
  title: textSchema,
  raisedAt: forumRefSchema,
  concerns: unitRefSchema.nullable(),
  /** What is said of it beyond the usual: name and value. */
  said: z.array(z.object({ name: textSchema, value: textSchema })),
  wanted: z.object({ forum: forumRefSchema, steps: z.number().int() }),
  path: z.array(pathStepSchema),
  passed: z.boolean(),
  /** Why no forum decides it; null when one does. */
  stuck: problemSchema.nullable(),
});
export type CaseRun = z.infer<typeof caseRunSchema>;

const kindShownSchema = z.object({
  id: z.string(),
  name: textSchema,
  advises: z.boolean(),
  forums: z.array(
    forumRefSchema.extend({
      unit: unitRefSchema,
      cadenceDays: z.number(),
      mattersPerMeeting: z.number(),
      members: z.number().int(),
    }),
  ),
});
export type KindShown = z.infer<typeof kindShownSchema>;

const ruleShownSchema = z.object({ rule: decisionRuleSchema, sentence: textSchema });
export type RuleShown = z.infer<typeof ruleShownSchema>;

/** GET /api/structure: who decides what, and whether it works. */
export const structurePageSchema = z.object({
  unit: unitRefSchema,
  kinds: z.array(kindShownSchema),
  attributes: z.array(attributeSchema),
  rules: z.array(ruleShownSchema),
  cases: z.array(caseRunSchema),
  problems: z.array(problemSchema),
  mayDo: z.array(z.string()),
});
export type StructurePage = z.infer<typeof structurePageSchema>;

const simulatedSchema = z.object({
  mean: z.number(),
  low95: z.number(),
  high95: z.number(),
});

const kindLoadSchema = z.object({
  kind: z.string(),
  name: textSchema,
  forums: z.number().int(),
  perYear: z.number(),
  /** The highest load of a forum of the kind: from 1 on its queue grows without end. */
  highestLoad: z.number(),
  waitDays: z.number().nullable(),
});

const loadSchema = z.object({
  kinds: z.array(kindLoadSchema),
  /** Null where nothing is raised. */
  throughDays: simulatedSchema.nullable(),
  perYear: z.number(),
  bottleneck: forumRefSchema.extend({ load: z.number() }).nullable(),
  leftOut: z.array(z.string()),
});
export type StructureLoad = z.infer<typeof loadSchema>;

/** GET /api/structure/load: the structure in force, and beside it the same with one kind of forum meeting otherwise. */
export const structureLoadSchema = z.object({
  years: z.number(),
  runs: z.number(),
  inForce: loadSchema,
  changed: loadSchema.nullable(),
});
export type StructureLoadAnswer = z.infer<typeof structureLoadSchema>;

const agendaItemSchema = z.object({
  /** Why it is on the agenda. */
  why: z.enum([
    'signal',
    'proposal',
    'returned',
    'came-back',
    'cycle',
    'answer',
    'challenge',
    'request',
    'silent',
  ]),
  id: z.string(),
  since: z.string(),
  overdue: z.boolean(),
  thread: threadSummarySchema.nullable(),
  signal: signalSchema.nullable(),
  proposal: z.object({ id: z.string(), title: z.string() }).nullable(),
  request: z
    .object({ title: z.string(), unit: unitRefSchema, answer: z.string().nullable() })
    .nullable(),
  /** Who sent it here, and why; null where nobody did. */
  from: forumRefSchema.nullable(),
  because: textSchema.nullable(),
  reason: z.string(),
});
export type AgendaItem = z.infer<typeof agendaItemSchema>;

const minutesSchema = z.object({
  heldOn: z.string(),
  present: z.array(personRefSchema),
  notes: z.string(),
  writtenBy: personRefSchema,
  decisions: z.array(
    z.object({
      proposalId: z.string(),
      title: z.string(),
      outcome: z.string(),
      reason: z.string(),
      toForum: forumRefSchema.nullable(),
    }),
  ),
});
export type Minutes = z.infer<typeof minutesSchema>;

/** GET /api/forums/FORUM: the next meeting and what lies before it. */
export const forumPageSchema = z.object({
  forum: forumRefSchema.extend({
    kind: z.string(),
    kindName: textSchema,
    unit: unitRefSchema,
    cadenceDays: z.number(),
    mattersPerMeeting: z.number(),
    quorum: z.number(),
    nextMeetingOn: z.string(),
  }),
  members: z.array(
    personRefSchema.extend({
      title: textSchema,
      chair: z.boolean(),
      votes: z.boolean(),
      alsoIn: z.array(forumRefSchema),
      /** Forums that are not named. */
      moreForums: z.number().int(),
    }),
  ),
  rights: z.array(textSchema),
  /** What the forum weighs proposals by; those that every forum begins with where it has not chosen its own. */
  criteria: z.array(criterionSchema),
  hasOwnCriteria: z.boolean(),
  agenda: z.array(agendaItemSchema),
  /** Silent items further down that are not shown. */
  moreSilent: z.number().int(),
  minutes: z.array(minutesSchema),
  /** What has been decided since the last minutes. */
  decidedSince: z.array(minutesSchema.shape.decisions.element),
  mayDo: z.array(z.string()),
});
export type ForumPage = z.infer<typeof forumPageSchema>;
