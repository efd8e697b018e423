import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MessageEffectPage as Answer } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { messageEffectQuery } from '../../request/queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { effectWords } from './message-words.ts';
import { SetType } from './set-type.tsx';
import { Weights } from './weights.tsx';

/** Do our messages help? Each kind, and what the program goes by when it chooses. */
export function MessageEffectPage(): ReactNode {
  return (
    <Answered query={useQuery(messageEffectQuery())}>
      {(page) => <MessageEffect page={page} />}
    </Answered>
  );
}

interface PageProps {
  readonly page: Answer;
}

function MessageEffect({ page }: PageProps): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead question={words.say('messages.effect-question')} answer={answerOf(page, words)} />
      <p>
        <Link to="/messages">{words.say('place.messages')}</Link>
      </p>
      <Judged page={page} />
      <section aria-labelledby="kinds">
        <h2 id="kinds">{words.say('messages.kinds')}</h2>
        <Table
          caption={words.say('messages.kinds')}
          rows={page.types}
          keyOf={({ type }) => type}
          columns={columns(words)}
        />
        {page.maySet && (
          <DialogButton name={words.say('messages.set-type')} look="button">
            {(close) => <SetType page={page} onDone={close} />}
          </DialogButton>
        )}
      </section>
      <Weights page={page} />
      <Mails page={page} />
    </>
  );
}

/** What can be said of each kind that was told by chance; the others are said to be without an answer once, together. */
function Judged({ page }: PageProps): ReactNode {
  const words = useWords();
  const tried = page.types.filter(({ heldBack }) => heldBack > 0);
  return (
    <section aria-labelledby="judged">
      <h2 id="judged">{words.say('messages.does-it-help')}</h2>
      {tried.map(({ type, effect }) => (
        <p key={type}>
          <strong>{words.say(`messages.type-${type}`)}.</strong> {effectWords(effect, words)}
        </p>
      ))}
      {tried.length < page.types.length && (
        <p className="quiet">{words.say('messages.others-untried')}</p>
      )}
    </section>
  );
}

function answerOf({ types }: Answer, words: Words): string {
  const sum = (of: (row: Row) => number) => types.reduce((total, row) => total + of(row), 0);
  return words.say('messages.effect-answer', {
    told: sum(({ told }) => told),
    read: words.whole(sum(({ read }) => read)),
    acted: words.whole(sum(({ acted }) => acted)),
    judged: types.filter(({ effect }) => effect.kind === 'effect').length,
  });
}

type Row = Answer['types'][number];

function columns(words: Words): readonly Column<Row>[] {
  const number = (id: 'told' | 'read' | 'acted' | 'heldBack', head: string): Column<Row> => ({
    ...{ id, head, isNumber: true },
    value: (row) => row[id],
    show: (row) => words.whole(row[id]),
  });
  const text = (id: string, head: string, of: (row: Row) => string): Column<Row> => ({
    ...{ id, head, isNumber: false, value: of, show: of },
  });
  return [
    text('kind', words.say('messages.kind'), ({ type }) => words.say(`messages.type-${type}`)),
    text('setting', words.say('messages.setting'), (row) => settingWords(row, words)),
    number('told', words.say('messages.told')),
    number('read', words.say('messages.was-read')),
    number('acted', words.say('messages.acted-on')),
    number('heldBack', words.say('messages.held-back')),
  ];
}

function settingWords({ isOn, share }: Row, words: Words): string {
  if (!isOn) return words.say('messages.off');
  if (share === null) return words.say('messages.on');
  return words.say('messages.by-chance', { share: `${words.whole(100 * share)}\u202f%` });
}

function Mails({ page }: PageProps): ReactNode {
  const words = useWords();
  const none =
    page.mail === 'ready'
      ? words.say('messages.mails-none')
      : words.say(`messages.mail-${page.mail}`);
  return (
    <section aria-labelledby="mails">
      <h2 id="mails">{words.say('messages.mails')}</h2>
      {(page.mails.length === 0 || page.mail !== 'ready') && <p className="quiet">{none}</p>}
      {page.mails.length > 0 && (
        <Table
          caption={words.say('messages.mails')}
          rows={page.mails}
          keyOf={({ state }) => state}
          columns={[
            {
              ...{ id: 'state', head: words.say('messages.mail-state'), isNumber: false },
              value: ({ state }) => words.say(`messages.state-${state}`),
              show: ({ state }) => words.say(`messages.state-${state}`),
            },
            {
              ...{ id: 'mails', head: words.say('messages.mail-count'), isNumber: true },
              value: ({ mails }) => mails,
              show: ({ mails }) => words.whole(mails),
            },
          ]}
        />
      )}
    </section>
  );
}
