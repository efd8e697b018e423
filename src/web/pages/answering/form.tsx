import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { AnswerForm, AnswerValue, Question as QuestionAsked } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { endForm, formQuery, saveAnswer } from '../../request/answering-queries.ts';
import { useWords } from '../../words/words-context.tsx';
import { Check } from './check.tsx';
import { Help } from './help.tsx';
import { OneQuestion } from './one-question.tsx';
import { Thanks } from './thanks.tsx';

/** One form, one question at a time; every answer is kept as it is given. */
export function FormPage(): ReactNode {
  const { instrumentId } = useParams({ from: '/answer/$instrumentId' });
  return (
    <Answered query={useQuery(formQuery(instrumentId))}>
      {(form) => <Filling key={form.responseId} form={form} instrumentId={instrumentId} />}
    </Answered>
  );
}

/** The question that is asked; null when the answers are looked through before they are handed in. */
type At = string | null;

/** The first question without an answer; when each has one, the look through. */
const firstOpen = ({ asked, answers }: AnswerForm): At =>
  asked.find((linkId) => answers[linkId] === undefined) ?? null;

interface FillingProps {
  readonly form: AnswerForm;
  readonly instrumentId: string;
}

function Filling({ form, instrumentId }: FillingProps): ReactNode {
  const { language } = useWords();
  const client = useQueryClient();
  const [at, setAt] = useState<At>(() => firstOpen(form));
  const [isReturning, setReturning] = useState(false);
  const take = (next: AnswerForm) => client.setQueryData(formQuery(instrumentId).queryKey, next);
  const save = useMutation<AnswerForm, Error, { linkId: string; values: readonly AnswerValue[] }>({
    mutationFn: ({ linkId, values }) => saveAnswer(form.responseId, linkId, values),
    onSuccess: (next, { linkId }) => {
      take(next);
      setAt(isReturning ? null : after(next, linkId));
    },
  });
  const end = useMutation<AnswerForm, Error, undefined>({
    mutationFn: () => endForm(form.responseId, language),
    onSuccess: take,
  });
  if (form.isFinished) return <Thanks form={form} />;
  const question = form.questions.find(({ linkId }) => linkId === at);
  return (
    <>
      <Help form={form} />
      {question === undefined ? (
        <Check
          form={form}
          onChange={(linkId) => {
            setReturning(true);
            setAt(linkId);
          }}
          onEnd={() => end.mutate(undefined)}
          isSending={end.isPending}
          error={end.error}
        />
      ) : (
        <OneQuestion
          key={question.linkId}
          question={question}
          place={{ at: form.asked.indexOf(question.linkId) + 1, of: form.asked.length }}
          formTitle={form.instrument.title}
          given={form.answers[question.linkId] ?? []}
          onAnswer={(values) => save.mutate({ linkId: question.linkId, values })}
          onBack={before(form, question) === null ? null : () => setAt(before(form, question))}
          isSending={save.isPending}
          error={save.error}
        />
      )}
    </>
  );
}

/** What is asked after an answer: it may have changed what is asked. */
function after({ asked }: AnswerForm, linkId: string): At {
  return asked[asked.indexOf(linkId) + 1] ?? null;
}

const before = ({ asked }: AnswerForm, { linkId }: QuestionAsked): At =>
  asked[asked.indexOf(linkId) - 1] ?? null;
