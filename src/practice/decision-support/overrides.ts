import type { Text } from '#core';
import type { DecisionSupportRule } from './rule.ts';

const prefix = 'advice-overrides.';

/** What signals and threads about a rule's overrides name where others name a measure. */
export const overridesOf = (ruleId: string): string => `${prefix}${ruleId}`;

/** The rule whose overrides it is about; null when it is about a measure. */
export const overriddenRule = (measureId: string): string | null =>
  measureId.startsWith(prefix) ? measureId.slice(prefix.length) : null;

export const overridesTitle = ({ title }: Pick<DecisionSupportRule, 'title'>): Text => ({
  en: `Advice not followed: ${title.en}`,
  sv: `Råd som inte följs: ${title.sv}`,
});
