import { z } from 'zod';
import { problemSchema } from './common.ts';

const pathsMax = 10_000;

/** POST /api/operator/imports, with the key of the data folder: an import from the command line. */
export const operatorImportSchema = z.object({
  paths: z.array(z.string().min(1).max(4096)).min(1).max(pathsMax),
  evaluate: z.boolean(),
});

/** POST /api/operator/measures, with the key of the data folder: a measure from the command line. */
export const operatorMeasureSchema = z.object({ file: z.string().min(1).max(4096) });

/** The answer: the measure that is in use now; its numbers come after. */
export const broughtMeasureSchema = z.object({
  ...{ id: z.string(), version: z.string(), title: z.string().nullable() },
  groups: z.array(z.object({ scoring: z.string(), basis: z.string() })),
  libraries: z.array(z.string()),
  valueSets: z.number().int(),
  charts: z.array(
    z.object({
      measureId: z.string(),
      way: z.enum(['sql', 'memory', 'none']),
      because: z.string().nullable(),
      place: z.string().nullable(),
    }),
  ),
});
export type BroughtMeasure = z.infer<typeof broughtMeasureSchema>;

/** The answer: lines of JSON, each one of these; 'done' or 'failed' is the last. */
export const operatorEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    phase: z.enum(['reading', 'publishing', 'evaluating']),
    share: z.number(),
    bytesPerSecond: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('done'),
    summary: z.object({
      read: z.number().int(),
      stored: z.number().int(),
      changed: z.number().int(),
      findings: z.number().int(),
      tableRows: z.number().int(),
      leftAside: z.number().int(),
    }),
  }),
  z.object({ kind: z.literal('failed'), problem: problemSchema }),
]);
export type OperatorEvent = z.infer<typeof operatorEventSchema>;
