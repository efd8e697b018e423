import { z } from 'zod';

const id = z.string().min(1).max(100);
const requestId = z.string().min(8).max(100);

/** What somebody on duty does about an alert; words of one's own could name the patient, these cannot. */
export const alertOutcomes = ['contacted', 'contacting', 'known', 'passed-on'] as const;

/** The commands on instruments and on alerts from patients' answers. */
export const instrumentCommandSchemas = {
  'instrument.choose': z.object({
    requestId,
    unitId: id,
    instrumentId: id,
    inUse: z.boolean(),
    reason: z.string().trim().min(1).max(4000),
  }),
  'alert.acknowledge': z.object({ requestId, alertId: id, outcome: z.enum(alertOutcomes) }),
} as const;
