import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { AnswerForm } from '#api';
import { PageHead } from '../../parts/page-head.tsx';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { useWords } from '../../words/words-context.tsx';
import { labelOf } from './question-input.tsx';

interface CheckProps {
  readonly form: AnswerForm;
  readonly onChange: (linkId: string) => void;
  readonly onEnd: () => void;
  readonly isSending: boolean;
  readonly error: Error | null;
}

/** The answers, looked through before they are handed in. */
export function Check({ form, onChange, onEnd, isSending, error }: CheckProps): ReactNode {
  const words = useWords();
  const asked = form.questions.filter(({ linkId }) => form.asked.includes(linkId));
  const missing = form.missing.length;
  return (
    <>
      <PageHead
        question={words.say('answer.check-question')}
        answer={
          missing === 0
            ? words.say('answer.check-ready')
            : words.say('answer.check-missing', { count: missing })
        }
      />
      <dl className="answers">
        {asked.map((question) => {
          const given = form.answers[question.linkId] ?? [];
          const said = given.map((value) => labelOf(question, value, words)).join(', ');
          return (
            <div key={question.linkId}>
              <dt>{words.text(question.text)}</dt>
              <dd>
                <span className={said === '' ? 'quiet' : undefined}>
                  {said === '' ? words.say('answer.empty') : said}
                </span>
                <Button className="button quiet" onPress={() => onChange(question.linkId)}>
                  {words.say('answer.change')}
                  <span className="unseen">: {words.text(question.text)}</span>
                </Button>
              </dd>
            </div>
          );
        })}
      </dl>
      <InlineTrouble error={error} />
      {missing === 0 && (
        <Button className={isSending ? 'button sending' : 'button'} onPress={onEnd}>
          {words.say('answer.hand-in')}
        </Button>
      )}
    </>
  );
}
