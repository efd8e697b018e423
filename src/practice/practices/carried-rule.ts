import { type Problem, problem } from '#core';
import type { DecisionSupportRule } from '../decision-support/rule.ts';
import type { Parameter, ParameterValues } from './parameter.ts';

/** The decision-support rule that a practice brings along, and which of its adaptable parts set the rule's parameters. */
export interface CarriedRule {
  readonly ruleId: string;
  readonly steers: readonly Steer[];
}

export interface Steer {
  readonly parameterId: string;
  readonly partId: string;
}

/** What of a version says how its rule works. */
export interface Carrying {
  readonly rule: CarriedRule | null;
  readonly parameters: readonly Parameter[];
}

/** What stands against a version that brings this rule; `rule` is undefined where the library has none of that name. */
export function carriedRuleTrouble(
  { rule: carried, parameters }: Carrying,
  rule: DecisionSupportRule | undefined,
): Problem | null {
  if (carried === null) return null;
  if (rule === undefined) return unknownRule(carried.ruleId);
  const named = carried.steers.map(({ parameterId }) => parameterId);
  const twice = named.find((id, i) => named.indexOf(id) !== i);
  if (twice !== undefined)
    return problem(
      'steered-twice',
      `Two adaptable parts set the rule's parameter '${twice}'.`,
      'Let one part set it.',
      twice,
      { parameter: twice },
    );
  for (const steer of carried.steers) {
    const trouble = steerTrouble(steer, parameters, rule);
    if (trouble !== null) return trouble;
  }
  return null;
}

function steerTrouble(
  { parameterId, partId }: Steer,
  parts: readonly Parameter[],
  { parameters }: DecisionSupportRule,
): Problem | null {
  const parameter = parameters.find(({ id }) => id === parameterId);
  if (parameter === undefined)
    return problem(
      'rule-parameter-unknown',
      `The rule has no parameter '${parameterId}'.`,
      `It has: ${parameters.map(({ id }) => id).join(', ')}.`,
      parameterId,
      { parameter: parameterId, parameters: parameters.map(({ id }) => id) },
    );
  const part = parts.find(({ id }) => id === partId);
  if (part?.kind === 'number' && part.least >= parameter.min && part.greatest <= parameter.max)
    return null;
  const { min, max } = parameter;
  const found = part?.kind === 'number' ? `${part.least} to ${part.greatest}` : 'no number';
  return problem(
    'part-beyond-rule',
    `'${part?.name ?? partId}' may be ${found}; the rule allows ${min} to ${max}.`,
    'Narrow the part to what the rule allows.',
    partId,
    { part: part?.name ?? partId, found, min, max },
  );
}

const unknownRule = (ruleId: string): Problem =>
  problem(
    'carried-rule-unknown',
    `There is no rule '${ruleId}' at the point of care.`,
    'Choose one of the rules in use, or none.',
    'ruleId',
    { rule: ruleId },
  );

/** The rule's parameters as a unit's values set them; a parameter that no part sets is the rule's own. */
export function carriedParameters(
  { rule, parameters }: Carrying,
  values: ParameterValues,
): Readonly<Record<string, number>> {
  const set = (rule?.steers ?? []).flatMap(({ parameterId, partId }) => {
    const value = values[partId] ?? parameters.find(({ id }) => id === partId)?.value;
    return typeof value === 'number' ? [[parameterId, value] as const] : [];
  });
  return Object.fromEntries(set);
}
