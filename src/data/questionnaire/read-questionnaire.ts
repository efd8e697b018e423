import { type Problem, problem, type Text } from '#core';
import {
  codingShape,
  conditionShape,
  type ExtensionShape,
  expressionIn,
  type ItemShape,
  partsShape,
  type QuestionnaireShape,
  questionnaireShape,
  valueSetShape,
} from './fhir-shape.ts';
import {
  type AnswerValue,
  allItems,
  type Condition,
  type Item,
  type ItemType,
  itemTypes,
  type Option,
  type Questionnaire,
  type Variable,
} from './questionnaire.ts';

export type ReadQuestionnaire =
  | { readonly kind: 'questionnaire'; readonly questionnaire: Questionnaire }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const core = 'http://hl7.org/fhir/StructureDefinition';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition';
const itemsMax = 500;

/** Reads a FHIR R4 Questionnaire; what cannot be answered here is told item by item, and nothing of it is used. */
export function readQuestionnaire(json: unknown, where: string): ReadQuestionnaire {
  const read = questionnaireShape.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.join('.') ?? '';
    return refused([
      problem(
        'questionnaire-unreadable',
        `${place === '' ? 'The file' : place}: ${issue?.message ?? 'not a Questionnaire'}.`,
        'Give a FHIR R4 Questionnaire as JSON, with url, version and items.',
        where,
      ),
    ]);
  }
  const reader = readerOf(read.data);
  const questionnaire: Questionnaire = {
    url: read.data.url,
    version: read.data.version,
    title: reader.text(read.data.title ?? read.data.name ?? read.data.url, read.data._title),
    description:
      read.data.description === undefined
        ? null
        : reader.text(read.data.description, read.data._description),
    variables: variablesIn(read.data.extension),
    items: read.data.item.map((item) => reader.item(item)),
  };
  const problems = [...reader.problems, ...structureProblems(questionnaire)].map((one) => ({
    ...one,
    where: `${where}: ${one.where}`,
  }));
  return problems.length > 0 ? refused(problems) : { kind: 'questionnaire', questionnaire };
}

const refused = (problems: readonly Problem[]): ReadQuestionnaire => ({
  kind: 'problems',
  problems,
});

type TextOf = (
  base: string,
  translated: { readonly extension: readonly ExtensionShape[] } | undefined,
) => Text;

interface Reader {
  readonly text: TextOf;
  readonly item: (item: ItemShape) => Item;
  readonly problems: Problem[];
}

function readerOf(shape: QuestionnaireShape): Reader {
  const problems: Problem[] = [];
  const text: TextOf = (base, translated) =>
    textOf(base, shape.language, translated?.extension ?? []);
  const item = (one: ItemShape): Item => {
    if (!isItemType(one.type))
      problems.push(
        problem(
          'item-type-unknown',
          `The item '${one.linkId}' has the type '${one.type}', which cannot be answered here.`,
          `Use one of ${itemTypes.join(', ')}.`,
          one.linkId,
        ),
      );
    return { ...itemOf(one, { shape, text, problems }), items: one.item.map(item) };
  };
  return { text, item, problems };
}

const isItemType = (type: string): type is ItemType => itemTypes.some((one) => one === type);

interface Around {
  readonly shape: QuestionnaireShape;
  readonly text: TextOf;
  readonly problems: Problem[];
}

function itemOf(one: ItemShape, around: Around): Omit<Item, 'items'> {
  const { text } = around;
  const ext = one.extension;
  const help = one.item.find((child) => controlOf(child.extension) === 'help');
  const hint = valueOfExtension(ext, `${core}/entryFormat`);
  const unit = valueOfExtension(ext, `${core}/questionnaire-unit`);
  return {
    linkId: one.linkId,
    type: isItemType(one.type) ? one.type : 'display',
    text: text(one.text ?? '', one._text),
    help:
      help !== undefined
        ? text(help.text ?? '', help._text)
        : typeof hint === 'string'
          ? text(hint, undefined)
          : null,
    codes: one.code.map(({ system = '', code = '' }) => ({ system, code })),
    ...{ required: one.required, repeats: one.repeats, readOnly: one.readOnly },
    hidden:
      valueOfExtension(ext, `${core}/questionnaire-hidden`) === true || controlOf(ext) === 'help',
    isSlider: controlOf(ext) === 'slider',
    min: limit(ext, `${core}/minValue`),
    max: limit(ext, `${core}/maxValue`),
    lengthMax: one.maxLength ?? null,
    options: optionsOf(one, around),
    unit: unitOf(unit),
    enableWhen: one.enableWhen.map(conditionOf),
    enableBehaviour: one.enableBehavior ?? 'all',
    enableExpression: expressionOf(ext, `${sdc}/sdc-questionnaire-enableWhenExpression`),
    calculated: expressionOf(ext, `${sdc}/sdc-questionnaire-calculatedExpression`),
    variables: variablesIn(ext),
    initial: one.initial.flatMap((value) => answerIn(value, 'value') ?? []),
  };
}

/** The first value of an extension, whatever its type. */
export function valueOfExtension(extensions: readonly ExtensionShape[], url: string): unknown {
  const found = extensions.find((one) => one.url === url);
  if (found === undefined) return undefined;
  return Object.entries(found).find(([key]) => key.startsWith('value'))?.[1];
}

function limit(extensions: readonly ExtensionShape[], url: string): AnswerValue | null {
  const found = extensions.find((one) => one.url === url);
  return found === undefined ? null : answerIn(found, 'value');
}

const unitOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? 'display' in value && typeof value.display === 'string'
      ? value.display
      : 'code' in value && typeof value.code === 'string'
        ? value.code
        : ''
    : '';

/** Which control the form asks for: 'slider', 'help' and others. */
function controlOf(extensions: readonly ExtensionShape[]): string | null {
  const value = valueOfExtension(extensions, `${core}/questionnaire-itemControl`);
  if (typeof value !== 'object' || value === null || !('coding' in value)) return null;
  const codings: unknown = value.coding;
  const [first]: unknown[] = Array.isArray(codings) ? codings : [];
  return typeof first === 'object' && first !== null && 'code' in first ? String(first.code) : null;
}

function expressionOf(extensions: readonly ExtensionShape[], url: string): string | null {
  const value = expressionIn(valueOfExtension(extensions, url));
  return value?.expression ?? null;
}

const variablesIn = (extensions: readonly ExtensionShape[]): readonly Variable[] =>
  extensions
    .filter(({ url }) => url === `${core}/variable`)
    .flatMap((one) => {
      const value = expressionIn(one.valueExpression);
      return value?.name === undefined || value.expression === undefined
        ? []
        : [{ name: value.name, expression: value.expression }];
    });

const translationUrl = `${core}/translation`;

/** A text in both our languages; where one is not translated, the text as it stands is shown. */
function textOf(base: string, language: string, extensions: readonly ExtensionShape[]): Text {
  const translations = new Map(
    extensions.filter(({ url }) => url === translationUrl).flatMap((one) => translationIn(one)),
  );
  const spoken = (wanted: 'en' | 'sv') =>
    language.startsWith(wanted) ? base : (translations.get(wanted) ?? base);
  return { en: spoken('en'), sv: spoken('sv') };
}

function translationIn(one: ExtensionShape): readonly (readonly [string, string])[] {
  const lang = textPart(one, 'lang');
  const content = textPart(one, 'content');
  return lang === undefined || content === undefined ? [] : [[lang.slice(0, 2), content]];
}

/** The text of a part of a complex extension. */
function textPart(one: ExtensionShape, url: string): string | undefined {
  const parts = partsShape.safeParse(one.extension).data ?? [];
  const value = valueOfExtension(parts, url);
  return typeof value === 'string' ? value : undefined;
}

const ordinalUrls = [`${core}/ordinalValue`, `${core}/itemWeight`];

function ordinalIn(...lists: readonly (readonly ExtensionShape[])[]): number | null {
  for (const url of ordinalUrls)
    for (const list of lists) {
      const value = valueOfExtension(list, url);
      if (typeof value === 'number') return value;
    }
  return null;
}

function optionsOf(one: ItemShape, around: Around): readonly Option[] {
  if (one.answerValueSet !== undefined) return optionsOfValueSet(one, around);
  return one.answerOption.flatMap((option): readonly Option[] => {
    const value = answerIn(option, 'value');
    if (value === null) return [];
    const coding = codingShape.safeParse(option.valueCoding).data;
    const shown =
      coding !== undefined
        ? around.text(coding.display ?? coding.code ?? '', coding._display)
        : around.text(String('value' in value ? value.value : ''), option._valueString);
    return [{ value, text: shown, ordinal: ordinalIn(option.extension, coding?.extension ?? []) }];
  });
}

/** The codes of a value set that the form carries with it. */
function optionsOfValueSet(one: ItemShape, { shape, problems }: Around): readonly Option[] {
  const id = one.answerValueSet?.replace(/^#/, '');
  const held = shape.contained
    .map((resource) => valueSetShape.safeParse(resource).data)
    .find((resource) => resource?.id === id);
  if (held === undefined || one.answerValueSet?.startsWith('#') !== true) {
    problems.push(
      problem(
        'value-set-not-contained',
        `The choices of the item '${one.linkId}' are a value set that the form does not carry with it.`,
        'Put the value set into the form as a contained resource, or list the choices as answerOption.',
        one.linkId,
      ),
    );
    return [];
  }
  const concepts = [
    ...(held.expansion?.contains ?? []),
    ...(held.compose?.include ?? []).flatMap(({ system, concept }) =>
      concept.map((each) => ({ ...each, system })),
    ),
  ];
  return concepts.map(({ system, code, display = code, designation, extension }) => {
    const spoken = (language: string) =>
      shape.language.startsWith(language)
        ? display
        : (designation.find((each) => each.language?.startsWith(language))?.value ?? display);
    return {
      value: { kind: 'coding', system, code },
      text: { en: spoken('en'), sv: spoken('sv') },
      ordinal: ordinalIn(extension),
    };
  });
}

const conditionOf = (one: ItemShape['enableWhen'][number]): Condition => {
  const { question, operator } = conditionShape.parse(one);
  return {
    question,
    operator,
    answer: answerIn(one, 'answer') ?? { kind: 'boolean', value: true },
  };
};

/** The value that stands under `value[x]`, `answer[x]` or `initial[x]`; null where there is none that we know. */
export function answerIn(
  holder: Readonly<Record<string, unknown>>,
  prefix: 'value' | 'answer',
): AnswerValue | null {
  const [key, value] =
    Object.entries(holder).find(([name, held]) => name.startsWith(prefix) && held !== undefined) ??
    [];
  if (key === undefined) return null;
  const type = key.slice(prefix.length);
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string')
    return { kind: ['Date', 'DateTime', 'Time'].includes(type) ? 'date' : 'text', value };
  return structuredAnswer(type, value);
}

function structuredAnswer(type: string, value: unknown): AnswerValue | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  if (type === 'Coding')
    return { kind: 'coding', system: textIn(fields.system), code: textIn(fields.code) };
  if (type === 'Quantity' && typeof fields.value === 'number')
    return { kind: 'quantity', value: fields.value, unit: textIn(fields.unit ?? fields.code) };
  return null;
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Ids twice, conditions on what is not there or on themselves, choices without any choice, too many items. */
function structureProblems({ items }: Questionnaire): readonly Problem[] {
  const all = allItems(items);
  const ids = new Set(all.map(({ linkId }) => linkId));
  const twice = all.find((item, i) => all.findIndex(({ linkId }) => linkId === item.linkId) !== i);
  const wrong = (linkId: string, message: string, tip: string) =>
    problem('questionnaire-structure', message, tip, linkId);
  return [
    ...(all.length > itemsMax
      ? [
          wrong(
            '',
            `The form has ${all.length} items; ${itemsMax} are allowed.`,
            'Divide the form.',
          ),
        ]
      : []),
    ...(twice === undefined
      ? []
      : [
          wrong(twice.linkId, `Two items have the linkId '${twice.linkId}'.`, 'Give each its own.'),
        ]),
    ...all.flatMap((item) => [
      ...item.enableWhen
        .filter(({ question }) => !ids.has(question))
        .map(({ question }) =>
          wrong(
            item.linkId,
            `The item '${item.linkId}' depends on '${question}', which is not in the form.`,
            'Name an item of the form in enableWhen.question.',
          ),
        ),
      ...(item.type === 'choice' && item.options.length === 0
        ? [
            wrong(
              item.linkId,
              `The item '${item.linkId}' is a choice without any choices.`,
              'List them as answerOption, or as a contained value set.',
            ),
          ]
        : []),
      ...(item.type === 'group' && item.repeats
        ? [
            wrong(
              item.linkId,
              `The group '${item.linkId}' repeats; here a group is answered once.`,
              'Ask each time in a form of its own, or repeat the question instead of the group.',
            ),
          ]
        : []),
    ]),
    ...circles(all),
  ];
}

/** Items that depend on themselves, however far round. */
function circles(all: readonly Item[]): readonly Problem[] {
  const dependsOn = new Map(
    all.map(({ linkId, enableWhen }) => [linkId, enableWhen.map(({ question }) => question)]),
  );
  const reaches = (from: string, wanted: string, passed: Set<string>): boolean =>
    (dependsOn.get(from) ?? []).some((next) => {
      if (next === wanted) return true;
      if (passed.has(next)) return false;
      passed.add(next);
      return reaches(next, wanted, passed);
    });
  return all
    .filter(({ linkId }) => reaches(linkId, linkId, new Set()))
    .map(({ linkId }) =>
      problem(
        'questionnaire-structure',
        `Whether '${linkId}' is asked depends on itself.`,
        'Remove one of the conditions.',
        linkId,
      ),
    );
}
