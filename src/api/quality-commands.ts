import { z } from 'zod';
import { monthSchema } from './common.ts';

const id = z.string().min(1).max(100);
const words = z.string().trim().min(1).max(4000);
const requestId = z.string().min(8).max(100);

/** The commands on disputed numbers and on the checks of what is held. */
export const qualityCommandSchemas = {
  'number.challenge': z.object({
    ...{ requestId, unitId: id, measureId: id, month: monthSchema, text: words },
  }),
  'number.conclude': z.object({
    ...{ requestId, challengeId: id },
    outcome: z.enum(['recording-error', 'definition-changed', 'number-stands']),
    because: words,
  }),
  'quality.set-threshold': z.object({
    ...{ requestId, checkId: id, reason: words },
    share: z.number().min(0).max(1),
  }),
} as const;
