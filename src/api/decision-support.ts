import { z } from 'zod';
import { monthSchema, textSchema, unitRefSchema } from './common.ts';
import { chartSchema, signalSchema } from './measures.ts';

const count = z.number().int();
const totals = {
  /** Cards shown, and what people were reported to have done with them. */
  ...{ shown: count, accepted: count, overridden: count },
  /** Advice that was due and kept to ourselves, or held back by chance. */
  ...{ silent: count, heldBack: count },
};
const rule = {
  ...{ id: z.string(), version: z.string(), title: textSchema, sentence: textSchema },
  hooks: z.array(z.string()),
  measureId: z.string(),
  parameters: z.array(
    z.object({
      ...{ id: z.string(), label: textSchema, unit: textSchema },
      ...{ default: z.number(), min: z.number(), max: z.number() },
    }),
  ),
};
export type RuleParameter = z.infer<typeof rule.parameters>[number];

const mode = z.enum(['on', 'silent', 'off']);

/** A rule's parameter as it was set somewhere. */
const setParameter = z.object({
  id: z.string(),
  label: textSchema,
  unit: textSchema,
  value: z.number(),
});

/** How a rule works in a unit through its adoption of a practice. */
export const ruleSettingSchema = z.object({
  mode,
  parameters: z.array(setParameter),
  /** The month from which it speaks, when that lay ahead. */
  fromMonth: monthSchema.nullable(),
});

const contact = z.object({
  calls: count,
  lastSeenAt: z.string().nullable(),
  refused: count,
  lastRefusedAt: z.string().nullable(),
  /** The code of the last refusal, as token-expired. */
  lastRefusal: z.string().nullable(),
});

/** GET /api/programs: which programs are trusted, and who tried without being */
export const programsPageSchema = z.object({
  programs: z.array(
    z.object({
      ...{ issuer: z.string(), name: z.string(), trustedAt: z.string() },
      /** Public keys that were pasted, or the address where they are published. */
      ...{ jwks: z.unknown(), jwksUrl: z.string().nullable(), keyNames: z.array(z.string()) },
      ...{ fhirServers: z.array(z.string()), origins: z.array(z.string()) },
      purposes: z.array(z.enum(['advice', 'feed'])),
      contact,
    }),
  ),
  strangers: z.array(z.object({ issuer: z.string(), contact })),
  tokenSecondsMax: count,
  /** This server, as programs see it. */
  address: z.string(),
});
export type ProgramsPage = z.infer<typeof programsPageSchema>;

/** GET /api/advice */
export const adviceListSchema = z.array(z.object({ ...rule, ...totals, unitsOn: count }));
export type AdviceList = z.infer<typeof adviceListSchema>;

const randomised = z.object({
  by: z.enum(['patient', 'unit']),
  share: z.number(),
  seed: z.string(),
});

/** Why cards were not followed: null where nobody said why, without words where the record system has reasons of its own. */
const overrideReason = z.object({
  ...{ reason: z.string().nullable(), display: textSchema.nullable(), cards: count },
});

/** GET /api/advice/RULE: does it help? */
export const advicePageSchema = z.object({
  rule: z.object({
    ...rule,
    measureTitle: textSchema,
  }),
  ...totals,
  /** Share of shown cards that were overridden, by month. */
  overrides: chartSchema,
  /** The signal of an open thread about it: people have begun to follow the rule more or less often. */
  drift: signalSchema.nullable(),
  reasons: z.array(overrideReason),
  effect: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('effect'),
      ...{ advised: count, heldBack: count, leftOut: count },
      ...{ advisedValue: z.number(), heldBackValue: z.number() },
      ...{ difference: z.number(), lower95: z.number(), upper95: z.number() },
      reading: z.enum(['better', 'worse', 'uncertain']),
    }),
    z.object({
      kind: z.literal('not-estimable'),
      reason: z.enum(['not-by-chance', 'too-few-cases']),
    }),
  ]),
  /** Practices that bring the rule along. */
  practices: z.array(z.object({ id: z.string(), title: z.string() })),
  /** The units in the reader's reach. */
  units: z.array(
    z.object({
      unit: unitRefSchema,
      mode,
      parameters: z.record(z.string(), z.number()),
      randomised: randomised.nullable(),
      reason: z.string().nullable(),
      /** The practice that switched the rule on here, by the unit's adoption of it. */
      adoption: z.object({ id: z.string(), practiceTitle: z.string() }).nullable(),
      /** The month from which it speaks, when that lies ahead. */
      fromMonth: monthSchema.nullable(),
      maySet: z.boolean(),
      ...totals,
      overrideReasons: z.array(overrideReason),
    }),
  ),
});
export type AdvicePage = z.infer<typeof advicePageSchema>;
