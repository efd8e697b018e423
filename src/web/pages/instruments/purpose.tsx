import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { LineField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useWords } from '../../words/words-context.tsx';

interface PurposeProps {
  readonly onPurpose: (purpose: string) => void;
  readonly error: Error | null;
}

/** Why one reads about patients, before anything is read. */
export function Purpose({ onPurpose, error }: PurposeProps): ReactNode {
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
        isSending={false}
        error={error}
      >
        <LineField label={words.say('participants.purpose')} isRequired {...field('purpose')} />
      </CommandForm>
    </>
  );
}
