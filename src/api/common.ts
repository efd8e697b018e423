import { z } from 'zod';

export const textSchema = z.object({ en: z.string(), sv: z.string() });

/** '2026-03' */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const unitRefSchema = z.object({ id: z.string(), name: textSchema, level: z.string() });
export type UnitRef = z.infer<typeof unitRefSchema>;

export const personRefSchema = z.object({ id: z.string(), name: z.string() });
export type PersonRef = z.infer<typeof personRefSchema>;

export const cautionSchema = z.object({ code: z.string(), message: z.string() });

/** What was found and what was allowed, by name. */
export const problemValuesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), textSchema, z.array(z.string()).readonly()]),
);

/** What any failed request answers with: what was found, what was allowed, what to do next. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  tip: z.string(),
  where: z.string(),
  /** What was found and what was allowed, for whoever says it in another language. */
  values: problemValuesSchema.optional(),
  /** On a refusal: the roles that may do this, so that the reader knows whom to ask. */
  grantedBy: z.array(z.string()).optional(),
});
export type ProblemBody = z.infer<typeof problemSchema>;
