import type { z } from 'zod';
import { ProblemError, problem } from '#core';

/** The input in the shape of the contract; or the field that is not, and what is allowed there. */
export function inputAs<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  refuseUnstorable(input, '');
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new ProblemError(
    problem(
      'field-not-allowed',
      `${where === '' ? 'The request' : `The field '${where}'`} is not as it should be. ${issue?.message ?? ''}`.trim(),
      'Correct it and send it again.',
      where,
    ),
  );
}

/** NUL, and halves of characters: no text may hold them, and the database refuses them. */
const unstorable = /[\0\p{Surrogate}]/u;

function refuseUnstorable(value: unknown, where: string): void {
  if (typeof value === 'string' && unstorable.test(value))
    throw new ProblemError(
      problem(
        'character-not-allowed',
        'The text holds a character that cannot be kept (NUL or half a character).',
        'Remove it, or type the text anew.',
        where,
      ),
    );
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value))
    refuseUnstorable(member, where === '' ? key : `${where}.${key}`);
}
