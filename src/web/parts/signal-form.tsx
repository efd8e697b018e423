import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCommand } from '../request/use-command.ts';
import { useWords } from '../words/words-context.tsx';
import { CommandForm } from './command-form.tsx';
import { LinesField } from './fields.tsx';
import { useDraft } from './use-draft.ts';

interface SignalFormProps {
  readonly signalId: string;
  readonly onDone: () => void;
}

/** Takes up a signal: it gets a thread, and the reader comes to it. */
export function SignalForm({ signalId, onDone }: SignalFormProps): ReactNode {
  const words = useWords();
  const navigate = useNavigate();
  const command = useCommand('thread.open-from-signal');
  const { field, whenRight } = useDraft({ comment: '' }, () => ({}));
  const send = ({ comment }: { comment: string }) =>
    command.mutate(
      { signalId, comment },
      {
        onSuccess: ({ threadId }) => {
          onDone();
          return threadId === null
            ? undefined
            : navigate({ to: '/threads/$threadId', params: { threadId } });
        },
      },
    );
  return (
    <CommandForm
      send={words.say('do.signal-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('do.signal-comment')} {...field('comment')} />
    </CommandForm>
  );
}
