import { z } from 'zod';
import {
  cautionSchema,
  monthSchema,
  personRefSchema,
  textSchema,
  unitRefSchema,
} from './common.ts';
import { ruleSettingSchema } from './decision-support.ts';
import { annotationSchema, chartSchema, measureRefSchema } from './measures.ts';

export const originSchema = z.enum([
  'front-line',
  'patients-and-families',
  'management',
  'signal',
  'research',
  'other-organisation',
]);
export type Origin = z.infer<typeof originSchema>;

export const adoptionBasisSchema = z.enum(['chosen', 'mandated']);
export const adoptionStageSchema = z.enum([
  'considering',
  'trying',
  'in-use',
  'embedded',
  'stopped',
]);
export type AdoptionStage = z.infer<typeof adoptionStageSchema>;

/** The eight questions of FRAME, in the words the program keeps. */
export const adaptationWhenSchema = z.enum(['before', 'while-trying', 'in-use', 'scaling-up']);
export const adaptationPlannedSchema = z.enum(['planned', 'reactive']);
export const adaptationDeciderSchema = z.enum([
  'front-line',
  'unit-management',
  'forum',
  'patients-and-families',
  'support-unit',
  'outside',
]);
export const adaptationWhatSchema = z.enum(['content', 'context', 'training', 'implementation']);
export const adaptationLevelSchema = z.enum([
  'patient',
  'patient-group',
  'staff',
  'unit',
  'organisation',
]);
export const adaptationNatureSchema = z.enum([
  'tailoring',
  'adding',
  'removing',
  'shortening',
  'lengthening',
  'substituting',
  'reordering',
  'integrating',
  'loosening',
]);
export const fidelitySchema = z.enum(['consistent', 'inconsistent']);

export const essentialSchema = z.object({ id: z.string(), text: z.string() });
export type Essential = z.infer<typeof essentialSchema>;

const named = { id: z.string(), name: z.string() };
export const parameterSchema = z.discriminatedUnion('kind', [
  z.object({
    ...named,
    kind: z.literal('number'),
    unit: z.string(),
    value: z.number(),
    least: z.number(),
    greatest: z.number(),
  }),
  z.object({
    ...named,
    kind: z.literal('choice'),
    value: z.string(),
    choices: z.array(z.string()),
  }),
  z.object({ ...named, kind: z.literal('text'), value: z.string() }),
]);
export type Parameter = z.infer<typeof parameterSchema>;

/** Advice at the point of care that belongs to a practice, and which parts set it. */
export const carriedRuleSchema = z.object({
  id: z.string(),
  /** Null when the library no longer has the rule. */
  title: textSchema.nullable(),
  steers: z.array(z.object({ parameterId: z.string(), partId: z.string() })),
});
export type CarriedRule = z.infer<typeof carriedRuleSchema>;

/** What a practice did in one unit, on the measure's display scale. */
export const adoptionEffectSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('estimate'),
    method: z.enum(['its-beside-others', 'its-alone']),
    difference: z.number(),
    lower95: z.number(),
    upper95: z.number(),
    before: z.number(),
    after: z.number(),
    monthsBefore: z.number().int(),
    monthsAfter: z.number().int(),
    reading: z.enum(['better', 'worse', 'uncertain', 'changed']),
    beside: z.object({ units: z.number().int(), difference: z.number() }).nullable(),
    cautions: z.array(cautionSchema),
  }),
  z.object({ kind: z.literal('not-estimable'), reason: z.string() }),
]);
export type AdoptionEffect = z.infer<typeof adoptionEffectSchema>;

export const combinedEffectSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('estimate'),
    mean: z.number(),
    lower95: z.number(),
    upper95: z.number(),
    next: z.object({ lower95: z.number(), upper95: z.number() }).nullable(),
    betweenUnits: z.number(),
    inconsistency: z.number(),
    unitIds: z.array(z.string()),
    cautions: z.array(cautionSchema),
  }),
  z.object({ kind: z.literal('not-estimable'), reason: z.string() }),
]);
export type CombinedEffect = z.infer<typeof combinedEffectSchema>;

export const adaptationSchema = z.object({
  id: z.string(),
  when: adaptationWhenSchema,
  planned: adaptationPlannedSchema,
  decidedBy: adaptationDeciderSchema,
  what: adaptationWhatSchema,
  level: adaptationLevelSchema,
  nature: adaptationNatureSchema,
  fidelity: fidelitySchema,
  essentialIds: z.array(z.string()),
  text: z.string(),
  why: z.string(),
  by: personRefSchema,
  at: z.string(),
});
export type Adaptation = z.infer<typeof adaptationSchema>;

export const fidelityCheckSchema = z.object({
  id: z.string(),
  month: monthSchema,
  keptIds: z.array(z.string()),
  essentials: z.number().int(),
  note: z.string(),
  by: personRefSchema,
  at: z.string(),
});

/** A part set otherwise than the version says. */
export const partSetSchema = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  standard: z.string(),
  here: z.string(),
});
export type PartSet = z.infer<typeof partSetSchema>;

export const adoptionRowSchema = z.object({
  /** Null for the unit in which the practice grew. */
  adoptionId: z.string().nullable(),
  unit: unitRefSchema,
  version: z.number().int(),
  basis: adoptionBasisSchema.nullable(),
  stage: adoptionStageSchema.nullable(),
  startMonth: monthSchema.nullable(),
  learnedFrom: unitRefSchema.nullable(),
  partsSet: z.array(partSetSchema),
  adaptations: z.array(adaptationSchema),
  /** Of the latest check; null where nobody has looked. */
  essentialsKept: z.number().int().nullable(),
  essentials: z.number().int(),
  effect: adoptionEffectSchema,
});
export type AdoptionRow = z.infer<typeof adoptionRowSchema>;

export const practiceVersionSchema = z.object({
  version: z.number().int(),
  title: z.string(),
  summary: z.string(),
  essentials: z.array(essentialSchema),
  parameters: z.array(parameterSchema),
  rule: carriedRuleSchema.nullable(),
  measureIds: z.array(z.string()),
  handbook: z.string(),
  evidence: z.string(),
  expiresOn: z.string().nullable(),
  madeBy: personRefSchema,
  madeAt: z.string(),
  state: z.enum(['in-force', 'withdrawn', 'expired']),
  withdrawnReason: z.string().nullable(),
});
export type PracticeVersion = z.infer<typeof practiceVersionSchema>;

/** GET /api/practices/:practiceId */
export const practicePageSchema = z.object({
  id: z.string(),
  unit: unitRefSchema,
  path: z.array(unitRefSchema),
  threadId: z.string(),
  cycleId: z.string().nullable(),
  origin: originSchema,
  owner: personRefSchema,
  offeredAt: z.string().nullable(),
  /** The newest version, in force or not. */
  version: practiceVersionSchema,
  versions: z.array(practiceVersionSchema),
  measure: measureRefSchema,
  otherMeasures: z.array(measureRefSchema),
  rows: z.array(adoptionRowSchema),
  combined: combinedEffectSchema,
  proposals: z.array(z.object({ id: z.string(), title: z.string(), state: z.string() })),
  forumsThatMandated: z.array(z.object({ id: z.string(), name: textSchema })),
  mayDo: z.array(z.string()),
  /** Units in which this person may take it up. */
  mayAdoptIn: z.array(z.string()),
});
export type PracticePage = z.infer<typeof practicePageSchema>;

/** GET /api/adoptions/:adoptionId */
export const adoptionPageSchema = z.object({
  practice: z.object({ id: z.string(), title: z.string(), threadId: z.string() }),
  path: z.array(unitRefSchema),
  row: adoptionRowSchema,
  essentials: z.array(essentialSchema),
  parameters: z.array(parameterSchema),
  values: z.record(z.string(), z.union([z.number(), z.string()])),
  rule: carriedRuleSchema
    .extend({
      /** How it works in this unit; null while the adoption has not switched it on. */
      setting: ruleSettingSchema
        .extend({
          byChance: z.object({ by: z.enum(['patient', 'unit']), share: z.number() }).nullable(),
        })
        .nullable(),
    })
    .nullable(),
  reason: z.string(),
  owner: personRefSchema,
  mandatedBy: z.object({ id: z.string(), name: textSchema }).nullable(),
  begunAt: z.string(),
  stageSince: z.string(),
  /** A newer version that the unit may go over to; null where there is none. */
  newer: z
    .object({
      version: z.number().int(),
      ...{ title: z.string(), summary: z.string() },
      ...{ essentials: z.array(essentialSchema), parameters: z.array(parameterSchema) },
    })
    .nullable(),
  nextStages: z.array(adoptionStageSchema),
  fidelityChecks: z.array(fidelityCheckSchema),
  measure: measureRefSchema,
  chart: chartSchema,
  annotations: z.array(annotationSchema),
  mayDo: z.array(z.string()),
});
export type AdoptionPage = z.infer<typeof adoptionPageSchema>;

export const commonsRowSchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  unit: unitRefSchema,
  origin: originSchema,
  measureTitle: textSchema,
  version: z.number().int(),
  state: z.enum(['in-force', 'withdrawn', 'expired']),
  offeredAt: z.string().nullable(),
  madeAt: z.string(),
  inUse: z.number().int(),
  stopped: z.number().int(),
});
export type CommonsRow = z.infer<typeof commonsRowSchema>;

/** GET /api/practices?text&measureId&origin&shown */
export const commonsSchema = z.object({
  practices: z.array(commonsRowSchema),
  truncated: z.boolean(),
});
export type Commons = z.infer<typeof commonsSchema>;
