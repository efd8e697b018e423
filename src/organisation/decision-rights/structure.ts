import type { Text } from '#core';
import type { Forums } from '../forum.ts';

/** Something about a matter that rules can look at: its reach, its cost … Names and values are configuration. */
export interface Attribute {
  readonly id: string;
  readonly name: Text;
  readonly values: readonly AttributeValue[];
  /** The value of a matter about which nothing is said. */
  readonly usual: string;
}

export interface AttributeValue {
  readonly id: string;
  readonly name: Text;
}

/** What is known of a matter: a value for each attribute that is not the usual one. */
export type Attributes = Readonly<Record<string, string>>;

/**
 * What a forum does with a matter: decides it, or hands it to another forum. `up` goes to the nearest forum of a kind
 * above; `down` to the one nearest to the unit the matter concerns, or to the nearest of any kind there; `sideways` to the nearest forum of that
 * unit; `support` asks a support unit; `back` gives the prepared matter to whoever asked.
 */
export type RuleAnswer =
  | { readonly action: 'decide' }
  | { readonly action: 'sideways' | 'back' }
  | { readonly action: 'up' | 'down' | 'support'; readonly to: string };
export type RuleAction = RuleAnswer['action'];

/** One decision right, in data that people read and edit. */
export interface DecisionRule {
  readonly id: string;
  /** Kinds of forum, or single forums by id, that the rule speaks for. */
  readonly at: readonly string[];
  /** For each attribute named, the values for which the rule holds; what is not named does not matter. */
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly answer: RuleAnswer;
  /** Where several rules hold, those of the highest standing answer. */
  readonly standing: number;
  /** The reason that goes with every hand-over and decision, after the word "because". */
  readonly because: Text;
}

/** Where decisions are made and by which rules: what a route needs to know. */
export interface Structure extends Forums {
  readonly attributes: readonly Attribute[];
  readonly rules: readonly DecisionRule[];
}

/**
 * Two attributes follow from the route itself, so that rules can look at them but nobody states them: whether the matter
 * concerns the forum's own unit, one below it or one elsewhere, and whether a support unit has prepared it.
 */
export const routeAttributes: readonly Attribute[] = [
  {
    id: 'concerns',
    name: { en: 'the unit concerned', sv: 'den berörda enheten' },
    values: [
      { id: 'own', name: { en: 'its own', sv: 'den egna' } },
      { id: 'below', name: { en: 'below it', sv: 'längre ned' } },
      { id: 'other', name: { en: 'elsewhere', sv: 'på annat håll' } },
    ],
    usual: 'own',
  },
  {
    id: 'prepared',
    name: { en: 'preparation', sv: 'beredningen' },
    values: [
      { id: 'no', name: { en: 'not yet done', sv: 'ännu inte gjord' } },
      { id: 'yes', name: { en: 'done by the support unit', sv: 'gjord av stödenheten' } },
    ],
    usual: 'no',
  },
];

/** Everything rules can look at: what is configured, then what follows from the route. */
export const allAttributes = ({
  attributes,
}: {
  readonly attributes: readonly Attribute[];
}): readonly Attribute[] => [...attributes, ...routeAttributes];

/** Does a rule's condition hold? Attributes that are not stated have their usual value. */
export function holds(
  when: DecisionRule['when'],
  known: Attributes,
  attributes: readonly Attribute[],
): boolean {
  // A plain loop: looking a structure through asks this a million times.
  for (const id in when) {
    const value = known[id] ?? attributes.find((attribute) => attribute.id === id)?.usual;
    if (value === undefined || when[id]?.includes(value) !== true) return false;
  }
  return true;
}

export const sameAnswer = (a: RuleAnswer, b: RuleAnswer): boolean =>
  a.action === b.action && destinationOf(a) === destinationOf(b);

/** The kind of forum a matter is handed to; null where it stays or goes back. */
export const destinationOf = (answer: RuleAnswer): string | null =>
  'to' in answer ? answer.to : null;
