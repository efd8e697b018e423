import type { AdvicePage, ThreadEntry } from '#api';
import type { Words } from '../words/words.ts';

type AdvisedUnit = AdvicePage['units'][number];
type Setting = Pick<AdvisedUnit, 'mode' | 'fromMonth'> & {
  readonly randomised: Pick<NonNullable<AdvisedUnit['randomised']>, 'by' | 'share'> | null;
};

/** How a rule works in a unit. */
export function settingWords({ mode, randomised, fromMonth }: Setting, words: Words): string {
  if (fromMonth !== null) return words.say('advice.from-month', { month: words.month(fromMonth) });
  if (mode !== 'on' || randomised === null) return words.say(`advice.mode-${mode}`);
  const share = `${words.whole(100 * randomised.share)}\u00a0%`;
  return words.say(randomised.by === 'patient' ? 'advice.by-chance' : 'advice.by-chance-units', {
    share,
  });
}

type RuleTold = NonNullable<ThreadEntry['rule']>;

/** 'How many days before the last day the advice begins: 10 days'. */
export const parameterWords = (parameters: RuleTold['parameters'], words: Words): string =>
  parameters
    .map(({ label, unit, value }) => `${words.text(label)}: ${value} ${words.text(unit)}`)
    .join('; ');

/** What an adoption did to the advice of its practice, for the thread. */
export function ruleToldWords(
  { id, title, mode, fromMonth, parameters }: RuleTold,
  words: Words,
): string {
  const rule = title === null ? id : words.text(title);
  const said = { rule, parameters: parameterWords(parameters, words) };
  if (fromMonth !== null)
    return words.say('entry.rule-from', { ...said, month: words.month(fromMonth) });
  return words.say(`entry.rule-${mode}`, said);
}
