import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AgendaItem, ForumPage } from '#api';
import { Empty } from '../../parts/empty.tsx';
import { signalLine, threadTitle } from '../../sentences/signal-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

/** What others wait for comes before what the forum finds by itself. */
const order = [
  'came-back',
  'returned',
  'proposal',
  'signal',
  'cycle',
  'answer',
  'challenge',
  'request',
  'silent',
] as const;

/** The agenda that writes itself, by the reason why a thing is on it. */
export function AgendaSection({ page }: { readonly page: ForumPage }): ReactNode {
  const words = useWords();
  const { agenda, moreSilent } = page;
  return (
    <section aria-labelledby="agenda">
      <h2 id="agenda">{words.say('forum.agenda')}</h2>
      {agenda.length === 0 && <Empty what={words.say('forum.agenda-none')} next="" />}
      {order.map((why) => {
        const items = agenda.filter((item) => item.why === why);
        if (items.length === 0) return null;
        return (
          <div key={why} className="agenda-part">
            <h3>
              {words.say(`forum.why.${why}`)} <span className="quiet">{items.length}</span>
            </h3>
            <ul className="inbox">
              {items.map((item) => (
                <li key={item.id}>
                  <Item item={item} unitId={page.forum.unit.id} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      {moreSilent > 0 && (
        <p className="quiet">{words.say('forum.more-silent', { count: moreSilent })}</p>
      )}
    </section>
  );
}

interface ItemProps {
  readonly item: AgendaItem;
  /** The forum's own unit, which need not be named. */
  readonly unitId: string;
}

function Item({ item, unitId }: ItemProps): ReactNode {
  const words = useWords();
  const because = item.because === null ? item.reason : words.text(item.because);
  return (
    <article className="inbox-item agenda-item">
      <div>
        <h4>
          <Subject item={item} />
        </h4>
        <p className="quiet">{aboutItem({ item, unitId }, words).join(' · ')}</p>
        {because !== '' && <p>{because}</p>}
        {item.request?.answer != null && <p>{item.request.answer}</p>}
      </div>
    </article>
  );
}

function aboutItem({ item, unitId }: ItemProps, words: Words): string[] {
  const unit = item.thread?.unit ?? item.request?.unit;
  const since = words.say('needs-us.since', { date: words.date(item.since) });
  const from = item.why === 'silent' ? 'forum.lies-at' : 'forum.from';
  return [
    ...(unit === undefined || unit.id === unitId ? [] : [words.text(unit.name)]),
    ...(item.from === null ? [] : [words.say(from, { forum: words.text(item.from.name) })]),
    ...(item.thread === null
      ? []
      : [`${words.say('threads.waits')} ${words.say(`waiting.${item.thread.waitingFor}`)}`]),
    item.overdue ? `${since}, ${words.say('needs-us.overdue')}` : since,
  ];
}

function Subject({ item }: { readonly item: AgendaItem }): ReactNode {
  const words = useWords();
  const { proposal, thread, request, signal } = item;
  if (proposal !== null)
    return (
      <Link to="/proposals/$proposalId" params={{ proposalId: proposal.id }}>
        {proposal.title}
      </Link>
    );
  if (signal !== null && thread === null) return signalLine(signal, words);
  if (thread !== null)
    return (
      <Link to="/threads/$threadId" params={{ threadId: thread.id }}>
        {signal === null ? threadTitle(thread, words) : signalLine(signal, words)}
      </Link>
    );
  return request?.title ?? '';
}
