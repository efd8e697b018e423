import { z } from 'zod';
import { textSchema, unitRefSchema } from './common.ts';

export const roleKinds = [
  'nurse',
  'unit-manager',
  'coordinator',
  'board-chair',
  'analyst',
  'patient-representative',
  'researcher',
] as const;
export const roleKindSchema = z.enum(roleKinds);
export type RoleKind = z.infer<typeof roleKindSchema>;

export const personaSchema = z.object({
  id: z.string(),
  name: z.string(),
  title: textSchema,
  role: roleKindSchema,
  /** The unit where the role is held; it reaches that unit's subtree. */
  unit: unitRefSchema,
});
export type Persona = z.infer<typeof personaSchema>;

/** GET /api/session */
export const sessionSchema = z.object({
  person: personaSchema.nullable(),
  /** In the demo: the people one may sign in as. Empty elsewhere. */
  personas: z.array(personaSchema),
  /** What this person may do anywhere at all; the server decides again for each command. */
  permissions: z.array(z.string()),
});
export type Session = z.infer<typeof sessionSchema>;

/** POST /api/session */
export const signInSchema = z.object({ personId: z.string().min(1).max(100) });
