import { parse } from 'yaml';
import type { z } from 'zod';

/** A file in the wanted form, or what is wrong with it: a sentence for each place. */
export type ReadYaml<Form> =
  | { readonly kind: 'read'; readonly form: Form }
  | { readonly kind: 'not-yaml' | 'other-form'; readonly said: readonly string[] };

/** Reads one file that people write by hand. */
export function readYaml<Form>(wanted: z.ZodType<Form>, yaml: string): ReadYaml<Form> {
  let parsed: unknown;
  try {
    parsed = parse(yaml);
  } catch (cause) {
    const where = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    return { kind: 'not-yaml', said: [`The file is not YAML: ${where}`] };
  }
  const read = wanted.safeParse(parsed);
  if (read.success) return { kind: 'read', form: read.data };
  const said = read.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'The file'}: ${message}.`,
  );
  return { kind: 'other-form', said };
}
