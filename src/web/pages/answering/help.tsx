import { LifeBuoy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AnswerForm } from '#api';
import { useWords } from '../../words/words-context.tsx';

/** What a person must hear at once after an answer; read aloud when it appears, and it stays. */
export function Help({ form }: { readonly form: AnswerForm }): ReactNode {
  const words = useWords();
  return (
    <div role="alert" className="answer-help-place">
      {form.help.map(({ ruleId, text }) => (
        <section key={ruleId} className="answer-help">
          <p className="answer-help-title">
            <LifeBuoy aria-hidden size={20} /> {words.say('answer.help-title')}
          </p>
          <p>{words.text(text)}</p>
        </section>
      ))}
    </div>
  );
}
