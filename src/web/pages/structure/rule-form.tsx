import { type ReactNode, useState } from 'react';
import type { DecisionRule, RuleAnswer, StructurePage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, LinesField, ManyField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { RequestFailed } from '../../request/request.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface RuleFormProps {
  readonly page: StructurePage;
  /** Null for a new one. */
  readonly rule: DecisionRule | null;
  readonly onDone: () => void;
}

const actions = ['decide', 'up', 'down', 'sideways', 'support', 'back'] as const;
type Action = (typeof actions)[number];
const standingMax = 100;

const isStanding = (text: string): boolean => /^\d{1,3}$/.test(text) && Number(text) <= standingMax;

/** What is ticked, beside the texts: places and conditions. */
interface Ticked {
  readonly at: readonly string[];
  readonly when: Readonly<Record<string, readonly string[]>>;
}

export function RuleForm({ page, rule, onDone }: RuleFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('rule.set');
  const [ticked, setTicked] = useState<Ticked>({ at: rule?.at ?? [], when: rule?.when ?? {} });
  const [acceptMoves, setAcceptMoves] = useState(false);
  const { draft, field, whenRight } = useDraft(startOf(page, rule), (d) => ({
    ...missing(d, ['id', 'becauseEn', 'becauseSv', 'reason'], words.say('do.required')),
    ...(isStanding(d.standing) ? {} : { standing: words.say('structure.rule-standing-bad') }),
  }));
  const send = (d: typeof draft) =>
    command.mutate(
      { rule: ruleFrom(d, ticked), reason: d.reason, acceptMoves },
      { onSuccess: onDone },
    );
  const kinds = page.kinds.map(({ id, name }) => ({ id, name: words.text(name) }));
  return (
    <CommandForm
      send={words.say('structure.rule-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      {rule === null && <LineField label={words.say('structure.rule-id')} {...field('id')} />}
      <ManyField
        label={words.say('structure.rule-at')}
        choices={kinds}
        chosen={ticked.at}
        onChange={(at) => setTicked({ ...ticked, at })}
        most={kinds.length}
      />
      <Conditions page={page} ticked={ticked} onChange={setTicked} />
      <ChoiceField
        label={words.say('structure.rule-action')}
        choices={actions.map((id) => ({ id, name: words.say(`action.${id}`) }))}
        {...field('action')}
      />
      {goesTo(draft.action) && (
        <ChoiceField label={words.say('structure.rule-to')} choices={kinds} {...field('to')} />
      )}
      <LineField label={words.say('structure.rule-because-en')} {...field('becauseEn')} />
      <LineField label={words.say('structure.rule-because-sv')} {...field('becauseSv')} />
      <LineField label={words.say('structure.rule-standing')} {...field('standing')} />
      <LinesField label={words.say('structure.rule-reason')} rows={2} {...field('reason')} />
      <AcceptMoves error={command.error} accepts={acceptMoves} onChange={setAcceptMoves} />
    </CommandForm>
  );
}

const startOf = (page: StructurePage, rule: DecisionRule | null) => ({
  id: rule?.id ?? '',
  action: rule?.answer.action ?? 'decide',
  to: rule !== null && 'to' in rule.answer ? rule.answer.to : (page.kinds[0]?.id ?? ''),
  standing: String(rule?.standing ?? 1),
  becauseEn: rule?.because.en ?? '',
  becauseSv: rule?.because.sv ?? '',
  reason: '',
});

const goesTo = (action: string): boolean => ['up', 'down', 'support'].includes(action);

function ruleFrom(d: ReturnType<typeof startOf>, { at, when }: Ticked): DecisionRule {
  const named = Object.entries(when).filter(([, values]) => values.length > 0);
  return {
    ...{ id: d.id.trim(), at: [...at], standing: Number(d.standing) },
    when: Object.fromEntries(named.map(([id, values]) => [id, [...values]])),
    answer: answerFrom(actions.find((one) => one === d.action) ?? 'decide', d.to),
    because: { en: d.becauseEn.trim(), sv: d.becauseSv.trim() },
  };
}

function answerFrom(action: Action, to: string): RuleAnswer {
  switch (action) {
    case 'decide':
      return { action };
    case 'sideways':
    case 'back':
      return { action };
    case 'up':
    case 'down':
    case 'support':
      return { action, to };
  }
}

interface ConditionsProps {
  readonly page: StructurePage;
  readonly ticked: Ticked;
  readonly onChange: (ticked: Ticked) => void;
}

function Conditions({ page, ticked, onChange }: ConditionsProps): ReactNode {
  const words = useWords();
  return (
    <>
      <p className="hint">{words.say('structure.rule-when-hint')}</p>
      {page.attributes.map(({ id, name, values }) => (
        <ManyField
          key={id}
          label={words.say('structure.rule-when', { attribute: words.text(name) })}
          choices={values.map((value) => ({ id: value.id, name: words.text(value.name) }))}
          chosen={ticked.when[id] ?? []}
          onChange={(chosen) => onChange({ ...ticked, when: { ...ticked.when, [id]: chosen } })}
          most={values.length}
        />
      ))}
    </>
  );
}

interface AcceptProps {
  readonly error: Error | null;
  readonly accepts: boolean;
  readonly onChange: (accepts: boolean) => void;
}

/** Asked for only when the server has said which cases would move. */
function AcceptMoves({ error, accepts, onChange }: AcceptProps): ReactNode {
  const words = useWords();
  const moves = error instanceof RequestFailed && error.problem.code === 'cases-move';
  if (!moves && !accepts) return null;
  return (
    <label className="field check">
      <input type="checkbox" checked={accepts} onChange={(e) => onChange(e.target.checked)} />
      {words.say('structure.rule-accept')}
    </label>
  );
}

interface RemoveProps {
  readonly ruleId: string;
  readonly onDone: () => void;
}

export function RemoveRuleForm({ ruleId, onDone }: RemoveProps): ReactNode {
  const words = useWords();
  const command = useCommand('rule.remove');
  const [acceptMoves, setAcceptMoves] = useState(false);
  const { field, whenRight } = useDraft({ reason: '' }, (d) =>
    missing(d, ['reason'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('structure.rule-remove-send')}
      onSend={whenRight(({ reason }) =>
        command.mutate({ ruleId, reason, acceptMoves }, { onSuccess: onDone }),
      )}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('structure.rule-reason')} rows={2} {...field('reason')} />
      <AcceptMoves error={command.error} accepts={acceptMoves} onChange={setAcceptMoves} />
    </CommandForm>
  );
}
