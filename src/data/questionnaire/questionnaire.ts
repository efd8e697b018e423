import type { Text } from '#core';

/** What can be answered; groups and displays only hold others or say something. */
export const itemTypes = [
  'group',
  'display',
  'boolean',
  'decimal',
  'integer',
  'date',
  'dateTime',
  'time',
  'string',
  'text',
  'url',
  'choice',
  'open-choice',
  'quantity',
] as const;
export type ItemType = (typeof itemTypes)[number];

/** One answer to one item. A repeating item has several. */
export type AnswerValue =
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'coding'; readonly system: string; readonly code: string }
  | { readonly kind: 'quantity'; readonly value: number; readonly unit: string };

/** What has been answered so far, by linkId. */
export type Answers = Readonly<Record<string, readonly AnswerValue[]>>;

export interface Coding {
  readonly system: string;
  readonly code: string;
}

/** A choice that is offered; its ordinal value is copied into the answer. */
export interface Option {
  readonly value: AnswerValue;
  readonly text: Text;
  readonly ordinal: number | null;
}

export const operators = ['exists', '=', '!=', '>', '<', '>=', '<='] as const;
export type Operator = (typeof operators)[number];

/** One condition of enableWhen. */
export interface Condition {
  readonly question: string;
  readonly operator: Operator;
  readonly answer: AnswerValue;
}

/** A named FHIRPath expression that others may use as %name. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

export interface Item {
  readonly linkId: string;
  readonly type: ItemType;
  readonly text: Text;
  readonly help: Text | null;
  readonly codes: readonly Coding[];
  readonly required: boolean;
  readonly repeats: boolean;
  readonly readOnly: boolean;
  readonly hidden: boolean;
  readonly isSlider: boolean;
  readonly min: AnswerValue | null;
  readonly max: AnswerValue | null;
  readonly lengthMax: number | null;
  readonly options: readonly Option[];
  readonly unit: string;
  readonly enableWhen: readonly Condition[];
  readonly enableBehaviour: 'all' | 'any';
  readonly enableExpression: string | null;
  readonly calculated: string | null;
  readonly variables: readonly Variable[];
  readonly initial: readonly AnswerValue[];
  readonly items: readonly Item[];
}

/** A FHIR R4 Questionnaire as far as answering it goes. */
export interface Questionnaire {
  readonly url: string;
  readonly version: string;
  readonly title: Text;
  readonly description: Text | null;
  readonly variables: readonly Variable[];
  readonly items: readonly Item[];
}

/** The form with its version, as a response names it. */
export const canonicalOf = ({ url, version }: Pick<Questionnaire, 'url' | 'version'>): string =>
  `${url}|${version}`;

/** Every item, parents before their children, in the order of the form. */
export const allItems = (items: readonly Item[]): readonly Item[] =>
  items.flatMap((item) => [item, ...allItems(item.items)]);

/** Something a person answers: neither a group, nor a text, nor what the program works out. */
export const isQuestion = ({ type, readOnly, hidden, calculated }: Item): boolean =>
  type !== 'group' && type !== 'display' && !readOnly && !hidden && calculated === null;
