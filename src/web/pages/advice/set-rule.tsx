import type { ReactNode } from 'react';
import type { AdvicePage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, LinesField } from '../../parts/fields.tsx';
import { missing, numberFrom, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

interface SetRuleProps {
  readonly page: AdvicePage;
  readonly onDone: () => void;
}

type Draft = Readonly<Record<string, string>>;

/** How the rule shall work in a unit from now on, with the reason. */
export function SetRule({ page, onDone }: SetRuleProps): ReactNode {
  const words = useWords();
  const command = useCommand('decision-support.set');
  const { rule } = page;
  const units = page.units.filter(({ maySet }) => maySet);
  const { draft, field, whenRight } = useDraft<Draft>(startOf(page), (draft) => ({
    ...missing(draft, ['reason'], words.say('do.required')),
    ...shareTrouble(draft, words),
    ...parameterTroubles(page, draft, words),
  }));
  const adoption = adoptionOf(page, draft);
  const send = (draft: Draft) => command.mutate(commandOf(page, draft), { onSuccess: onDone });
  return (
    <CommandForm
      send={words.say('advice.set-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <ChoiceField
        label={words.say('advice.set-unit')}
        choices={units.map(({ unit }) => ({ id: unit.id, name: words.text(unit.name) }))}
        {...field('unitId')}
      />
      <ChoiceField
        label={words.say('advice.set-mode')}
        choices={[
          { id: 'on', name: words.say('advice.mode-on') },
          { id: 'chance', name: words.say('advice.choose-chance') },
          { id: 'chance-units', name: words.say('advice.choose-chance-units') },
          { id: 'silent', name: words.say('advice.mode-silent') },
          ...(adoption === null ? [{ id: 'off', name: words.say('advice.mode-off') }] : []),
        ]}
        {...field('mode')}
      />
      {isByChance(draft.mode) && (
        <LineField
          label={words.say('advice.set-share')}
          hint={words.say('advice.set-share-hint')}
          isNumeric
          {...field('share')}
        />
      )}
      {adoption !== null && (
        <p className="quiet">
          {words.say('advice.set-by-practice', { title: adoption.practiceTitle })}
        </p>
      )}
      {adoption === null &&
        rule.parameters.map((one) => (
          <LineField
            key={one.id}
            label={`${words.text(one.label)} (${words.text(one.unit)})`}
            hint={`${one.min}–${one.max}`}
            {...field(one.id)}
          />
        ))}
      <LinesField label={words.say('advice.set-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}

/** The practice that sets the rule's parameters in the chosen unit. */
const adoptionOf = ({ units }: AdvicePage, { unitId }: Draft) =>
  units.find(({ unit }) => unit.id === unitId)?.adoption ?? null;

function startOf({ rule, units }: AdvicePage): Draft {
  const first = units.find(({ maySet }) => maySet);
  const parameters = rule.parameters.map((one) => [
    one.id,
    String(first?.parameters[one.id] ?? one.default),
  ]);
  return {
    ...{ unitId: first?.unit.id ?? '', mode: 'on', share: '50', reason: '' },
    ...Object.fromEntries(parameters),
  };
}

const isByChance = (mode: string | undefined): boolean =>
  mode === 'chance' || mode === 'chance-units';

function shareTrouble({ mode, share = '' }: Draft, words: Words): Draft {
  const percent = numberFrom(share);
  if (!isByChance(mode) || (percent !== null && percent >= 1 && percent <= 99)) return {};
  return { share: words.say('advice.parameter-trouble', { min: 1, max: 99 }) };
}

function parameterTroubles(page: AdvicePage, draft: Draft, words: Words): Draft {
  if (adoptionOf(page, draft) !== null) return {};
  const { rule } = page;
  const wrong = rule.parameters.filter((one) => {
    const value = numberFrom(draft[one.id] ?? '');
    return value === null || value < one.min || value > one.max;
  });
  return Object.fromEntries(
    wrong.map(({ id, min, max }) => [id, words.say('advice.parameter-trouble', { min, max })]),
  );
}

function commandOf(page: AdvicePage, draft: Draft) {
  const { rule } = page;
  const { unitId = '', mode = 'on', share = '', reason = '' } = draft;
  const own = adoptionOf(page, draft) === null ? rule.parameters : [];
  const parameters = own.map(
    (one) => [one.id, numberFrom(draft[one.id] ?? '') ?? one.default] as const,
  );
  return {
    ...{ ruleId: rule.id, unitId, reason, parameters: Object.fromEntries(parameters) },
    mode: isByChance(mode) ? ('on' as const) : modeOf(mode),
    randomised: isByChance(mode)
      ? {
          by: mode === 'chance' ? ('patient' as const) : ('unit' as const),
          share: (numberFrom(share) ?? 50) / 100,
          seed: crypto.randomUUID(),
        }
      : null,
  };
}

const modeOf = (text: string): 'on' | 'silent' | 'off' =>
  text === 'silent' || text === 'off' ? text : 'on';
