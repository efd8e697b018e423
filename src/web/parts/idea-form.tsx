import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MeasureRef, UnitRef } from '#api';
import { useCommand } from '../request/use-command.ts';
import { useWords } from '../words/words-context.tsx';
import { CommandForm } from './command-form.tsx';
import { LineField, LinesField } from './fields.tsx';
import { missing, useDraft } from './use-draft.ts';

interface IdeaFormProps {
  readonly unit: UnitRef;
  readonly measure: MeasureRef | null;
  readonly onCancel: () => void;
  readonly title?: string;
}

/** Raises an idea at a unit, about a measure or about anything: a thread begins with it. */
export function IdeaForm({ unit, measure, onCancel, title = '' }: IdeaFormProps): ReactNode {
  const words = useWords();
  const navigate = useNavigate();
  const command = useCommand('thread.raise-idea');
  const { field, whenRight } = useDraft({ title, text: '' }, (draft) =>
    missing(draft, ['title', 'text'], words.say('do.required')),
  );
  const send = (draft: { title: string; text: string }) =>
    command.mutate(
      { unitId: unit.id, measureId: measure?.id ?? null, ...draft },
      {
        onSuccess: ({ threadId }) =>
          threadId === null
            ? onCancel()
            : navigate({ to: '/threads/$threadId', params: { threadId } }),
      },
    );
  const name = words.text(unit.name);
  return (
    <CommandForm
      send={words.say('do.idea-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onCancel}
    >
      <p className="quiet">
        {measure === null
          ? words.say('do.idea-at', { unit: name })
          : words.say('do.idea-about', { measure: words.text(measure.title), unit: name })}
      </p>
      <LineField label={words.say('do.idea-title')} isRequired {...field('title')} />
      <LinesField label={words.say('do.idea-text')} isRequired {...field('text')} />
    </CommandForm>
  );
}
