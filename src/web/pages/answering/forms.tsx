import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Welcome } from '#api';
import { PageHead } from '../../parts/page-head.tsx';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { send } from '../../request/request.ts';
import { useWords } from '../../words/words-context.tsx';

interface FormsProps {
  readonly welcome: Welcome;
  readonly onLeft: (from: 'own' | 'kiosk') => void;
}

/** What there is to answer, and one's own page. */
export function Forms({ welcome, onLeft }: FormsProps): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const leave = useMutation<unknown, Error, undefined>({
    mutationFn: () => send('DELETE', '/api/answering'),
    onSuccess: () => {
      onLeft(welcome.isKiosk ? 'kiosk' : 'own');
      client.clear();
    },
  });
  const leaveNow = () => leave.mutate(undefined);
  const left = welcome.forms.filter(({ isFinished }) => !isFinished).length;
  return (
    <>
      <PageHead
        question={words.say('answer.enter-question')}
        answer={words.say('answer.welcome-answer', { left })}
      />
      <p className="quiet">{words.say('answer.for', { unit: words.text(welcome.unit.name) })}</p>
      <ul className="answer-forms">
        {welcome.forms.map((form) => (
          <li key={form.id}>
            <h2>{words.text(form.title)}</h2>
            {form.description !== null && <p>{words.text(form.description)}</p>}
            {form.isFinished ? (
              <p className="quiet">{words.say('answer.done')}</p>
            ) : (
              <Link
                to="/answer/$instrumentId"
                params={{ instrumentId: form.id }}
                className="button"
              >
                {words.say(form.isBegun ? 'answer.go-on' : 'answer.begin')}
                <span className="unseen">: {words.text(form.title)}</span>
              </Link>
            )}
          </li>
        ))}
      </ul>
      <div className="answer-end">
        <Link to="/own" className="button quiet">
          {words.say('answer.see-own')}
        </Link>
        <Button className="button quiet" onPress={leaveNow}>
          {words.say('answer.leave')}
        </Button>
      </div>
      <InlineTrouble error={leave.error} />
    </>
  );
}
