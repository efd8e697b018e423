import { type DecisionSupportRule, parametersInForce } from '#practice';

/** Each parameter of a rule by its name, with the value it has where it was set so. */
export function parametersShown(
  rule: DecisionSupportRule,
  chosen: Readonly<Record<string, number>>,
) {
  const values = parametersInForce(rule, chosen);
  return rule.parameters.map(({ id, label, unit, default: standard }) => ({
    ...{ id, label, unit, value: values[id] ?? standard },
  }));
}
