import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { Meeting } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { meetingQuery } from '../../request/proposal-queries.ts';
import { Matter } from './matter.tsx';
import { type Minute, Overview } from './overview.tsx';

/** A screen that a group looks at together: the list first, then one matter at a time. */
export function MeetingPage(): ReactNode {
  const { forumId } = useParams({ from: '/forums/$forumId/meeting' });
  return (
    <Answered query={useQuery(meetingQuery(forumId))}>
      {(meeting) => <OneMeeting key={meeting.forum.id} meeting={meeting} />}
    </Answered>
  );
}

function OneMeeting({ meeting }: { readonly meeting: Meeting }): ReactNode {
  const { item } = useSearch({ from: '/forums/$forumId/meeting' });
  const [presentIds, setPresentIds] = useState<readonly string[]>(() =>
    meeting.forum.members.map(({ id }) => id),
  );
  const [minutes, setMinutes] = useState<readonly Minute[]>([]);
  const order = useOrder(meeting, item);
  const show = useShow();
  const at = item === undefined ? -1 : order.indexOf(item);
  const turn = useCallback(
    (by: number) => {
      const next = at + by;
      if (next >= -1 && next < order.length) show(order[next]);
    },
    [at, order, show],
  );
  useArrowKeys(turn);
  if (item === undefined || at < 0)
    return (
      <div className="meeting">
        <Overview
          meeting={meeting}
          presentIds={presentIds}
          onPresent={setPresentIds}
          minutes={minutes}
          onShow={show}
        />
      </div>
    );
  return (
    <div className="meeting">
      <Matter
        key={item}
        proposalId={item}
        place={{ n: at + 1, total: order.length }}
        presentIds={presentIds}
        onTurn={turn}
        onOverview={() => show(undefined)}
        onDecided={(minute) => setMinutes((before) => [...before, minute])}
      />
    </div>
  );
}

/** A matter keeps its place in the meeting after it was decided, so that the pages do not move under the readers. */
function useOrder(meeting: Meeting, item: string | undefined): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const wanted = [...meeting.items.map(({ id }) => id), ...(item === undefined ? [] : [item])];
  const news = wanted.filter((id, i) => !seen.includes(id) && wanted.indexOf(id) === i);
  if (news.length === 0) return seen;
  const order = [...seen, ...news];
  setSeen(order);
  return order;
}

function useShow(): (item: string | undefined) => void {
  const navigate = useNavigate({ from: '/forums/$forumId/meeting' });
  return useCallback(
    (item) => {
      navigate({ search: item === undefined ? {} : { item } }).catch(reportError);
    },
    [navigate],
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Arrow keys turn the pages, unless somebody is writing or a dialog is open. */
function useArrowKeys(turn: (by: number) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere =
        isTyping(event.target) || document.querySelector('[role=dialog]') !== null;
      if (isElsewhere || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'ArrowRight') turn(1);
      if (event.key === 'ArrowLeft') turn(-1);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [turn]);
}
