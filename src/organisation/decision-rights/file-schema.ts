import { z } from 'zod';
import type { RuleAnswer } from './structure.ts';

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, '1–64 letters, digits, hyphens or points');
const text = z.strictObject({ en: z.string().min(1).max(400), sv: z.string().min(1).max(400) });

export const forumKindSchema = z.strictObject({
  id,
  name: text,
  advises: z.boolean().default(false),
});

export const attributeSchema = z.strictObject({
  id: id.refine((name) => name !== 'concerns' && name !== 'prepared', 'this name is taken'),
  name: text,
  values: z
    .array(z.strictObject({ id, name: text }))
    .min(1)
    .max(12),
  usual: id,
});

const answerSchema = z.union([
  z.enum(['decide', 'sideways', 'back']).transform((action): RuleAnswer => ({ action })),
  z.strictObject({ up: id }).transform(({ up }): RuleAnswer => ({ action: 'up', to: up })),
  z.strictObject({ down: id }).transform(({ down }): RuleAnswer => ({ action: 'down', to: down })),
  z
    .strictObject({ support: id })
    .transform(({ support }): RuleAnswer => ({ action: 'support', to: support })),
]);

/** A rule as people write it: `then: decide`, `then: { up: coordinating-group }`. */
export const ruleSchema = z
  .strictObject({
    id,
    at: z.array(id).min(1).max(50),
    when: z.record(id, z.array(id).min(1)).default({}),
    // biome-ignore lint/suspicious/noThenProperty: the word people write in the file; nothing awaits it
    then: answerSchema,
    standing: z.int().min(0).max(100).default(1),
    because: text,
  })
  .transform(({ then: answer, ...rest }) => ({ ...rest, answer }));

export const caseSchema = z
  .strictObject({
    id,
    title: text,
    raisedAt: id,
    attributes: z.record(id, id).default({}),
    concerns: id.nullable().default(null),
    endsAt: id,
    steps: z.int().min(1).max(100),
    perYear: z.number().min(0).max(1000).default(1),
  })
  .transform(({ concerns: concernsUnitId, ...rest }) => ({ ...rest, concernsUnitId }));
