import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ForumPage, Minutes } from '#api';
import { useWords } from '../../words/words-context.tsx';

interface PageProps {
  readonly page: ForumPage;
}

/** What has been decided since the last minutes, and the minutes before. */
export function MinutesSection({ page }: PageProps): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="minutes">
      <h2 id="minutes">{words.say('forum.minutes')}</h2>
      <DecidedSince page={page} />
      {page.minutes.length === 0 && <p className="quiet">{words.say('forum.minutes-none')}</p>}
      {page.minutes.map((minutes) => (
        <MinutesShown key={minutes.heldOn} minutes={minutes} />
      ))}
    </section>
  );
}

function DecidedSince({ page }: PageProps): ReactNode {
  const words = useWords();
  if (page.decidedSince.length === 0)
    return <p className="quiet">{words.say('forum.minutes-decided-none')}</p>;
  return (
    <>
      <h3>{words.say('forum.minutes-decided')}</h3>
      <Decisions decisions={page.decidedSince} />
    </>
  );
}

function MinutesShown({ minutes }: { readonly minutes: Minutes }): ReactNode {
  const words = useWords();
  const { present, writtenBy, notes, decisions } = minutes;
  const names = present.map(({ name }) => name).join(', ');
  return (
    <article className="minutes">
      <h3>{words.date(minutes.heldOn)}</h3>
      <p className="quiet">
        {names === ''
          ? words.say('forum.minutes-by-alone', { writer: writtenBy.name })
          : words.say('forum.minutes-by', { names, writer: writtenBy.name })}
      </p>
      {notes !== '' && <p className="minutes-notes">{notes}</p>}
      <Decisions decisions={decisions} />
    </article>
  );
}

function Decisions({ decisions }: { readonly decisions: Minutes['decisions'] }): ReactNode {
  const words = useWords();
  const outcomeWords = (outcome: string): string => {
    const id = `outcome-said.${outcome}`;
    return words.has(id) ? words.say(id) : outcome;
  };
  return (
    <ul className="decisions">
      {decisions.map(({ proposalId, title, outcome, reason, toForum }, i) => (
        <li key={`${proposalId} ${i}`}>
          <Link to="/proposals/$proposalId" params={{ proposalId }}>
            {title}
          </Link>
          : <strong>{outcomeWords(outcome)}</strong>
          {toForum !== null &&
            ` ${words.say('forum.to-forum', { forum: words.text(toForum.name) })}`}
          {reason !== '' && `. ${reason}`}
        </li>
      ))}
    </ul>
  );
}
