import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { LineField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useWords } from '../../words/words-context.tsx';

interface PurposeProps {
  readonly onPurpose: (purpose: string) => void;
  readonly isSending: boolean;
  readonly error: Error | null;
}

/** Why one reads about patients, before anything is read; it stays as written while it is sent and when it is refused. */
export function Purpose({ onPurpose, isSending, error }: PurposeProps): ReactNode {
  const words = useWords();
  const { field, whenRight } = useDraft({ purpose: '' }, (draft) =>
    missing(draft, ['purpose'], words.say('do.required')),
  );
  return (
    <>
      <p>{words.say('participants.why')}</p>
      <CommandForm
        send={words.say('participants.read')}
        onSend={whenRight(({ purpose }) => onPurpose(purpose))}
        isSending={isSending}
        error={error}
      >
        <LineField label={words.say('participants.purpose')} isRequired {...field('purpose')} />
      </CommandForm>
    </>
  );
}
