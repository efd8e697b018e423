import type { Language } from '#core';
import { equal } from './conditions.ts';
import {
  type Answers,
  type AnswerValue,
  canonicalOf,
  type Item,
  type Questionnaire,
} from './questionnaire.ts';

/** JSON of a FHIR element. */
export type Json = Readonly<Record<string, unknown>>;

const ordinalUrl = 'http://hl7.org/fhir/StructureDefinition/ordinalValue';

export interface ResponseWanted {
  readonly questionnaire: Questionnaire;
  readonly answers: Answers;
  /** What is not asked is left out. */
  readonly enabled: ReadonlySet<string>;
  readonly language: Language;
}

/** The items of a QuestionnaireResponse: what was asked and answered, with the words as they stood on the screen. */
export const responseItems = (wanted: ResponseWanted): readonly Json[] =>
  wanted.questionnaire.items.flatMap((item) => itemJson(item, wanted));

function itemJson(item: Item, wanted: ResponseWanted): readonly Json[] {
  if (!wanted.enabled.has(item.linkId) || item.type === 'display') return [];
  const within = item.items.flatMap((child) => itemJson(child, wanted));
  const named = { linkId: item.linkId, ...textIn(item, wanted.language) };
  if (item.type === 'group') return within.length === 0 ? [] : [{ ...named, item: within }];
  const given = wanted.answers[item.linkId] ?? [];
  if (given.length === 0 && within.length === 0) return [];
  const answer = given.map((value, i) => ({
    ...answerJson(item, value, wanted.language),
    ...(i === 0 && within.length > 0 ? { item: within } : {}),
  }));
  return [{ ...named, answer }];
}

const textIn = ({ text }: Item, language: Language): Json =>
  text[language] === '' ? {} : { text: text[language] };

function answerJson(item: Item, value: AnswerValue, language: Language): Json {
  switch (value.kind) {
    case 'boolean':
      return { valueBoolean: value.value };
    case 'number':
      return item.type === 'integer' || (item.type !== 'decimal' && Number.isInteger(value.value))
        ? { valueInteger: value.value }
        : { valueDecimal: value.value };
    case 'text':
      return item.type === 'url' ? { valueUri: value.value } : { valueString: value.value };
    case 'date':
      return { [dateKeys[item.type] ?? 'valueDate']: value.value };
    case 'coding':
      return { valueCoding: codingJson(item, value, language) };
    case 'quantity':
      return {
        valueQuantity: { value: value.value, ...(value.unit === '' ? {} : { unit: value.unit }) },
      };
    default:
      return value satisfies never;
  }
}

const dateKeys: Readonly<Record<string, string>> = {
  dateTime: 'valueDateTime',
  time: 'valueTime',
};

/** The ordinal value is copied along: whoever reads the answer alone can then add up. */
function codingJson(
  { options }: Item,
  value: Extract<AnswerValue, { kind: 'coding' }>,
  language: Language,
): Json {
  const option = options.find((one) => equal(one.value, value));
  const ordinal = option?.ordinal ?? null;
  return {
    ...(ordinal === null ? {} : { extension: [{ url: ordinalUrl, valueDecimal: ordinal }] }),
    ...(value.system === '' ? {} : { system: value.system }),
    code: value.code,
    ...(option === undefined ? {} : { display: option.text[language] }),
  };
}

/** The response as FHIRPath sees it while it is being answered. */
export const responseInProgress = (wanted: ResponseWanted): Json => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: canonicalOf(wanted.questionnaire),
  status: 'in-progress',
  item: responseItems(wanted),
});
