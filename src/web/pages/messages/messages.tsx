import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MessagesPage as Answer } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { messagesQuery } from '../../request/queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { MessageCard } from './message-card.tsx';
import { answerSentence, becameWords, mailSentence, twoDecimals } from './message-words.ts';
import { useReadMarks } from './use-read-marks.ts';
import { WishForm } from './wish-form.tsx';

/** What is worth knowing now: one's own messages, those of one's teams and boards. */
export function MessagesPage(): ReactNode {
  return (
    <Answered query={useQuery(messagesQuery())}>{(page) => <Messages page={page} />}</Answered>
  );
}

interface PageProps {
  readonly page: Answer;
}

function Messages({ page }: PageProps): ReactNode {
  const words = useWords();
  const { mine, others, period, weights } = page;
  useReadMarks([...mine, ...others.flatMap(({ messages }) => messages)]);
  return (
    <>
      <PageHead question={words.say('messages.question')} answer={answerSentence(page, words)} />
      {mine.map((message) => (
        <MessageCard key={message.id} message={message} weights={weights} />
      ))}
      {period !== null && (
        <p className="quiet">
          {words.say('messages.period', {
            from: words.date(period.from),
            next: words.date(period.next),
          })}
        </p>
      )}
      {others.map(({ recipient, messages }) => (
        <section key={`${recipient.kind} ${recipient.id}`} aria-labelledby={`to-${recipient.id}`}>
          <h2 id={`to-${recipient.id}`}>
            {words.say(recipient.kind === 'team' ? 'messages.of-team' : 'messages.of-board', {
              name: words.text(recipient.name),
            })}
          </h2>
          {messages.map((message) => (
            <MessageCard key={message.id} message={message} weights={weights} />
          ))}
        </section>
      ))}
      <section className="next" aria-labelledby="wish">
        <h2 id="wish">{words.say('messages.wish')}</h2>
        <p>{mailSentence(page, words)}</p>
        <p className="actions">
          <DialogButton name={words.say('messages.wish-change')} title={words.say('messages.wish')}>
            {(close) => <WishForm page={page} onDone={close} />}
          </DialogButton>
          <Link to="/messages/effect">{words.say('messages.effect-link')}</Link>
        </p>
      </section>
      <NotTold page={page} />
      <Earlier page={page} />
    </>
  );
}

function NotTold({ page }: PageProps): ReactNode {
  const words = useWords();
  const title = words.say('messages.not-told', { count: page.notTold.length });
  if (page.notTold.length === 0) return null;
  return (
    <Disclosure title={title}>
      <Table
        caption={title}
        rows={page.notTold}
        keyOf={({ id }) => id}
        columns={notToldColumns(words)}
      />
    </Disclosure>
  );
}

type NotToldRow = Answer['notTold'][number];

const notToldColumns = (words: Words): readonly Column<NotToldRow>[] => [
  {
    ...{ id: 'about', head: words.say('messages.about'), isNumber: false },
    value: ({ title }) => words.text(title),
    show: ({ title }) => words.text(title),
  },
  {
    ...{ id: 'score', head: words.say('messages.points'), isNumber: true },
    value: ({ score }) => score,
    show: ({ score }) => twoDecimals(score, words),
  },
  {
    ...{ id: 'why', head: words.say('messages.because'), isNumber: false },
    value: ({ why }) => words.text(why),
    show: ({ why }) => words.text(why),
  },
];

function Earlier({ page }: PageProps): ReactNode {
  const words = useWords();
  const title = words.say('messages.earlier', { count: page.earlier.length });
  if (page.earlier.length === 0) return null;
  return (
    <Disclosure title={title}>
      <Table
        caption={title}
        rows={page.earlier}
        keyOf={({ id }) => id}
        columns={earlierColumns(words)}
      />
    </Disclosure>
  );
}

type EarlierRow = Answer['earlier'][number];

const earlierColumns = (words: Words): readonly Column<EarlierRow>[] => [
  {
    ...{ id: 'sent', head: words.say('messages.sent-on'), isNumber: false },
    value: ({ madeAt }) => madeAt,
    show: ({ madeAt }) => words.date(madeAt),
  },
  {
    ...{ id: 'about', head: words.say('messages.about'), isNumber: false },
    value: ({ title }) => words.text(title),
    show: ({ title }) => words.text(title),
  },
  {
    ...{ id: 'became', head: words.say('messages.became'), isNumber: false },
    value: (row) => becameWords(row, words),
    show: (row) => becameWords(row, words),
  },
];
