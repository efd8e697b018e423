import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Activity, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Inbox } from '#api';
import { useUnitId } from '../app/use-unit.ts';
import { Answered } from '../parts/answered.tsx';
import { Empty } from '../parts/empty.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { inboxQuery } from '../request/queries.ts';
import { inboxAnswer } from '../sentences/inbox-answer.ts';
import { signalLine, threadTitle } from '../sentences/signal-words.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';

export function NeedsUsPage(): ReactNode {
  const asked = useSearch({ from: '/needs-us' }).unitId;
  const unitId = useUnitId();
  const query = useQuery({
    ...inboxQuery(asked ?? unitId ?? ''),
    enabled: (asked ?? unitId) !== null,
  });
  return (
    <Answered query={query}>{(inbox) => <NeedsUs key={inbox.unit.id} inbox={inbox} />}</Answered>
  );
}

function NeedsUs({ inbox }: { readonly inbox: Inbox }): ReactNode {
  const words = useWords();
  const unit = words.text(inbox.unit.name);
  return (
    <>
      <PageHead
        question={words.say('needs-us.question', { unit })}
        answer={inboxAnswer(inbox, words)}
      />
      {inbox.items.length === 0 ? (
        <Empty what={words.say('needs-us.none-next')} next="">
          <Link to="/units/$unitId" params={{ unitId: inbox.unit.id }} className="button">
            {words.say('needs-us.see-unit')}
          </Link>
        </Empty>
      ) : (
        <ul className="inbox">
          {inbox.items.map((item) => (
            <li key={item.kind === 'signal' ? item.signal.id : item.thread.id}>
              <Item item={item} unitId={inbox.unit.id} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface ItemProps {
  readonly item: Inbox['items'][number];
  readonly unitId: string;
}

function Item({ item, unitId }: ItemProps): ReactNode {
  const words = useWords();
  const unit = item.kind === 'signal' ? item.signal.unit : item.thread.unit;
  const since = words.say('needs-us.since', { date: words.date(item.since) });
  const about = [
    ...(unit.id === unitId ? [] : [words.text(unit.name)]),
    waiting(item, words),
    item.overdue ? `${since}, ${words.say('needs-us.overdue')}` : since,
  ];
  return (
    <article className="inbox-item">
      <span className="inbox-kind">
        {item.kind === 'signal' ? (
          <Activity aria-hidden size={18} />
        ) : (
          <MessagesSquare aria-hidden size={18} />
        )}
        {words.say(`needs-us.${item.kind}`)}
      </span>
      <div>
        <h2>
          <Subject item={item} />
        </h2>
        <p className="quiet">{about.join(' · ')}</p>
      </div>
      {item.mine && <strong className="mine">{words.say('needs-us.mine')}</strong>}
    </article>
  );
}

const waiting = (item: ItemProps['item'], words: Words): string => {
  const what = item.kind === 'signal' ? 'a-look' : item.thread.waitingFor;
  return `${words.say('threads.waits')} ${words.say(`waiting.${what}`)}`;
};

function Subject({ item }: { readonly item: Inbox['items'][number] }): ReactNode {
  const words = useWords();
  if (item.kind === 'thread')
    return (
      <Link to="/threads/$threadId" params={{ threadId: item.thread.id }}>
        {threadTitle(item.thread, words)}
      </Link>
    );
  const { unit, measureId } = item.signal;
  return (
    <Link to="/units/$unitId/measures/$measureId" params={{ unitId: unit.id, measureId }}>
      {signalLine(item.signal, words)}
    </Link>
  );
}
