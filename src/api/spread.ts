import { z } from 'zod';
import { monthSchema, personRefSchema, textSchema, unitRefSchema } from './common.ts';
import { originSchema } from './practices.ts';

export const strandSchema = z.object({
  from: z.string(),
  to: z.string(),
  count: z.number().int(),
});

/** GET /api/spread */
export const spreadPageSchema = z.object({
  until: monthSchema,
  curves: z.array(
    z.object({
      practiceId: z.string(),
      title: z.string(),
      points: z.array(
        z.object({ month: monthSchema, begun: z.number().int(), inUse: z.number().int() }),
      ),
    }),
  ),
  learning: z.array(
    z.object({ from: unitRefSchema, to: unitRefSchema, practices: z.number().int() }),
  ),
  /** Adoptions, units and practices in all; lists above hold the most recent. */
  adoptions: z.number().int(),
  units: z.number().int(),
  practices: z.number().int(),
  /** The flow of proposals between places; a place is a kind of forum. */
  flow: z.array(strandSchema),
  placeNames: z.array(z.object({ id: z.string(), name: textSchema })),
  proposals: z.number().int(),
});
export type SpreadPage = z.infer<typeof spreadPageSchema>;

const countedShareSchema = z.object({
  of: z.number().int(),
  total: z.number().int(),
  share: z.number().nullable(),
});
export type CountedShare = z.infer<typeof countedShareSchema>;

export const balanceFigureSchema = z.enum([
  'from-below',
  'mandated',
  'days-to-decision',
  'adapted',
  'answered',
]);
export type BalanceFigure = z.infer<typeof balanceFigureSchema>;

/** GET /api/balance */
export const balancePageSchema = z.object({
  from: z.string(),
  to: z.string(),
  origins: z.array(z.object({ origin: originSchema, practices: z.number().int() })),
  fromBelow: countedShareSchema,
  mandated: countedShareSchema,
  adapted: countedShareSchema,
  inconsistent: countedShareSchema,
  answered: countedShareSchema,
  daysToDecision: z.array(
    z.object({ place: z.string(), decisions: z.number().int(), medianDays: z.number() }),
  ),
  medianDaysToDecision: z.number().nullable(),
  /** Each figure beside where the organisation wants to be, and half-year by half-year. */
  drift: z.array(
    z.object({
      figure: balanceFigureSchema,
      value: z.number().nullable(),
      aim: z.number().nullable(),
      within: z.boolean().nullable(),
      halfYears: z.array(z.object({ from: monthSchema, value: z.number().nullable() })),
    }),
  ),
  aims: z.object({ at: z.string(), by: personRefSchema.nullable(), reason: z.string() }).nullable(),
  placeNames: z.array(z.object({ id: z.string(), name: textSchema })),
  maySet: z.boolean(),
});
export type BalancePage = z.infer<typeof balancePageSchema>;
