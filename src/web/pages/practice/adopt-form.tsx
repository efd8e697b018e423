import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LinesField } from '../../parts/fields.tsx';
import { monthChoices, thisMonth } from '../../parts/month-choices.ts';
import { PartField, type PartTexts, valuesSet } from '../../parts/part-field.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { organisationQuery } from '../../request/queries.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import type { PracticeFormProps } from './form-props.ts';

/** By the organisation, which the frame around the page has read already. */
function useUnitName(): (unitId: string) => string {
  const words = useWords();
  const units = useQuery(organisationQuery()).data?.units ?? [];
  const names = new Map(units.map(({ id, name }) => [id, words.text(name)]));
  return (unitId) => names.get(unitId) ?? unitId;
}

/** A unit takes the practice up, and says what it sets otherwise. */
export function AdoptForm({ page, onDone }: PracticeFormProps): ReactNode {
  const words = useWords();
  const navigate = useNavigate();
  const command = useCommand('adoption.begin');
  const unitName = useUnitName();
  const [values, setValues] = useState<PartTexts>({});
  const start = { unitId: page.mayAdoptIn[0] ?? '', mandate: '', startMonth: '', reason: '' };
  const { draft, field, whenRight } = useDraft(start, (d) =>
    missing(d, ['unitId', 'reason'], words.say('do.required')),
  );
  const send = ({ unitId, mandate, startMonth, reason }: typeof draft) =>
    command.mutate(
      {
        ...{ practiceId: page.id, unitId, reason, version: null, cycleId: null },
        ...{ learnedFromUnitId: null, startMonth: startMonth === '' ? null : startMonth },
        basis: mandate === '' ? 'chosen' : 'mandated',
        mandatedByForumId: mandate === '' ? null : mandate,
        values: valuesSet(page.version.parameters, values),
      },
      {
        onSuccess: ({ adoptionId }) =>
          adoptionId === null
            ? onDone()
            : navigate({ to: '/adoptions/$adoptionId', params: { adoptionId } }),
      },
    );
  return (
    <CommandForm
      send={words.say('adoption.begin-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <ChoiceField
        label={words.say('adoption.unit')}
        choices={page.mayAdoptIn.map((id) => ({ id, name: unitName(id) }))}
        {...field('unitId')}
      />
      {page.forumsThatMandated.length > 0 && (
        <ChoiceField
          label={words.say('adoption.basis')}
          choices={[
            { id: '', name: words.say('adoption.by-choice') },
            ...page.forumsThatMandated.map(({ id, name }) => ({
              id,
              name: words.say('adoption.mandate-of', { forum: words.text(name) }),
            })),
          ]}
          {...field('mandate')}
        />
      )}
      <ChoiceField
        label={words.say('adoption.start-month')}
        choices={[
          { id: '', name: words.say('adoption.consider-only') },
          ...monthChoices(thisMonth(new Date()), { before: 48, after: 6 }, words),
        ]}
        {...field('startMonth')}
      />
      {page.version.parameters.map((part) => (
        <PartField
          key={part.id}
          part={part}
          value={values[part.id] ?? String(part.value)}
          onChange={(value) => setValues((before) => ({ ...before, [part.id]: value }))}
        />
      ))}
      <LinesField label={words.say('adoption.begin-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
