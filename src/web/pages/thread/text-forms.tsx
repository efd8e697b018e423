import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import type { MessageId } from '../../words/en/index.ts';
import { useWords } from '../../words/words-context.tsx';
import type { ActionFormProps } from './action-form.ts';

interface OneTextProps {
  readonly label: MessageId;
  readonly send: MessageId;
  readonly isSending: boolean;
  readonly error: Error | null;
  readonly onSend: (text: string) => void;
  readonly onCancel: () => void;
}

/** A form with one text in it. */
function OneText({ label, send, isSending, error, onSend, onCancel }: OneTextProps): ReactNode {
  const words = useWords();
  const { field, whenRight } = useDraft({ text: '' }, (draft) =>
    missing(draft, ['text'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say(send)}
      onSend={whenRight(({ text }) => onSend(text))}
      isSending={isSending}
      error={error}
      onCancel={onCancel}
    >
      <LinesField label={words.say(label)} isRequired {...field('text')} />
    </CommandForm>
  );
}

export function CommentForm({ page, onDone }: ActionFormProps): ReactNode {
  const { mutate, isPending, error } = useCommand('thread.comment');
  return (
    <OneText
      label="do.comment-text"
      send="do.comment-send"
      isSending={isPending}
      error={error}
      onSend={(text) => mutate({ threadId: page.thread.id, text }, { onSuccess: onDone })}
      onCancel={onDone}
    />
  );
}

export function CloseForm({ page, onDone }: ActionFormProps): ReactNode {
  const { mutate, isPending, error } = useCommand('thread.close');
  return (
    <OneText
      label="do.close-reason"
      send="do.close-send"
      isSending={isPending}
      error={error}
      onSend={(reason) => mutate({ threadId: page.thread.id, reason }, { onSuccess: onDone })}
      onCancel={onDone}
    />
  );
}

export function ReopenForm({ page, onDone }: ActionFormProps): ReactNode {
  const { mutate, isPending, error } = useCommand('thread.reopen');
  return (
    <OneText
      label="do.reopen-reason"
      send="do.reopen-send"
      isSending={isPending}
      error={error}
      onSend={(reason) => mutate({ threadId: page.thread.id, reason }, { onSuccess: onDone })}
      onCancel={onDone}
    />
  );
}
