import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useWords } from '../words/words-context.tsx';

interface DialogButtonProps {
  readonly name: string;
  readonly look?: 'button' | 'button quiet' | 'text-button';
  /** What it is called where the name alone says too little; it holds the name. */
  readonly label?: string;
  readonly title?: string;
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a dialog; the focus goes in, stays in, and comes back. */
export function DialogButton(props: DialogButtonProps): ReactNode {
  const words = useWords();
  return (
    <DialogTrigger>
      <Button
        className={props.look ?? 'button quiet'}
        {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      >
        {props.name}
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">
            {({ close }) => (
              <>
                <div className="dialog-head">
                  <Heading slot="title">{props.title ?? props.name}</Heading>
                  <Button
                    className="icon-button"
                    onPress={close}
                    aria-label={words.say('app.close')}
                  >
                    <X aria-hidden size={18} />
                  </Button>
                </div>
                {props.children(close)}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
