import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Activity, LifeBuoy, MessagesSquare } from 'lucide-react';
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
            <li key={matterOf(item).id}>
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
  const { unit } = matterOf(item);
  const isAlert = item.kind === 'alert';
  const when = isAlert ? words.dateTime(item.since) : words.date(item.since);
  const since = words.say('needs-us.since', { date: when });
  const late = words.say(isAlert ? 'needs-us.alert-overdue' : 'needs-us.overdue');
  const about = [
    ...(unit.id === unitId ? [] : [words.text(unit.name)]),
    waiting(item, words),
    item.overdue ? `${since}, ${late}` : since,
  ];
  return (
    <article className={isAlert ? 'inbox-item alert' : 'inbox-item'}>
      <span className="inbox-kind">
        <KindIcon kind={item.kind} />
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

type ItemOf = Inbox['items'][number];

/** What the item is about, whatever its kind. */
function matterOf(item: ItemOf) {
  if (item.kind === 'alert') return item.alert;
  return item.kind === 'signal' ? item.signal : item.thread;
}

function KindIcon({ kind }: { readonly kind: ItemOf['kind'] }): ReactNode {
  if (kind === 'alert') return <LifeBuoy aria-hidden size={18} />;
  return kind === 'signal' ? (
    <Activity aria-hidden size={18} />
  ) : (
    <MessagesSquare aria-hidden size={18} />
  );
}

const waiting = (item: ItemOf, words: Words): string => {
  if (item.kind === 'alert') return words.say('needs-us.alert-waits');
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
  if (item.kind === 'alert')
    return (
      <Link to="/alerts/$alertId" params={{ alertId: item.alert.id }}>
        {words.say('alert.title')}
      </Link>
    );
  const { unit, measureId, ruleId } = item.signal;
  if (ruleId !== null)
    return (
      <Link to="/advice/$ruleId" params={{ ruleId }}>
        {signalLine(item.signal, words)}
      </Link>
    );
  return (
    <Link to="/units/$unitId/measures/$measureId" params={{ unitId: unit.id, measureId }}>
      {signalLine(item.signal, words)}
    </Link>
  );
}
