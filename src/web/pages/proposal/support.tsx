import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ProposalPage, SupportRequest } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { LineField, LinesField } from '../../parts/fields.tsx';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

/** What the support unit was asked on this matter, and a way to ask. */
export function Support({ page }: { readonly page: ProposalPage }): ReactNode {
  const words = useWords();
  const { support, mayDo, proposal, thread } = page;
  const mayAsk = mayDo.includes('support.request');
  if (support.length === 0 && !mayAsk) return null;
  return (
    <section aria-labelledby="support">
      <h2 id="support">{words.say('support.title')}</h2>
      <ul className="voices">
        {support.map((request) => (
          <li key={request.id}>
            <Request request={request} />
          </li>
        ))}
      </ul>
      {mayAsk && (
        <DialogButton name={words.say('support.ask')}>
          {(close) => <AskForm unitId={proposal.unit.id} threadId={thread.id} onDone={close} />}
        </DialogButton>
      )}
    </section>
  );
}

/** One request: what is asked, who has it, and the answer. */
export function Request({ request }: { readonly request: SupportRequest }): ReactNode {
  const words = useWords();
  return (
    <article>
      <h3>{request.title}</h3>
      <p className="quiet">
        {words.say('support.by', {
          name: request.askedBy.name,
          unit: words.text(request.unit.name),
        })}{' '}
        · <RequestState request={request} />
      </p>
      <p>{request.text}</p>
      {request.answer !== null && <blockquote>{request.answer}</blockquote>}
    </article>
  );
}

function RequestState({ request }: { readonly request: SupportRequest }): ReactNode {
  const words = useWords();
  switch (request.state) {
    case 'asked':
      return words.say('support.asked', { date: words.date(request.askedAt) });
    case 'taken':
      return words.say('support.taken', { name: request.owner?.name ?? '' });
    case 'answered':
      return words.say('support.answered', { date: words.date(request.answeredAt ?? '') });
  }
}

interface AskFormProps {
  readonly unitId: string;
  readonly threadId: string;
  readonly onDone: () => void;
}

function AskForm({ unitId, threadId, onDone }: AskFormProps): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('support.request');
  const { field, whenRight } = useDraft({ title: '', text: '' }, (draft) =>
    missing(draft, ['title', 'text'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('support.ask-send')}
      onSend={whenRight((draft) => mutate({ unitId, threadId, ...draft }, { onSuccess: onDone }))}
      isSending={isPending}
      error={error}
      onCancel={onDone}
    >
      <LineField label={words.say('support.ask-title')} isRequired {...field('title')} />
      <LinesField label={words.say('support.ask-text')} isRequired {...field('text')} />
    </CommandForm>
  );
}

interface QueueProps {
  readonly requests: readonly SupportRequest[];
  readonly mayDo: readonly string[];
}

/** What the support unit has been asked for, the longest waiting first. */
export function SupportQueue({ requests, mayDo }: QueueProps): ReactNode {
  const words = useWords();
  if (requests.length === 0) return null;
  return (
    <section aria-labelledby="queue">
      <h2 id="queue">{words.say('support.queue')}</h2>
      <ul className="voices">
        {requests.map((request) => (
          <li key={request.id}>
            <Request request={request} />
            <div className="actions">
              {mayDo.includes('support.take') && <Take supportId={request.id} />}
              {mayDo.includes('support.answer') && (
                <DialogButton name={words.say('support.answer')} title={request.title}>
                  {(close) => <AnswerForm supportId={request.id} onDone={close} />}
                </DialogButton>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Take({ supportId }: { readonly supportId: string }): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('support.take');
  return (
    <>
      <Button className="button quiet" isDisabled={isPending} onPress={() => mutate({ supportId })}>
        {words.say('support.take')}
      </Button>
      <InlineTrouble error={error} />
    </>
  );
}

interface AnswerFormProps {
  readonly supportId: string;
  readonly onDone: () => void;
}

function AnswerForm({ supportId, onDone }: AnswerFormProps): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('support.answer');
  const { field, whenRight } = useDraft({ answer: '' }, (draft) =>
    missing(draft, ['answer'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('support.answer')}
      onSend={whenRight(({ answer }) => mutate({ supportId, answer }, { onSuccess: onDone }))}
      isSending={isPending}
      error={error}
      onCancel={onDone}
    >
      <LinesField label={words.say('support.answer-text')} isRequired {...field('answer')} />
    </CommandForm>
  );
}
