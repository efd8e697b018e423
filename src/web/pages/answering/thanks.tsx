import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AnswerForm } from '#api';
import { PageHead } from '../../parts/page-head.tsx';
import { useWords } from '../../words/words-context.tsx';
import { Help } from './help.tsx';

/** Handed in: what the score is, help where it is needed, and the way to one's own page. */
export function Thanks({ form }: { readonly form: AnswerForm }): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead question={words.say('answer.thanks')} answer={words.say('answer.thanks-kept')} />
      <Help form={form} />
      {form.scores.map(({ title, value, min, max }) => (
        <p key={title.en}>
          {words.say('answer.thanks-score', {
            ...{ title: words.text(title), value: words.whole(value) },
            ...{ min: words.whole(min), max: words.whole(max) },
          })}
        </p>
      ))}
      <div className="answer-end">
        <Link to="/own" className="button">
          {words.say('answer.see-own')}
        </Link>
        <Link to="/answer" className="button quiet">
          {words.say('answer.back-to-forms')}
        </Link>
      </div>
    </>
  );
}
