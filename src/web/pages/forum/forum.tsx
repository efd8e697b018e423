import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ForumPage as Page } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import { forumQuery } from '../../request/structure-queries.ts';
import { forumAnswer } from '../../sentences/structure-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { AgendaSection } from './agenda.tsx';
import { CriteriaSection } from './criteria.tsx';
import { MinutesSection } from './minutes.tsx';
import { MinutesForm } from './minutes-form.tsx';

/** A forum: its next meeting, who sits there, what it may decide, its minutes. */
export function ForumPage(): ReactNode {
  const { forumId } = useParams({ from: '/forums/$forumId' });
  return (
    <Answered query={useQuery(forumQuery(forumId))}>
      {(page) => <ForumShown key={page.forum.id} page={page} />}
    </Answered>
  );
}

interface PageProps {
  readonly page: Page;
}

function ForumShown({ page }: PageProps): ReactNode {
  const words = useWords();
  const { forum } = page;
  return (
    <>
      <PageHead
        question={words.say('forum.question', {
          ...{ forum: words.text(forum.name), date: words.date(forum.nextMeetingOn) },
        })}
        answer={forumAnswer(page, words)}
        path={[forum.unit]}
      />
      <p className="next actions">
        <Link to="/forums/$forumId/meeting" params={{ forumId: forum.id }} className="button">
          {words.say('forum.open-meeting')}
        </Link>
        {page.mayDo.includes('forum.record-meeting') && (
          <DialogButton name={words.say('forum.minutes-write')}>
            {(close) => <MinutesForm page={page} onDone={close} />}
          </DialogButton>
        )}
      </p>
      <AgendaSection page={page} />
      <Members page={page} />
      <Rights page={page} />
      <CriteriaSection page={page} />
      <MinutesSection page={page} />
    </>
  );
}

function Members({ page }: PageProps): ReactNode {
  const words = useWords();
  const { members, forum } = page;
  const voting = members.filter(({ votes }) => votes).length;
  return (
    <section aria-labelledby="members">
      <h2 id="members">{words.say('forum.members')}</h2>
      {members.length === 0 ? (
        <p className="quiet">{words.say('forum.members-none')}</p>
      ) : (
        <>
          <MemberTable page={page} />
          <p className="quiet">{words.say('forum.quorum', { needed: forum.quorum, voting })}</p>
        </>
      )}
    </section>
  );
}

type Member = Page['members'][number];

function seatOf({ chair, votes }: Member): 'forum.chair' | 'forum.member' | 'forum.heard' {
  if (chair) return 'forum.chair';
  return votes ? 'forum.member' : 'forum.heard';
}

function MemberTable({ page }: PageProps): ReactNode {
  const words = useWords();
  const seat = (member: Member) => words.say(seatOf(member));
  return (
    <Table
      caption={words.say('forum.members')}
      rows={page.members}
      keyOf={({ id }) => id}
      columns={[
        {
          ...{ isNumber: false, id: 'name', head: words.say('forum.name') },
          value: ({ name }) => name,
          show: ({ name }) => name,
        },
        {
          ...{ isNumber: false, id: 'title', head: words.say('forum.title') },
          value: ({ title }) => words.text(title),
          show: ({ title }) => words.text(title),
        },
        {
          ...{ isNumber: false, id: 'seat', head: words.say('forum.seat') },
          value: seat,
          show: seat,
        },
        {
          ...{ isNumber: false, id: 'also', head: words.say('forum.also-in') },
          value: ({ alsoIn }) => alsoIn.map(({ name }) => words.text(name)).join(', '),
          show: (member) => <AlsoIn member={member} />,
        },
      ]}
    />
  );
}

function AlsoIn({ member }: { readonly member: Member }): ReactNode {
  const words = useWords();
  const { alsoIn, moreForums } = member;
  return (
    <ul className="also-in">
      {alsoIn.map(({ id, name }) => (
        <li key={id}>
          <Link to="/forums/$forumId" params={{ forumId: id }}>
            {words.text(name)}
          </Link>
        </li>
      ))}
      {moreForums > 0 && <li>{words.say('forum.more-forums', { count: moreForums })}</li>}
    </ul>
  );
}

function Rights({ page }: PageProps): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="rights">
      <h2 id="rights">{words.say('forum.rights')}</h2>
      <ol className="rule-list">
        {page.rights.map((sentence) => (
          <li key={sentence.en}>{words.text(sentence)}</li>
        ))}
      </ol>
      <p>
        <Link to="/structure">{words.say('forum.see-structure')}</Link>
      </p>
    </section>
  );
}
