import { z } from 'zod';
import { textSchema, unitRefSchema } from './common.ts';

const id = z.string().min(1).max(300);

/** One answer to one question. */
export const answerValueSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('boolean'), value: z.boolean() }),
  z.object({ kind: z.literal('number'), value: z.number() }),
  z.object({ kind: z.literal('text'), value: z.string().max(20_000) }),
  z.object({ kind: z.literal('date'), value: z.string().max(40) }),
  z.object({
    kind: z.literal('coding'),
    system: z.string().max(500),
    code: z.string().max(200),
  }),
  z.object({ kind: z.literal('quantity'), value: z.number(), unit: z.string().max(100) }),
]);
export type AnswerValue = z.infer<typeof answerValueSchema>;

/** POST /api/answering/entries: the link's token and the code; or at a unit's own screen the code alone. */
export const enterSchema = z.object({
  token: z.string().min(1).max(100).nullable().default(null),
  code: z.string().min(1).max(40),
});

/** POST /api/answering/responses/ID/answers */
export const saveAnswerSchema = z.object({
  linkId: id,
  values: z.array(answerValueSchema).max(50),
});

/** POST /api/answering/responses/ID/end */
export const finishSchema = z.object({ language: z.enum(['en', 'sv']) });

/** GET /api/answering: what an invited person finds. */
export const welcomeSchema = z.object({
  unit: unitRefSchema,
  /** When one has to come in anew. */
  until: z.string(),
  /** At a unit's own screen: it forgets the person when they leave. */
  isKiosk: z.boolean(),
  forms: z.array(
    z.object({
      id: z.string(),
      title: textSchema,
      minutes: z.number().int(),
      description: textSchema.nullable(),
      isBegun: z.boolean(),
      isFinished: z.boolean(),
    }),
  ),
});
export type Welcome = z.infer<typeof welcomeSchema>;

export const questionSchema = z.object({
  linkId: z.string(),
  type: z.string(),
  text: textSchema,
  help: textSchema.nullable(),
  /** What stands above it. */
  lead: z.array(textSchema),
  required: z.boolean(),
  repeats: z.boolean(),
  isSlider: z.boolean(),
  unit: z.string(),
  lengthMax: z.number().int().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  options: z.array(z.object({ value: answerValueSchema, text: textSchema })),
});
export type Question = z.infer<typeof questionSchema>;

/** A form with the answers so far; also the answer to every answer that was kept. */
export const answerFormSchema = z.object({
  responseId: z.string(),
  instrument: z.object({ id: z.string(), title: textSchema, minutes: z.number().int() }),
  description: textSchema.nullable(),
  questions: z.array(questionSchema),
  /** The questions that are asked now, in order. */
  asked: z.array(z.string()),
  answers: z.record(z.string(), z.array(answerValueSchema)),
  missing: z.array(z.string()),
  /** What must be said at once after these answers. */
  help: z.array(z.object({ ruleId: z.string(), text: textSchema })),
  isFinished: z.boolean(),
  scores: z.array(
    z.object({ title: textSchema, value: z.number(), min: z.number(), max: z.number() }),
  ),
});
export type AnswerForm = z.infer<typeof answerFormSchema>;

const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('too-few') }),
  z.object({ kind: z.literal('no-margin'), points: z.number() }),
  z.object({
    kind: z.literal('change'),
    reading: z.enum(['better', 'worse', 'within-margin']),
    points: z.number(),
    margin: z.number(),
    assumed: z.boolean(),
  }),
]);

const curveSchema = z.object({
  instrumentId: z.string(),
  title: textSchema,
  scoreTitle: textSchema,
  min: z.number(),
  max: z.number(),
  higherIsBetter: z.boolean(),
  points: z.array(z.object({ at: z.string(), value: z.number() })),
  change: changeSchema,
  /** Smallest change beyond measurement error; null where nobody has told. */
  margin: z.number().nullable(),
  source: textSchema.nullable(),
  method: textSchema,
});
export type OwnCurve = z.infer<typeof curveSchema>;

/** GET /api/answering/own and, with patientId, POST /api/participants/ID: one person's own page. */
export const sharedViewSchema = z.object({
  participantId: z.string(),
  /** Only for those who give the care. */
  patientId: z.string().nullable(),
  unit: unitRefSchema,
  curves: z.array(curveSchema),
  goals: z.array(z.object({ text: z.string(), since: z.string().nullable() })),
  /** The newest forms with what was answered. */
  latest: z.array(
    z.object({
      responseId: z.string(),
      title: textSchema,
      at: z.string(),
      isFinished: z.boolean(),
      answers: z.array(z.object({ question: textSchema, said: z.array(textSchema) })),
    }),
  ),
  tried: z.array(
    z.object({
      code: z.string(),
      name: z.string().nullable(),
      times: z.number().int(),
      first: z.string(),
      last: z.string(),
    }),
  ),
});
export type SharedView = z.infer<typeof sharedViewSchema>;
