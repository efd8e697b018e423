import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { MessageId } from '../words/en/index.ts';
import { useWords } from '../words/words-context.tsx';

/** Something a person may do on a page, with the form that asks what it needs. */
export interface PageAction<Page> {
  readonly id: string;
  readonly name: MessageId;
  readonly form: (props: { readonly page: Page; readonly onDone: () => void }) => ReactNode;
}

/** Which forms have been begun, and which of them is seen. */
export interface Acting {
  readonly opened: readonly string[];
  readonly chosen: string | null;
  readonly choose: (id: string | null) => void;
  readonly done: (id: string) => void;
}

export function useActing(): Acting {
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  return {
    opened,
    chosen,
    choose: (id) => {
      if (id !== null) setOpened((before) => (before.includes(id) ? before : [...before, id]));
      setChosen(id);
    },
    done: (id) => {
      setOpened((before) => before.filter((one) => one !== id));
      setChosen(null);
    },
  };
}

interface PageActionsProps<Page> {
  readonly title: MessageId;
  readonly page: Page;
  readonly acting: Acting;
  /** In the order of their buttons. */
  readonly actions: readonly PageAction<Page>[];
  /** The next step, which stands out; null where none does. */
  readonly next: PageAction<Page> | null;
  /** A way on that is no form. */
  readonly before?: ReactNode;
}

/** The things this person may do here now; a form opens in place. */
export function PageActions<Page>(props: PageActionsProps<Page>): ReactNode {
  const { title, page, acting, actions, next, before } = props;
  const words = useWords();
  const { opened, chosen, choose, done } = acting;
  return (
    <section aria-labelledby="do" className="do">
      <h2 id="do">{words.say(title)}</h2>
      <div className="actions">
        {before}
        {actions.map((action) => (
          <Button
            key={action.id}
            className={action === next ? 'button' : 'button quiet'}
            aria-expanded={action.id === chosen}
            onPress={() => choose(action.id === chosen ? null : action.id)}
          >
            {words.say(action.name)}
          </Button>
        ))}
      </div>
      {/* A form that was begun stays, hidden, so that nothing typed is lost by looking at another. */}
      {actions
        .filter(({ id }) => opened.includes(id))
        .map((action) => (
          <div key={action.id} hidden={action.id !== chosen} className="do-form">
            <h3>{words.say(action.name)}</h3>
            <action.form page={page} onDone={() => done(action.id)} />
          </div>
        ))}
    </section>
  );
}
