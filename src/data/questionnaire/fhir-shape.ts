import { z } from 'zod';

const extension = z.looseObject({ url: z.string() });
const extensions = z.array(extension).default([]);
const primitive = z.looseObject({ extension: extensions }).optional();

export const codingShape = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
  _display: primitive,
  extension: extensions,
});
type CodingShape = z.infer<typeof codingShape>;
/** The parts of a complex extension. */
export const partsShape = z.array(extension);

const expression = z.looseObject({
  name: z.string().optional(),
  language: z.string().optional(),
  expression: z.string().optional(),
});

/** Values by FHIR type, as they stand in `value[x]`, `answer[x]` and `initial[x]`. */
const values = (prefix: string) => ({
  [`${prefix}Boolean`]: z.boolean().optional(),
  [`${prefix}Decimal`]: z.number().optional(),
  [`${prefix}Integer`]: z.number().optional(),
  [`${prefix}Date`]: z.string().optional(),
  [`${prefix}DateTime`]: z.string().optional(),
  [`${prefix}Time`]: z.string().optional(),
  [`${prefix}String`]: z.string().optional(),
  [`${prefix}Uri`]: z.string().optional(),
  [`${prefix}Coding`]: codingShape.optional(),
  [`${prefix}Quantity`]: z
    .looseObject({
      value: z.number().optional(),
      unit: z.string().optional(),
      code: z.string().optional(),
    })
    .optional(),
});

export const valueShape = z.looseObject({ ...values('value'), extension: extensions });
export const conditionShape = z.looseObject({
  question: z.string(),
  operator: z.enum(['exists', '=', '!=', '>', '<', '>=', '<=']),
  ...values('answer'),
});
export const optionShape = z.looseObject({
  ...values('value'),
  _valueString: primitive,
  extension: extensions,
});

export interface ItemShape {
  readonly [key: string]: unknown;
  readonly linkId: string;
  readonly type: string;
  readonly text?: string | undefined;
  readonly _text?: z.infer<typeof primitive>;
  readonly code: readonly CodingShape[];
  readonly required: boolean;
  readonly repeats: boolean;
  readonly readOnly: boolean;
  readonly maxLength?: number | undefined;
  readonly answerValueSet?: string | undefined;
  readonly answerOption: readonly z.infer<typeof optionShape>[];
  readonly enableWhen: readonly z.infer<typeof conditionShape>[];
  readonly enableBehavior?: 'all' | 'any' | undefined;
  readonly initial: readonly z.infer<typeof valueShape>[];
  readonly extension: readonly z.infer<typeof extension>[];
  readonly item: readonly ItemShape[];
}

const itemShape: z.ZodType<ItemShape> = z.lazy(() =>
  z.looseObject({
    linkId: z.string().min(1).max(255),
    type: z.string(),
    text: z.string().optional(),
    _text: primitive,
    code: z.array(codingShape).default([]),
    required: z.boolean().default(false),
    repeats: z.boolean().default(false),
    readOnly: z.boolean().default(false),
    maxLength: z.number().int().positive().optional(),
    answerValueSet: z.string().optional(),
    answerOption: z.array(optionShape).default([]),
    enableWhen: z.array(conditionShape).default([]),
    enableBehavior: z.enum(['all', 'any']).optional(),
    initial: z.array(valueShape).default([]),
    extension: extensions,
    item: z.array(itemShape).default([]),
  }),
);

const concept = z.looseObject({
  code: z.string(),
  display: z.string().optional(),
  designation: z
    .array(z.looseObject({ language: z.string().optional(), value: z.string() }))
    .default([]),
  extension: extensions,
});

export const valueSetShape = z.looseObject({
  resourceType: z.literal('ValueSet'),
  id: z.string(),
  compose: z
    .looseObject({
      include: z.array(
        z.looseObject({ system: z.string().default(''), concept: z.array(concept).default([]) }),
      ),
    })
    .optional(),
  expansion: z
    .looseObject({
      contains: z
        .array(
          z.looseObject({
            system: z.string().default(''),
            ...concept.shape,
          }),
        )
        .default([]),
    })
    .optional(),
});

export const questionnaireShape = z.looseObject({
  resourceType: z.literal('Questionnaire'),
  url: z.url().max(500),
  version: z.string().min(1).max(100),
  status: z.string(),
  language: z.string().default('en'),
  title: z.string().optional(),
  name: z.string().optional(),
  _title: primitive,
  description: z.string().optional(),
  _description: primitive,
  contained: z.array(z.looseObject({ resourceType: z.string() })).default([]),
  extension: extensions,
  item: z.array(itemShape).min(1),
});

export type ExtensionShape = z.infer<typeof extension>;
export type QuestionnaireShape = z.infer<typeof questionnaireShape>;

export const expressionIn = (value: unknown) => expression.safeParse(value).data;
