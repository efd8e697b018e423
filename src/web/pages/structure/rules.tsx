import type { ReactNode } from 'react';
import type { RuleShown, StructurePage } from '#api';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { useWords } from '../../words/words-context.tsx';
import { RemoveRuleForm, RuleForm } from './rule-form.tsx';

interface RulesProps {
  readonly page: StructurePage;
}

/** The decision rights in plain sentences, for each kind of forum, the rule that answers first at the top. */
export function RulesSection({ page }: RulesProps): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="rights">
      <h2 id="rights">{words.say('structure.rights')}</h2>
      <p className="quiet">{words.say('structure.rights-note')}</p>
      {page.kinds.map((kind) => (
        <div key={kind.id} className="rule-part">
          <h3>{words.text(kind.name)}</h3>
          <ol className="rule-list">
            {rulesOf(page, kind).map((one) => (
              <RuleLine key={one.rule.id} one={one} page={page} />
            ))}
          </ol>
        </div>
      ))}
      {page.mayDo.includes('rule.set') && (
        <p className="next">
          <DialogButton name={words.say('structure.rule-new')}>
            {(close) => <RuleForm page={page} rule={null} onDone={close} />}
          </DialogButton>
        </p>
      )}
    </section>
  );
}

/** Rules for the kind, and those for a single forum of it. */
function rulesOf({ rules }: StructurePage, kind: StructurePage['kinds'][number]): RuleShown[] {
  const places = new Set([kind.id, ...kind.forums.map(({ id }) => id)]);
  return rules
    .filter(({ rule }) => rule.at.some((place) => places.has(place)))
    .toSorted((a, b) => b.rule.standing - a.rule.standing);
}

function RuleLine({ one, page }: RulesProps & { readonly one: RuleShown }): ReactNode {
  const words = useWords();
  const { rule, sentence } = one;
  return (
    <li>
      <span>{words.text(sentence)}</span>
      {page.mayDo.includes('rule.set') && (
        <span className="rule-actions">
          <DialogButton
            name={words.say('structure.rule-edit')}
            title={words.say('structure.rule-edit-title', { id: rule.id })}
            look="button quiet"
          >
            {(close) => <RuleForm page={page} rule={rule} onDone={close} />}
          </DialogButton>
          <DialogButton
            name={words.say('structure.rule-remove')}
            title={words.say('structure.rule-remove-title', { id: rule.id })}
            look="button quiet"
          >
            {(close) => <RemoveRuleForm ruleId={rule.id} onDone={close} />}
          </DialogButton>
        </span>
      )}
    </li>
  );
}
