import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface StopTrustingProps {
  readonly issuer: string;
  readonly onDone: () => void;
}

/** A program may not ask any longer, with the reason. */
export function StopTrusting({ issuer, onDone }: StopTrustingProps): ReactNode {
  const words = useWords();
  const command = useCommand('decision-support.distrust');
  const { field, whenRight } = useDraft({ reason: '' }, (draft) =>
    missing(draft, ['reason'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('programs.stop-send')}
      onSend={whenRight(({ reason }) => command.mutate({ issuer, reason }, { onSuccess: onDone }))}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('programs.reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
