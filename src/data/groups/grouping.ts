import { z } from 'zod';
import { type Problem, problem, type Text } from '#core';
import { readYaml } from '../yaml-form.ts';

/** Patients in groups by one column of the flat table `patient`. */
export interface Grouping {
  readonly id: string;
  readonly title: Text;
  readonly column: string;
  readonly groups: readonly PatientGroup[];
}

export interface PatientGroup {
  readonly id: string;
  readonly title: Text;
  /** The column's values that make the group; 'others' takes every value no other group names. */
  readonly values: readonly string[] | 'others';
}

export type ReadGrouping =
  | { readonly kind: 'grouping'; readonly grouping: Grouping }
  | { readonly kind: 'problem'; readonly problem: Problem };

const word = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens');
const text = z.strictObject({ en: z.string().min(1), sv: z.string().min(1) });
const form = z.strictObject({
  id: word,
  title: text,
  column: z.string().regex(/^[a-z][a-z0-9_]*$/, 'the name of a column of the view patient'),
  groups: z
    .array(
      z.strictObject({
        id: word,
        title: text,
        values: z.union([z.literal('others'), z.array(z.string()).min(1)]),
      }),
    )
    .min(2, 'at least two groups'),
});

/** Reads one file of library/groupings/. */
export function readGrouping(where: string, yaml: string): ReadGrouping {
  const read = readYaml(form, yaml);
  return read.kind === 'read'
    ? { kind: 'grouping', grouping: read.form }
    : refused(where, read.said.join(' '));
}

const refused = (where: string, message: string): ReadGrouping => ({
  kind: 'problem',
  problem: problem(
    'grouping-unreadable',
    message,
    'Write id, title, column and at least two groups, as in library/groupings/gender.yaml.',
    where,
  ),
});
