import type { Language } from '#core';
import {
  type DecisionSupportRule,
  patientFact,
  type Suggestion,
  summaryLengthMax,
} from './rule.ts';

/** A card as CDS Hooks 2.0 writes it; what is absent is left out, never null. */
export interface Card {
  readonly uuid: string;
  readonly summary: string;
  readonly detail: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: { readonly label: string; readonly url?: string };
  readonly suggestions?: readonly CardSuggestion[];
  readonly selectionBehavior?: 'at-most-one' | 'any';
  readonly overrideReasons?: readonly {
    readonly system: string;
    readonly code: string;
    readonly display: string;
  }[];
}

export interface CardSuggestion {
  readonly label: string;
  readonly uuid: string;
  readonly isRecommended?: true;
  readonly actions?: readonly {
    readonly type: string;
    readonly description: string;
    readonly resource?: unknown;
  }[];
}

export const overrideReasonSystem = 'https://gyrus.health/fhir/override-reason';

export interface CardContext {
  readonly language: Language;
  readonly cardId: string;
  readonly patientId: string;
  /** What the rule's definitions came to, by the names the texts use; null when nothing is known. */
  readonly facts: Readonly<Record<string, string | null>>;
  readonly sourceUrl?: string;
}

/** The rule's card for one patient, in one language. */
export function cardOf(rule: DecisionSupportRule, context: CardContext): Card {
  const { language, cardId, sourceUrl } = context;
  const { card } = rule;
  const fill = filler(context);
  const suggestions = card.suggestions.map((one) => suggestionOf(one, context, fill));
  return {
    uuid: cardId,
    summary: shortened(fill(card.summary[language])),
    detail: fill(card.detail[language]),
    indicator: card.indicator,
    source: { label: 'Gyrus', ...(sourceUrl === undefined ? {} : { url: sourceUrl }) },
    ...(suggestions.length === 0 ? {} : { suggestions, selectionBehavior: card.selectionBehavior }),
    ...(card.overrideReasons.length === 0
      ? {}
      : {
          overrideReasons: card.overrideReasons.map(({ code, display }) => ({
            ...{ system: overrideReasonSystem, code, display: display[language] },
          })),
        }),
  };
}

/** A suggestion is named by its card and its place in the rule, so that feedback on it can be read back. */
export const suggestionId = (cardId: string, suggestion: string): string =>
  `${cardId}-${suggestion}`;

type Fill = (text: string) => string;

function suggestionOf(
  { id, label, recommended, actions }: Suggestion,
  { language, cardId }: CardContext,
  fill: Fill,
): CardSuggestion {
  return {
    label: fill(label[language]),
    uuid: suggestionId(cardId, id),
    ...(recommended ? { isRecommended: true as const } : {}),
    ...(actions.length === 0
      ? {}
      : {
          actions: actions.map(({ type, description, resource }) => ({
            ...{ type, description: fill(description[language]) },
            ...(resource === undefined ? {} : { resource: filledIn(resource, fill) }),
          })),
        }),
  };
}

const filler = ({ facts, patientId }: CardContext): Fill => {
  const known: Readonly<Record<string, string | null>> = { ...facts, [patientFact]: patientId };
  return (text) => text.replaceAll(/\{([a-z0-9-]+)\}/g, (_, name: string) => known[name] ?? '—');
};

function filledIn(value: unknown, fill: Fill): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((one) => filledIn(one, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filledIn(one, fill)]));
}

const shortened = (summary: string): string =>
  summary.length <= summaryLengthMax ? summary : `${summary.slice(0, summaryLengthMax - 1)}…`;
