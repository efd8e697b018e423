import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { AnswerValue, Question } from '#api';
import type { Text } from '#core';
import { PageHead } from '../../parts/page-head.tsx';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { useWords } from '../../words/words-context.tsx';
import { draftOf, type QuestionDraft, readDraft } from './question-draft.ts';
import { QuestionInput } from './question-input.tsx';

interface OneQuestionProps {
  readonly question: Question;
  readonly place: { readonly at: number; readonly of: number };
  readonly formTitle: Text;
  readonly given: readonly AnswerValue[];
  readonly onAnswer: (values: readonly AnswerValue[]) => void;
  /** Null at the first question. */
  readonly onBack: (() => void) | null;
  readonly isSending: boolean;
  readonly error: Error | null;
}

/** One question, large; Enter goes on. */
export function OneQuestion(props: OneQuestionProps): ReactNode {
  const { question, place, onBack, isSending } = props;
  const words = useWords();
  const [draft, setDraft] = useState<QuestionDraft>(() => draftOf(question, props.given));
  const [wasTried, setTried] = useState(false);
  const troubleId = useId();
  const read = readDraft(question, draft);
  const trouble = read.kind === 'trouble' && wasTried ? words.say(read.words, read.values) : null;
  const goOn = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isSending && read.kind === 'values') props.onAnswer(read.values);
  };
  const isEmpty = read.kind === 'values' && read.values.length === 0;
  return (
    <form className="question" onSubmit={goOn} noValidate>
      <Progress {...place} title={words.text(props.formTitle)} />
      {question.lead.map((text) => (
        <p key={text.en} className="question-lead">
          {words.text(text)}
        </p>
      ))}
      <PageHead question={words.text(question.text)} answer="" />
      {question.help !== null && <p className="hint">{words.text(question.help)}</p>}
      <QuestionInput
        question={question}
        draft={draft}
        onChange={setDraft}
        troubleId={trouble === null ? null : troubleId}
      />
      {!question.required && <p className="hint">{words.say('answer.optional')}</p>}
      <p className="field-trouble" id={troubleId} aria-live="polite">
        {trouble}
      </p>
      <InlineTrouble error={props.error} />
      <div className="question-end">
        {onBack !== null && (
          <Button className="button quiet" onPress={onBack}>
            {words.say('answer.back')}
          </Button>
        )}
        <Button type="submit" className={isSending ? 'button sending' : 'button'}>
          {words.say(isEmpty && !question.required ? 'answer.skip' : 'answer.next')}
        </Button>
      </div>
    </form>
  );
}

interface ProgressProps {
  readonly at: number;
  readonly of: number;
  readonly title: string;
}

function Progress({ at, of, title }: ProgressProps): ReactNode {
  const words = useWords();
  const said = words.say('answer.progress', { at, of });
  return (
    <div className="question-progress">
      <p className="quiet">
        {title} · {said}
      </p>
      <progress value={at} max={of} aria-label={said} />
    </div>
  );
}
