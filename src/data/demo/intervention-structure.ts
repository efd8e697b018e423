import { z } from 'zod';

/** What library/demo/interventions.yaml may say. A kind of intervention is a part of its own. */
const text = z.strictObject({ en: z.string(), sv: z.string() });
const share = z.number().min(0).max(1);
const range = z.tuple([z.number(), z.number()]);

/** Measures of which the generator knows when each visit met them. */
export const judgedMeasures = ['suicide-risk-assessed', 'care-plan-within-14-days'] as const;
export type JudgedMeasure = (typeof judgedMeasures)[number];

const decisionRulesSchema = z.strictObject({
  startMonth: range,
  units: z.int().positive(),
  share: z.number().gt(0).lt(1),
  effect: range,
  overridden: share,
  drift: z.strictObject({ startMonth: range, to: share }),
  rules: z
    .array(
      z.strictObject({
        rule: z.string().min(1),
        measure: z.enum(judgedMeasures),
        hook: z.string().min(1),
        name: text,
        /** Codes of the rule's own reasons with their weights. */
        reasons: z.record(z.string(), z.number().positive()),
      }),
    )
    .min(2),
  worksSentence: text,
  failsSentence: text,
});

const messagesSchema = z.strictObject({
  share: z.number().gt(0).lt(1),
  effect: range,
  kinds: z
    .array(z.strictObject({ type: z.string().min(1), measure: z.enum(judgedMeasures), name: text }))
    .min(2),
  worksSentence: text,
  failsSentence: text,
});

export const interventionsSchema = z.strictObject({
  decisionRules: decisionRulesSchema,
  messages: messagesSchema,
});
