import { type Problem, problem } from '#core';
import type { Forum, ForumKind } from '../forum.ts';
import type { FictiveCase } from './fictive-case.ts';
import { type Attribute, allAttributes, type DecisionRule, destinationOf } from './structure.ts';

interface Named {
  readonly forumKinds: readonly ForumKind[];
  readonly forums: readonly Forum[];
  readonly attributes: readonly Attribute[];
  readonly rules: readonly DecisionRule[];
  readonly cases: readonly FictiveCase[];
}

/** Rules and cases name only kinds, forums, attributes and values that there are. */
export function unknownInRules({
  forumKinds,
  forums,
  attributes,
  rules,
  cases,
}: Named): readonly Problem[] {
  const kinds = new Set(forumKinds.map(({ id }) => id));
  const places = new Set([...kinds, ...forums.map(({ id }) => id)]);
  const known = allAttributes({ attributes });
  return [
    ...attributes.flatMap(usualIsNoValue),
    ...rules.flatMap((rule) => [
      ...rule.at
        .filter((place) => !places.has(place))
        .map((place) => unknown(`kind of forum, and no forum,`, place, `rules/${rule.id}`)),
      ...[destinationOf(rule.answer)]
        .filter((kind) => kind !== null && !kinds.has(kind))
        .map((kind) => unknown('kind of forum', String(kind), `rules/${rule.id}`)),
      ...Object.entries(rule.when).flatMap(([id, values]) =>
        unknownValues(known, { id, values, where: `rules/${rule.id}` }),
      ),
    ]),
    ...cases.flatMap((one) =>
      Object.entries(one.attributes).flatMap(([id, value]) =>
        unknownValues(attributes, { id, values: [value], where: `cases/${one.id}` }),
      ),
    ),
  ];
}

const usualIsNoValue = ({ id, usual, values }: Attribute): readonly Problem[] =>
  values.some((value) => value.id === usual) ? [] : [unknown('value', usual, `attributes/${id}`)];

interface Mention {
  readonly id: string;
  readonly values: readonly string[];
  readonly where: string;
}

function unknownValues(
  attributes: readonly Attribute[],
  { id, values, where }: Mention,
): readonly Problem[] {
  const attribute = attributes.find((one) => one.id === id);
  if (attribute === undefined) return [unknown('attribute', id, where)];
  return values
    .filter((value) => !attribute.values.some((one) => one.id === value))
    .map((value) => unknown(`value of '${id}'`, value, where));
}

const unknown = (what: string, id: string, where: string): Problem =>
  problem(
    'organisation-id-unknown',
    `There is no ${what} with the id '${id}'.`,
    'Define it, or correct the name.',
    where,
  );
