import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Welcome } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { LineField } from '../../parts/fields.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useDraft } from '../../parts/use-draft.ts';
import { welcomeQuery } from '../../request/answering-queries.ts';
import { send } from '../../request/request.ts';
import { useWords } from '../../words/words-context.tsx';

interface EnterProps {
  readonly token: string | null;
  readonly onEntered: () => void;
}

const codeDigits = 8;

/** The code that goes with the link, or that stands alone at a unit's own screen. */
export function Enter({ token, onEntered }: EnterProps): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const enter = useMutation<Welcome, Error, string>({
    mutationFn: (code) => send('POST', '/api/answering/entries', { token, code }),
    onSuccess: (welcome) => {
      client.setQueryData(welcomeQuery().queryKey, welcome);
      onEntered();
    },
  });
  const { field, whenRight } = useDraft({ code: '' }, ({ code }) =>
    code.replaceAll(/\D/g, '').length === codeDigits
      ? {}
      : { code: words.say('answer.code-trouble') },
  );
  return (
    <>
      <PageHead
        question={words.say('answer.enter-question')}
        answer={words.say(token === null ? 'answer.kiosk-answer' : 'answer.enter-answer')}
      />
      <CommandForm
        send={words.say('answer.enter')}
        onSend={whenRight(({ code }) => enter.mutate(code))}
        isSending={enter.isPending}
        error={enter.error}
      >
        <LineField label={words.say('answer.code')} isNumeric {...field('code')} />
      </CommandForm>
    </>
  );
}
