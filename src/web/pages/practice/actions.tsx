import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { PracticePage } from '#api';
import type { MessageId } from '../../words/en/index.ts';
import { useWords } from '../../words/words-context.tsx';
import { AdoptForm } from './adopt-form.tsx';
import type { PracticeFormProps } from './form-props.ts';
import { ReviseForm } from './revise-form.tsx';
import { OfferForm, SendUpForm, WithdrawForm } from './small-forms.tsx';

interface Action {
  readonly id: string;
  readonly name: MessageId;
  readonly isPossible: (page: PracticePage) => boolean;
  readonly form: (props: PracticeFormProps) => ReactNode;
}

const may = (command: string) => (page: PracticePage) => page.mayDo.includes(command);

const actions: readonly Action[] = [
  {
    ...{ id: 'adopt', name: 'practice.adopt', form: AdoptForm },
    isPossible: (page) => page.mayAdoptIn.length > 0,
  },
  {
    ...{ id: 'send-up', name: 'practice.send-up', form: SendUpForm },
    isPossible: may('proposal.raise'),
  },
  { id: 'offer', name: 'practice.offer', form: OfferForm, isPossible: may('practice.offer') },
  { id: 'revise', name: 'practice.revise', form: ReviseForm, isPossible: may('practice.revise') },
  {
    ...{ id: 'withdraw', name: 'practice.withdraw', form: WithdrawForm },
    isPossible: may('practice.withdraw'),
  },
];

/** What this person may do with the practice, the next step first; the form opens in place. */
export function PracticeActions({ page }: { readonly page: PracticePage }): ReactNode {
  const words = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const possible = actions.filter(({ isPossible }) => isPossible(page));
  const opened = possible.find(({ id }) => id === chosen);
  if (possible.length === 0)
    return <p className="do quiet">{words.say('practice.cannot-adopt')}</p>;
  return (
    <section aria-labelledby="do" className="do">
      <h2 id="do">{words.say('practice.do')}</h2>
      <div className="actions">
        {possible.map(({ id, name }, i) => (
          <Button
            key={id}
            className={i === 0 ? 'button' : 'button quiet'}
            aria-expanded={id === chosen}
            onPress={() => setChosen(id === chosen ? null : id)}
          >
            {words.say(name)}
          </Button>
        ))}
      </div>
      {opened !== undefined && (
        <div className="do-form">
          <h3>{words.say(opened.name)}</h3>
          <opened.form page={page} onDone={() => setChosen(null)} />
        </div>
      )}
    </section>
  );
}
