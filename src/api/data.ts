import { z } from 'zod';
import { problemValuesSchema, textSchema } from './common.ts';

export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(['import', 'evaluation']),
  state: z.enum(['running', 'done', 'failed']),
  /** 0…1, or null while the size is unknown. */
  share: z.number().nullable(),
  rate: z.string().nullable(),
  secondsLeft: z.number().nullable(),
  message: z.string(),
  /** The message as a code with its values, for the reader's language. */
  said: z.object({ code: z.string(), values: problemValuesSchema }).nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

/** GET /api/data */
export const dataPageSchema = z.object({
  dataVersion: z.string().nullable(),
  resources: z.array(z.object({ type: z.string(), count: z.number().int() })),
  imports: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      startedAt: z.string(),
      endedAt: z.string().nullable(),
      read: z.number().int(),
      stored: z.number().int(),
      changed: z.number().int(),
      findings: z.number().int(),
    }),
  ),
  findingsByRule: z.array(
    z.object({
      rule: z.string(),
      count: z.number().int(),
      /** What is allowed, and what to do where something else was found. */
      allowed: textSchema,
      nextStep: textSchema,
      severity: z.enum(['error', 'warning', 'note']),
    }),
  ),
  jobs: z.array(jobSchema),
  /** Measures that the organisation brought, each chart by its measure's id; pages of the top unit. */
  ownMeasures: z.array(
    z.object({
      ...{ measureId: z.string(), unitId: z.string(), title: textSchema },
      way: z.enum(['sql', 'memory', 'none']),
      /** 0…1; null when it is not being counted. */
      counted: z.number().nullable(),
    }),
  ),
  mayImport: z.boolean(),
  maySeeFindings: z.boolean(),
});
export type DataPage = z.infer<typeof dataPageSchema>;

/** GET /api/data/findings?rule&page (data roles only) */
export const findingsSchema = z.object({
  findings: z.array(
    z.object({
      file: z.string(),
      line: z.number().int(),
      rule: z.string(),
      found: z.string(),
      nextStep: textSchema,
    }),
  ),
  total: z.number().int(),
});
export type Findings = z.infer<typeof findingsSchema>;

/** POST /api/data/imports */
export const startImportSchema = z.object({ path: z.string().trim().min(1).max(1000) });

/** GET /api/events: server-sent events; each `data:` line is one of these. */
export const liveEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alert'), unitId: z.string() }),
  z.object({ kind: z.literal('job'), job: jobSchema }),
  z.object({ kind: z.literal('results'), dataVersion: z.string() }),
  z.object({ kind: z.literal('thread'), threadId: z.string() }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
