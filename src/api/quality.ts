import { z } from 'zod';
import { monthSchema, personRefSchema, textSchema, unitRefSchema } from './common.ts';

const count = z.number().int();
const counted = { checked: count, bad: count };
/** `expected`: the share that is bad without any fault, 0…1. */
const judged = { ...counted, expected: z.number() };

/** A number that is disputed, or was, with what came of it. */
export const challengeSchema = z.object({
  ...{ id: z.string(), threadId: z.string(), firstMonth: monthSchema, lastMonth: monthSchema },
  ...{ said: z.number().nullable(), dataVersion: z.string().nullable() },
  definitionVersion: z.string().nullable(),
  /** Empty when a check raised it; then what it found stands beside. */
  text: z.string(),
  found: z.object({ ...counted, subjects: z.array(z.string()) }).nullable(),
  /** Null when a check raised it. */
  raisedBy: personRefSchema.nullable(),
  raisedAt: z.string(),
  owner: personRefSchema.nullable(),
  conclusion: z
    .object({
      outcome: z.enum(['recording-error', 'definition-changed', 'number-stands']),
      ...{ because: z.string(), by: personRefSchema.nullable(), at: z.string() },
    })
    .nullable(),
});
export type ChallengeShown = z.infer<typeof challengeSchema>;

/** GET /api/units/:unitId/quality */
export const qualityPageSchema = z.object({
  unit: unitRefSchema,
  path: z.array(unitRefSchema),
  measuredAt: z.string().nullable(),
  dataVersion: z.string().nullable(),
  maySetThreshold: z.boolean(),
  maySeeRows: z.boolean(),
  checks: z.array(
    z.object({
      id: z.string(),
      dimension: z.enum(['conformance', 'completeness', 'plausibility']),
      ...{ title: textSchema, rule: textSchema, nextStep: textSchema },
      /** Share of bad rows that is tolerated, 0…1. */
      threshold: z.number(),
      thresholdReason: z.string().nullable(),
      ...judged,
      /** The last twelve, without gaps: a month in which nothing was looked at has no rows. */
      months: z.array(z.object({ month: monthSchema, ...judged })),
      alarms: z.array(
        z.object({
          ...{ unit: unitRefSchema, ...counted, firstMonth: monthSchema, lastMonth: monthSchema },
          subjects: z.array(z.string()),
        }),
      ),
      open: z.array(challengeSchema),
    }),
  ),
});
export type QualityPage = z.infer<typeof qualityPageSchema>;

/** GET /api/units/:unitId/quality/:checkId/rows?month&purpose (needs a stated purpose, is audited) */
export const badRowsSchema = z.object({
  rows: z.array(
    z.object({
      ...{ source: z.string(), id: z.string().nullable(), patientId: z.string().nullable() },
      ...{ subject: z.string(), file: z.string().nullable(), line: count.nullable() },
    }),
  ),
  truncated: z.boolean(),
});
export type BadRows = z.infer<typeof badRowsSchema>;

/** GET /api/units/:unitId/handbook */
export const handbookSchema = z.object({
  unit: unitRefSchema,
  path: z.array(unitRefSchema),
  /** The first month of what is counted; null before the first evaluation. */
  from: monthSchema.nullable(),
  openChallenges: count,
  measures: z.array(
    z.object({
      ...{ id: z.string(), version: z.string(), title: textSchema, sentence: textSchema },
      rationale: textSchema,
      /** What the measure counted in the unit in these months. */
      counted: z.number(),
      records: z.array(
        z.object({
          type: z.string(),
          called: z.string().nullable(),
          codes: z.array(z.object({ system: z.string(), code: z.string() })),
          codesLeftOut: count,
          recorded: count,
          lastMonth: monthSchema.nullable(),
        }),
      ),
    }),
  ),
});
export type Handbook = z.infer<typeof handbookSchema>;
