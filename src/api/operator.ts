import { z } from 'zod';
import { problemSchema } from './common.ts';

const pathsMax = 10_000;

/** POST /api/operator/imports, with the key of the data folder: an import from the command line. */
export const operatorImportSchema = z.object({
  paths: z.array(z.string().min(1).max(4096)).min(1).max(pathsMax),
  evaluate: z.boolean(),
});

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
