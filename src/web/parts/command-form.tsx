import type { FormEvent, ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useWords } from '../words/words-context.tsx';
import { InlineTrouble } from './trouble.tsx';

interface CommandFormProps {
  readonly send: string;
  readonly onSend: () => void;
  readonly isSending: boolean;
  readonly error: Error | null;
  readonly children: ReactNode;
  readonly onCancel?: (() => void) | undefined;
}

/** The frame of every form that changes something. A refusal is shown in place; nothing typed is lost. */
export function CommandForm(props: CommandFormProps): ReactNode {
  const words = useWords();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.isSending) props.onSend();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      {props.children}
      <InlineTrouble error={props.error} />
      <div className="form-end">
        <Button type="submit" className="button" isPending={props.isSending}>
          {props.isSending ? words.say('do.sending') : props.send}
        </Button>
        {props.onCancel !== undefined && (
          <Button className="button quiet" onPress={props.onCancel}>
            {words.say('app.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
