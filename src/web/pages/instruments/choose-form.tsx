import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface ChooseFormProps {
  readonly unitId: string;
  readonly instrumentId: string;
  readonly inUse: boolean;
  readonly onDone: () => void;
}

/** Takes an instrument into use, or lets it rest, with the reason. */
export function ChooseForm({ onDone, ...chosen }: ChooseFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('instrument.choose');
  const { field, whenRight } = useDraft({ reason: '' }, (draft) =>
    missing(draft, ['reason'], words.say('do.required')),
  );
  const send = ({ reason }: { readonly reason: string }) =>
    command.mutate({ ...chosen, reason }, { onSuccess: onDone });
  return (
    <CommandForm
      send={words.say('instruments.save')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('instruments.reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
