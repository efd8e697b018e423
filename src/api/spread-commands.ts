import { z } from 'zod';
import { monthSchema } from './common.ts';
import {
  adaptationDeciderSchema,
  adaptationLevelSchema,
  adaptationNatureSchema,
  adaptationPlannedSchema,
  adaptationWhatSchema,
  adaptationWhenSchema,
  adoptionBasisSchema,
  adoptionStageSchema,
  fidelitySchema,
  originSchema,
} from './practices.ts';

const id = z.string().min(1).max(100);
const words = z.string().trim().min(1).max(4000);
const mayBeEmpty = z.string().trim().max(4000).default('');
const title = z.string().trim().min(1).max(200);
const requestId = z.string().min(8).max(100);

const parameter = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    name: title,
    unit: z.string().trim().max(40).default(''),
    value: z.number(),
    least: z.number(),
    greatest: z.number(),
    /** The parameter of the practice's rule that it sets. */
    steers: id.nullable().default(null),
  }),
  z.object({
    kind: z.literal('choice'),
    name: title,
    value: title,
    choices: z.array(title).min(2).max(20),
  }),
  z.object({ kind: z.literal('text'), name: title, value: words }),
]);
export type ParameterInput = z.infer<typeof parameter>;

const content = {
  title,
  summary: words,
  essentials: z.array(z.string().trim().min(1).max(500)).max(20),
  parameters: z.array(parameter).max(20).default([]),
  /** A decision-support rule that belongs to the practice. */
  ruleId: id.nullable().default(null),
  /** The first is the one the effect is judged by. */
  measureIds: z.array(id).max(6),
  handbook: z.string().trim().max(20_000).default(''),
  evidence: mayBeEmpty,
  expiresOn: z.iso.date().nullable().default(null),
};

const partValues = z.record(id, z.union([z.number(), z.string().trim().max(2000)])).default({});

const share = z.number().min(0).max(1).nullable().default(null);

/** The commands on practices, their adoption and the balance. */
export const spreadCommandSchemas = {
  'practice.make': z.object({ requestId, cycleId: id, origin: originSchema, ...content }),
  'practice.bring': z.object({
    requestId,
    unitId: id,
    origin: originSchema,
    /** Where it was found: a paper, another organisation. */
    source: words,
    ...content,
  }),
  'practice.revise': z.object({ requestId, practiceId: id, reason: words, ...content }),
  'practice.offer': z.object({ requestId, practiceId: id, reason: words }),
  'practice.withdraw': z.object({
    requestId,
    practiceId: id,
    version: z.number().int().min(1),
    reason: words,
  }),
  'adoption.begin': z.object({
    requestId,
    practiceId: id,
    unitId: id,
    /** The newest in force unless named. */
    version: z.number().int().min(1).nullable().default(null),
    basis: adoptionBasisSchema,
    mandatedByForumId: id.nullable().default(null),
    learnedFromUnitId: id.nullable().default(null),
    cycleId: id.nullable().default(null),
    startMonth: monthSchema.nullable().default(null),
    values: partValues,
    reason: words,
  }),
  'adoption.move': z.object({
    requestId,
    adoptionId: id,
    stage: adoptionStageSchema,
    startMonth: monthSchema.nullable().default(null),
    reason: words,
  }),
  'adoption.set-parts': z.object({
    requestId,
    adoptionId: id,
    /** Every part that shall stand otherwise than the version says. */
    values: partValues,
    /** Those that stood when the person looked. */
    seen: partValues,
    reason: words,
  }),
  'adoption.take-version': z.object({
    requestId,
    adoptionId: id,
    version: z.number().int().min(1),
    /** The version that the unit worked by when the person looked. */
    seen: z.number().int().min(1),
    values: partValues,
    reason: words,
  }),
  'adoption.adapt': z.object({
    requestId,
    adoptionId: id,
    when: adaptationWhenSchema,
    planned: adaptationPlannedSchema,
    decidedBy: adaptationDeciderSchema,
    what: adaptationWhatSchema,
    level: adaptationLevelSchema,
    nature: adaptationNatureSchema,
    fidelity: fidelitySchema,
    essentialIds: z.array(id).max(20).default([]),
    text: words,
    why: words,
  }),
  'adoption.check-fidelity': z.object({
    requestId,
    adoptionId: id,
    month: monthSchema,
    keptIds: z.array(id).max(20),
    note: mayBeEmpty,
  }),
  'balance.set': z.object({
    requestId,
    fromBelowShare: share,
    mandatedShareMax: share,
    daysToDecisionMax: z.number().min(0).max(3650).nullable().default(null),
    adaptedShareMin: share,
    answeredShare: share,
    reason: words,
  }),
} as const;
