import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { MeasureRef } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, LinesField, ManyField } from '../../parts/fields.tsx';
import { monthChoices, thisMonth } from '../../parts/month-choices.ts';
import { missing, numberFrom, useDraft } from '../../parts/use-draft.ts';
import { measureListQuery } from '../../request/queries.ts';
import { useCommand } from '../../request/use-command.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import type { ActionFormProps } from './action-form.ts';

interface CycleDraft {
  readonly [field: string]: string;
  readonly title: string;
  readonly aim: string;
  readonly change: string;
  readonly measureId: string;
  readonly predictionText: string;
  readonly predictedValue: string;
  readonly predictedByMonth: string;
  readonly plan: string;
}

const needed = ['title', 'aim', 'change', 'measureId', 'predictionText', 'plan'] as const;

function check(draft: CycleDraft, words: Words): Partial<Record<keyof CycleDraft, string>> {
  const troubles = missing(draft, needed, words.say('do.required'));
  if (draft.predictedValue !== '' && numberFrom(draft.predictedValue) === null)
    troubles.predictedValue = words.say('do.bad-number');
  return troubles;
}

/** What people write as 85 % is 0.85 in the measure's scale. */
function inMeasureScale(text: string, measure: MeasureRef | undefined): number | null {
  const value = numberFrom(text);
  if (value === null) return null;
  return measure?.scoring === 'proportion' ? value / 100 : value;
}

export function StartCycleForm({ page, onDone }: ActionFormProps): ReactNode {
  const words = useWords();
  const navigate = useNavigate();
  const command = useCommand('cycle.start');
  const measures = useQuery(measureListQuery()).data?.measures ?? [];
  const [balancing, setBalancing] = useState<readonly string[]>([]);
  const { draft, field, whenRight } = useDraft<CycleDraft>(startOf(page), (d) => check(d, words));
  const measure = measures.find((m) => m.id === draft.measureId) ?? page.measure ?? undefined;
  const choices = measures.map((m) => ({ id: m.id, name: words.text(m.title) }));
  const send = ({ predictedValue, predictedByMonth, ...texts }: CycleDraft) =>
    command.mutate(
      {
        ...texts,
        threadId: page.thread.id,
        balancingMeasureIds: [...balancing],
        predictedValue: inMeasureScale(predictedValue, measure),
        predictedByMonth: predictedByMonth === '' ? null : predictedByMonth,
      },
      {
        onSuccess: ({ cycleId }) =>
          cycleId === null ? onDone() : navigate({ to: '/cycles/$cycleId', params: { cycleId } }),
      },
    );
  const unit = measure === undefined ? '' : words.text(measure.unitLabel);
  return (
    <CommandForm
      send={words.say('do.cycle-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LineField label={words.say('do.cycle-title')} isRequired {...field('title')} />
      <LinesField label={words.say('do.cycle-aim')} isRequired rows={2} {...field('aim')} />
      <LinesField label={words.say('do.cycle-change')} isRequired {...field('change')} />
      <ChoiceField
        label={words.say('do.cycle-measure')}
        choices={[{ id: '', name: words.say('do.choose') }, ...choices]}
        {...field('measureId')}
      />
      <LinesField
        label={words.say('do.cycle-prediction')}
        isRequired
        rows={2}
        {...field('predictionText')}
      />
      <div className="side-by-side">
        <LineField
          label={words.say('do.cycle-predicted')}
          hint={
            unit === '' ? words.say('do.value-hint') : words.say('do.value-hint-unit', { unit })
          }
          {...field('predictedValue')}
        />
        <ChoiceField
          label={words.say('do.cycle-by')}
          choices={[
            { id: '', name: words.say('do.not-said') },
            ...monthChoices(thisMonth(new Date()), { before: 0, after: 36 }, words),
          ]}
          {...field('predictedByMonth')}
        />
      </div>
      <ManyField
        label={words.say('do.cycle-balancing')}
        choices={choices.filter((c) => c.id !== draft.measureId)}
        chosen={balancing}
        onChange={setBalancing}
        most={5}
      />
      <LinesField label={words.say('do.cycle-plan')} isRequired {...field('plan')} />
    </CommandForm>
  );
}

const startOf = (page: ActionFormProps['page']): CycleDraft => ({
  title: page.proposals.findLast((p) => p.state === 'tried')?.title ?? '',
  aim: '',
  change: page.proposals.findLast((p) => p.state === 'tried')?.text ?? '',
  measureId: page.measure?.id ?? '',
  predictionText: '',
  predictedValue: '',
  predictedByMonth: '',
  plan: '',
});
