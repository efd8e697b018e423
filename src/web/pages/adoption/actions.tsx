import { type ReactNode, useState } from 'react';
import type { AdoptionPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LinesField, ManyField } from '../../parts/fields.tsx';
import { monthChoices, thisMonth } from '../../parts/month-choices.ts';
import { type PageAction, PageActions, useActing } from '../../parts/page-actions.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import { AdaptForm } from './adapt-form.tsx';
import type { AdoptionFormProps } from './form-props.ts';
import { SetPartsForm } from './set-parts-form.tsx';
import { TakeVersionForm } from './take-version-form.tsx';

const actions: readonly PageAction<AdoptionPage>[] = [
  { id: 'adoption.move', name: 'adoption.move', form: MoveForm },
  { id: 'adoption.take-version', name: 'adoption.take-version', form: TakeVersionForm },
  { id: 'adoption.set-parts', name: 'adoption.set-parts', form: SetPartsForm },
  { id: 'adoption.adapt', name: 'adoption.adapt', form: AdaptForm },
  { id: 'adoption.check-fidelity', name: 'adoption.check', form: CheckForm },
];

/** What this person may do with the unit's adoption; the form opens in place. */
export function AdoptionActions({ page }: { readonly page: AdoptionPage }): ReactNode {
  const acting = useActing();
  const possible = actions.filter(({ id }) => page.mayDo.includes(id));
  const next = possible[0];
  if (next === undefined) return null;
  return <PageActions {...{ title: 'practice.do', page, acting, actions: possible, next }} />;
}

function MoveForm({ page, onDone }: AdoptionFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('adoption.move');
  const { nextStages } = page;
  const { adoptionId, startMonth: begun } = page.row;
  const start = { stage: nextStages[0] ?? '', startMonth: thisMonth(new Date()), reason: '' };
  const { draft, field, whenRight } = useDraft(start, (d) =>
    missing(d, ['reason'], words.say('do.required')),
  );
  const needsMonth = draft.stage === 'trying' && begun === null;
  const send = ({ startMonth, reason }: typeof draft) => {
    const stage = nextStages.find((one) => one === draft.stage);
    if (stage === undefined || adoptionId === null) return;
    const month = needsMonth ? startMonth : null;
    command.mutate({ adoptionId, stage, startMonth: month, reason }, { onSuccess: onDone });
  };
  return (
    <CommandForm
      send={words.say('adoption.move-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <ChoiceField
        label={words.say('adoption.stage-next')}
        choices={nextStages.map((id) => ({ id, name: words.say(`stage.${id}`) }))}
        {...field('stage')}
      />
      {needsMonth && (
        <ChoiceField
          label={words.say('adoption.start-month')}
          choices={monthChoices(thisMonth(new Date()), { before: 48, after: 6 }, words)}
          {...field('startMonth')}
        />
      )}
      <LinesField label={words.say('adoption.move-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}

function CheckForm({ page, onDone }: AdoptionFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('adoption.check-fidelity');
  const [keptIds, setKept] = useState<string[]>([]);
  const { adoptionId } = page.row;
  const now = thisMonth(new Date());
  const { draft, field, whenRight } = useDraft({ month: now, note: '' }, () => ({}));
  const send = ({ month, note }: typeof draft) => {
    if (adoptionId === null) return;
    command.mutate({ adoptionId, month, keptIds, note }, { onSuccess: onDone });
  };
  return (
    <CommandForm
      send={words.say('adoption.check-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <ChoiceField
        label={words.say('adoption.check-month')}
        choices={monthChoices(now, { before: 48, after: 0 }, words)}
        {...field('month')}
      />
      <ManyField
        label={words.say('adoption.check-kept')}
        choices={page.essentials.map(({ id, text }) => ({ id, name: text }))}
        chosen={keptIds}
        onChange={setKept}
        most={page.essentials.length}
      />
      <LinesField label={words.say('adoption.check-note')} {...field('note')} />
    </CommandForm>
  );
}
