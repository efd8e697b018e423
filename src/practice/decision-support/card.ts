import type { Language, Text } from '#core';
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
  readonly source: { readonly label: string; readonly url: string };
  readonly links: readonly CardLink[];
  readonly suggestions?: readonly CardSuggestion[];
  readonly selectionBehavior?: 'at-most-one' | 'any';
  readonly overrideReasons?: readonly {
    readonly system: string;
    readonly code: string;
    readonly display: string;
  }[];
}

/** An address in Gyrus; it holds names of ours only, never the patient. */
interface CardLink {
  readonly label: string;
  readonly url: string;
  readonly type: 'absolute';
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
  /** This server, as readers reach it, without a slash at its end. */
  readonly address: string;
  /** Whose matter it is; null when the organisation does not know the unit. */
  readonly unit: { readonly id: string; readonly name: Text } | null;
}

/** The rule's card for one patient, in one language. */
export function cardOf(rule: DecisionSupportRule, context: CardContext): Card {
  const { language, cardId, address } = context;
  const { card } = rule;
  const fill = filler(context);
  const suggestions = card.suggestions.map((one) => suggestionOf(one, context, fill));
  return {
    uuid: cardId,
    summary: shortened(fill(card.summary[language])),
    detail: fill(card.detail[language]),
    indicator: card.indicator,
    source: { label: 'Gyrus', url: address },
    links: linksOf(rule, context),
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

const linkLabels = {
  measure: {
    en: 'How it goes: what is counted at {unit}',
    sv: 'Så går det: vad som räknas på {unit}',
  },
  rule: { en: 'Does this advice help?', sv: 'Hjälper det här rådet?' },
} as const satisfies Record<string, Text>;

/** Where the advice comes from: the unit's own numbers, and what is known of whether advising helps. */
function linksOf(
  { id, measure }: DecisionSupportRule,
  { language, address, unit }: CardContext,
): readonly CardLink[] {
  const type = 'absolute' as const;
  const about = { type, label: linkLabels.rule[language], url: `${address}/advice/${id}` };
  if (unit === null) return [about];
  const label = linkLabels.measure[language].replace('{unit}', unit.name[language]);
  const place = `${encodeURIComponent(unit.id)}/measures/${encodeURIComponent(measure)}`;
  return [{ type, label, url: `${address}/units/${place}` }, about];
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
