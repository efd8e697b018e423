import { numberOf } from '../questionnaire/evaluate-answers.ts';
import {
  type Answers,
  allItems,
  type Item,
  type Questionnaire,
} from '../questionnaire/questionnaire.ts';
import type { SafetyRule } from './instrument.ts';

/** A rule that holds, and the item whose answer made it hold. */
export interface SafetyHit {
  readonly rule: SafetyRule;
  readonly linkId: string;
}

/** The safety rules that hold with the answers so far; an item that is not asked cannot make one hold. */
export function safetyHits(
  rules: readonly SafetyRule[],
  questionnaire: Questionnaire,
  { answers, enabled }: { readonly answers: Answers; readonly enabled: ReadonlySet<string> },
): readonly SafetyHit[] {
  const items = allItems(questionnaire.items).filter(({ linkId }) => enabled.has(linkId));
  return rules.flatMap((rule) =>
    items
      .filter((item) => isMeant(rule, item))
      .filter(({ linkId }) =>
        (answers[linkId] ?? []).some((value) => {
          const number = numberOf(questionnaire, linkId, value);
          const named =
            value.kind === 'coding' ? value.code : 'value' in value ? String(value.value) : '';
          return (
            rule.answers.includes(named) ||
            (rule.atLeast !== null && number !== null && number >= rule.atLeast)
          );
        }),
      )
      .map(({ linkId }) => ({ rule, linkId })),
  );
}

const isMeant = ({ items, itemCodes }: SafetyRule, { linkId, codes }: Item): boolean =>
  items.includes(linkId) || codes.some(({ code }) => itemCodes.includes(code));
