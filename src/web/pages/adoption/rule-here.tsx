import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AdoptionPage } from '#api';
import { parameterWords, settingWords } from '../../sentences/rule-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

type RuleHere = NonNullable<AdoptionPage['rule']>;

/** The advice that belongs to the practice, and how it works in this unit. */
export function RuleHereSection({ page }: { readonly page: AdoptionPage }): ReactNode {
  const words = useWords();
  const { rule } = page;
  if (rule === null) return null;
  return (
    <section aria-labelledby="rule">
      <h2 id="rule">{words.say('adoption.rule')}</h2>
      {rule.title === null ? (
        <p>{words.say('adoption.rule-gone', { rule: rule.id })}</p>
      ) : (
        <p>
          <Link to="/advice/$ruleId" params={{ ruleId: rule.id }}>
            {words.text(rule.title)}
          </Link>
          . {howHere(rule, page.row.stage, words)}
        </p>
      )}
    </section>
  );
}

function howHere({ setting }: RuleHere, stage: AdoptionPage['row']['stage'], words: Words): string {
  if (setting !== null)
    return words.say('adoption.rule-set', {
      setting: settingWords({ ...setting, randomised: setting.byChance }, words),
      parameters: parameterWords(setting.parameters, words),
    });
  if (stage === 'considering') return words.say('adoption.rule-not-yet');
  return words.say(stage === 'stopped' ? 'adoption.rule-stopped' : 'adoption.rule-by-hand');
}
