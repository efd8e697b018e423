import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import type { ActionFormProps } from './action-form.ts';

const kinds = ['idea', 'need', 'innovation'] as const;

export function ProposeForm({ page, onDone }: ActionFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('proposal.raise');
  const { draft, field, whenRight } = useDraft({ kind: 'idea', title: '', text: '' }, (d) =>
    missing(d, ['title', 'text'], words.say('do.required')),
  );
  const send = ({ kind, title, text }: typeof draft) =>
    command.mutate(
      {
        ...{ threadId: page.thread.id, unitId: null, title, text },
        kind: kinds.find((k) => k === kind) ?? 'idea',
        ...{ origin: 'front-line', attributes: {}, concernsUnitId: null, earlierIds: [] },
      },
      { onSuccess: onDone },
    );
  return (
    <CommandForm
      send={words.say('do.propose-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LineField label={words.say('do.propose-title')} isRequired {...field('title')} />
      <LinesField label={words.say('do.propose-text')} isRequired {...field('text')} />
      <ChoiceField
        label={words.say('do.propose-kind')}
        choices={kinds.map((id) => ({ id, name: words.say(`proposal-kind.${id}`) }))}
        value={draft.kind}
        onChange={field('kind').onChange}
      />
    </CommandForm>
  );
}
