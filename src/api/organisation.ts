import { z } from 'zod';
import { personRefSchema, textSchema } from './common.ts';

export const unitNodeSchema = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  level: z.string(),
  name: textSchema,
});
export type UnitNode = z.infer<typeof unitNodeSchema>;

export const forumSchema = z.object({
  id: z.string(),
  unitId: z.string(),
  /** A forum kind's id. */
  kind: z.string(),
  kindName: textSchema,
  name: textSchema,
  cadenceDays: z.number().int(),
  members: z.array(personRefSchema.extend({ chair: z.boolean() })),
});
export type Forum = z.infer<typeof forumSchema>;

export const levelSchema = z.object({ id: z.string(), name: textSchema });

/** GET /api/organisation: the whole tree; parents come before children. */
export const organisationSchema = z.object({
  levels: z.array(levelSchema),
  units: z.array(unitNodeSchema),
  forums: z.array(forumSchema),
  people: z.array(
    personRefSchema.extend({ title: textSchema, role: z.string(), unitId: z.string() }),
  ),
});
export type Organisation = z.infer<typeof organisationSchema>;
