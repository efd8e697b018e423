import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Organisation } from '#api';
import { lineage } from '../../app/unit-branches.ts';
import { usePerson } from '../../app/use-session.ts';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField } from '../../parts/fields.tsx';
import { useDraft } from '../../parts/use-draft.ts';
import { organisationQuery } from '../../request/queries.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import type { ActionFormProps } from './action-form.ts';

/** People whose role reaches the unit: held there or above it. */
const peopleFor = (organisation: Organisation | undefined, unitId: string) => {
  if (organisation === undefined) return [];
  const line = lineage(organisation.units, unitId);
  return organisation.people.filter((person) => line.includes(person.unitId));
};

export function TakeOverForm({ page, onDone }: ActionFormProps): ReactNode {
  const words = useWords();
  const me = usePerson();
  const command = useCommand('thread.take-over');
  const people = peopleFor(useQuery(organisationQuery()).data, page.thread.unit.id);
  const { draft, field, whenRight } = useDraft({ ownerId: me?.id ?? '' }, () => ({}));
  const choices = people.map((p) => ({ id: p.id, name: `${p.name}, ${words.text(p.title)}` }));
  return (
    <CommandForm
      send={words.say('do.take-over-send')}
      onSend={whenRight(({ ownerId }) =>
        command.mutate({ threadId: page.thread.id, ownerId }, { onSuccess: onDone }),
      )}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <ChoiceField
        label={words.say('do.take-over-who')}
        choices={choices}
        value={draft.ownerId}
        onChange={field('ownerId').onChange}
      />
    </CommandForm>
  );
}
