import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Meeting } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

type Round = NonNullable<Meeting['dots']>;

/** Choosing with dots what to take up first: laid unseen, shown when the chair opens them. */
export function Dots({ meeting }: { readonly meeting: Meeting }): ReactNode {
  const words = useWords();
  const { dots, forum, mayDo, items } = meeting;
  const mayStart = mayDo.includes('forum.start-dots') && items.length > 1;
  const isGoingOn = dots !== null && dots.openedAt === null;
  if (dots === null && !mayStart) return null;
  return (
    <section aria-labelledby="dots">
      <h2 id="dots">{words.say('meeting.dots')}</h2>
      {dots !== null && <RoundView meeting={meeting} round={dots} />}
      {mayStart && !isGoingOn && <Start forumId={forum.id} />}
    </section>
  );
}

interface RoundProps {
  readonly meeting: Meeting;
  readonly round: Round;
}

function RoundView({ meeting, round }: RoundProps): ReactNode {
  const words = useWords();
  const { forum, mayDo } = meeting;
  if (round.counts !== null) return <Counts meeting={meeting} round={round} />;
  return (
    <>
      <p>{words.say('meeting.dots-laid', { count: round.haveLaid.length })}</p>
      {mayDo.includes('forum.lay-dots') && (
        <LayForm key={round.begunAt} meeting={meeting} round={round} />
      )}
      {mayDo.includes('forum.open-dots') && <Open forumId={forum.id} />}
    </>
  );
}

const titleOf = ({ items, parked }: Meeting, id: string): string =>
  [...items, ...parked].find((one) => one.id === id)?.title ?? id;

/** Dots are drawn as dots: the room sees at once where they lie. */
function Counts({ meeting, round }: RoundProps): ReactNode {
  const words = useWords();
  const known = [...meeting.items, ...meeting.parked].map(({ id }) => id);
  return (
    <>
      <p className="quiet">
        {words.say('meeting.dots-opened', { date: words.date(round.openedAt ?? round.begunAt) })}
      </p>
      <ol className="dot-counts">
        {round.counts
          ?.filter(({ proposalId }) => known.includes(proposalId))
          .map(({ proposalId, dots }) => (
            <li key={proposalId}>
              <span>{titleOf(meeting, proposalId)}</span>
              <span aria-hidden className="dots-laid">
                {'●'.repeat(Math.min(dots, 60))}
              </span>
              <span>{words.say('meeting.dots-got', { dots })}</span>
            </li>
          ))}
      </ol>
    </>
  );
}

function LayForm({ meeting, round }: RoundProps): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('forum.lay-dots');
  const [laid, setLaid] = useState<Readonly<Record<string, number>>>(round.own ?? {});
  const used = Object.values(laid).reduce((sum, one) => sum + one, 0);
  const left = round.dotsEach - used;
  const lay = (id: string, by: number) =>
    setLaid((before) => ({ ...before, [id]: Math.max(0, (before[id] ?? 0) + by) }));
  return (
    <CommandForm
      send={words.say('meeting.dots-send')}
      onSend={() => mutate({ forumId: meeting.forum.id, dots: laid })}
      isSending={isPending}
      error={error}
    >
      <p>{words.say('meeting.dots-yours', { left })}</p>
      <ul className="lay">
        {round.proposalIds.map((id) => (
          <li key={id}>
            <span>{titleOf(meeting, id)}</span>
            <fieldset aria-label={words.say('meeting.dots-for', { title: titleOf(meeting, id) })}>
              <Button
                className="button quiet small"
                isDisabled={(laid[id] ?? 0) === 0}
                onPress={() => lay(id, -1)}
                aria-label="−"
              >
                −
              </Button>
              <output>{laid[id] ?? 0}</output>
              <Button
                className="button quiet small"
                isDisabled={left === 0}
                onPress={() => lay(id, 1)}
                aria-label="+"
              >
                +
              </Button>
            </fieldset>
          </li>
        ))}
      </ul>
    </CommandForm>
  );
}

function Start({ forumId }: { readonly forumId: string }): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('forum.start-dots');
  return (
    <>
      <Button
        className="button quiet"
        isDisabled={isPending}
        onPress={() => mutate({ forumId, dotsEach: null })}
      >
        {words.say('meeting.dots-start')}
      </Button>
      <InlineTrouble error={error} />
    </>
  );
}

function Open({ forumId }: { readonly forumId: string }): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('forum.open-dots');
  return (
    <>
      <p>
        <Button className="button quiet" isDisabled={isPending} onPress={() => mutate({ forumId })}>
          {words.say('meeting.dots-open')}
        </Button>
      </p>
      <InlineTrouble error={error} />
    </>
  );
}
