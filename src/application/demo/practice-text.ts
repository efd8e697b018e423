import { z } from 'zod';

export const words = z.string().min(1);

const part = z.discriminatedUnion('kind', [
  z.object({
    ...{ kind: z.literal('number'), name: words, unit: words },
    ...{ value: z.number(), least: z.number(), greatest: z.number() },
    steers: words.nullable().default(null),
  }),
  z.object({ kind: z.literal('choice'), name: words, value: words, choices: z.array(words) }),
]);

/** What library/demo/practices.yaml says of any practice. */
export const practiceText = {
  summary: words,
  essentials: z.array(words).min(1),
  parameters: z.array(part),
  handbook: words,
  evidence: words,
};
