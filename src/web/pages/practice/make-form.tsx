import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { CyclePage, Origin } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { origins } from '../../sentences/practice-words.ts';
import { useWords } from '../../words/words-context.tsx';
import {
  type ContentDraft,
  ContentFields,
  contentInput,
  contentNeeded,
  emptyContent,
  useParts,
} from './content-fields.tsx';

interface MakeFormProps {
  readonly cycle: CyclePage;
  readonly onCancel: () => void;
}

/** A kept change becomes a practice. */
export function MakeForm({ cycle, onCancel }: MakeFormProps): ReactNode {
  const words = useWords();
  const navigate = useNavigate();
  const command = useCommand('practice.make');
  const parts = useParts(null);
  const [origin, setOrigin] = useState<Origin>('front-line');
  const start: ContentDraft = { ...emptyContent, title: cycle.title, summary: cycle.change };
  const { field, whenRight } = useDraft<ContentDraft>(start, (draft) =>
    missing(draft, contentNeeded, words.say('do.required')),
  );
  const send = (draft: ContentDraft) =>
    parts.whenWhole((ruled) =>
      command.mutate(
        {
          ...{ cycleId: cycle.id, origin, ...ruled, ...contentInput(draft) },
          measureIds: cycle.balancingMeasures.map(({ id }) => id),
        },
        {
          onSuccess: ({ practiceId }) =>
            practiceId === null
              ? onCancel()
              : navigate({ to: '/practices/$practiceId', params: { practiceId } }),
        },
      ),
    );
  return (
    <CommandForm
      send={words.say('make.send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onCancel}
    >
      <ContentFields field={field} parts={parts} />
      <OriginField origin={origin} onChange={setOrigin} />
    </CommandForm>
  );
}

interface OriginFieldProps {
  readonly origin: Origin;
  readonly onChange: (origin: Origin) => void;
}

export function OriginField({ origin, onChange }: OriginFieldProps): ReactNode {
  const words = useWords();
  return (
    <ChoiceField
      label={words.say('make.origin')}
      choices={origins.map((id) => ({ id, name: words.say(`proposal-origin.${id}`) }))}
      value={origin}
      onChange={(id) => onChange(origins.find((one) => one === id) ?? origin)}
    />
  );
}
