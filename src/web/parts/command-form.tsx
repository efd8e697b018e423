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
        {/* Not the button's own pending state: it announces itself by a name we do not give, as an image without one. */}
        <Button type="submit" className={props.isSending ? 'button sending' : 'button'}>
          <span aria-live="polite">{props.isSending ? words.say('do.sending') : props.send}</span>
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
