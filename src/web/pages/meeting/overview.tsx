import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Meeting, ProposalRow } from '#api';
import { CopyButton } from '../../parts/copy-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { forumQuery } from '../../request/structure-queries.ts';
import { proposalState } from '../../sentences/proposal-answer.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { AgendaSection } from '../forum/agenda.tsx';
import { Present } from '../proposal/present.tsx';
import { SupportQueue } from '../proposal/support.tsx';
import { Dots } from './dots.tsx';

/** What was decided while this screen was open. */
export interface Minute {
  readonly title: string;
  readonly outcome: string;
  readonly reason: string;
}

interface OverviewProps {
  readonly meeting: Meeting;
  readonly presentIds: readonly string[];
  readonly onPresent: (ids: string[]) => void;
  readonly minutes: readonly Minute[];
  readonly onShow: (item: string) => void;
}

/** Who is here, what waits, and what has been decided. */
export function Overview(props: OverviewProps): ReactNode {
  const { meeting, minutes, onShow, presentIds, onPresent } = props;
  const words = useWords();
  const { forum, items, parked, requests, mayDo } = meeting;
  const [first] = items;
  return (
    <>
      <PageHead
        path={[forum.unit]}
        question={words.say('meeting.question', { forum: words.text(forum.name) })}
        answer={words.say('meeting.answer', { items: items.length })}
      />
      {first !== undefined && (
        <p className="next actions">
          <Button className="button" onPress={() => onShow(first.id)}>
            {words.say('meeting.begin')}
          </Button>
          <span className="quiet">{words.say('meeting.keys')}</span>
        </p>
      )}
      {forum.members.length > 0 && (
        <Present members={forum.members} ticked={presentIds} onTick={onPresent} />
      )}
      {items.length > 0 && (
        <section aria-labelledby="matters">
          <h2 id="matters">{words.say('meeting.matters')}</h2>
          <ol className="matters">
            {items.map((item) => (
              <li key={item.id}>
                <Item item={item} onShow={onShow} />
              </li>
            ))}
          </ol>
        </section>
      )}
      <Dots meeting={meeting} />
      <SupportQueue requests={requests} mayDo={mayDo} />
      {parked.length > 0 && (
        <section aria-labelledby="parked">
          <h2 id="parked">{words.say('meeting.parked')}</h2>
          <ul className="matters">
            {parked.map((item) => (
              <li key={item.id}>
                <Item item={item} onShow={onShow} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Also forumId={forum.id} />
      <Minutes minutes={minutes} forumId={forum.id} />
    </>
  );
}

interface ItemProps {
  readonly item: ProposalRow;
  readonly onShow: (item: string) => void;
}

function Item({ item, onShow }: ItemProps): ReactNode {
  const words = useWords();
  return (
    <>
      <Button className="as-link" onPress={() => onShow(item.id)}>
        {item.title}
      </Button>
      <p className="quiet">
        {words.text(item.unit.name)}. {proposalState(item, words)}
      </p>
    </>
  );
}

const asText = (minutes: readonly Minute[], words: Words): string =>
  minutes
    .map(({ title, outcome, reason }) => `${title}\n${said(outcome, words)}: ${reason}`)
    .join('\n\n');

const said = (outcome: string, words: Words): string => {
  const id = `outcome-said.${outcome}`;
  return words.has(id) ? words.say(id) : outcome;
};

/** What the forum's agenda holds beside proposals: signals, steps of cycles that are due, answers that came back. */
function Also({ forumId }: { readonly forumId: string }): ReactNode {
  const words = useWords();
  const page = useQuery(forumQuery(forumId)).data;
  const others = page?.agenda.filter(({ proposal }) => proposal === null) ?? [];
  if (page === undefined || others.length === 0) return null;
  return (
    <details className="fold">
      <summary>
        <h2>{words.say('meeting.also')}</h2>
      </summary>
      <AgendaSection page={{ ...page, agenda: others }} />
    </details>
  );
}

interface MinutesProps {
  readonly minutes: readonly Minute[];
  readonly forumId: string;
}

function Minutes({ minutes, forumId }: MinutesProps): ReactNode {
  const words = useWords();
  if (minutes.length === 0) return null;
  return (
    <section aria-labelledby="minutes">
      <h2 id="minutes">{words.say('meeting.decided')}</h2>
      <ul className="voices">
        {minutes.map((one) => (
          <li key={one.title}>
            <strong>{one.title}</strong>
            <p>
              {said(one.outcome, words)}: {one.reason}
            </p>
          </li>
        ))}
      </ul>
      <CopyButton name={words.say('meeting.copy')} text={() => asText(minutes, words)} />
      <p className="next">
        <Link to="/forums/$forumId" params={{ forumId }} className="button">
          {words.say('forum.minutes-write')}
        </Link>
      </p>
    </section>
  );
}
