import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ThreadPage, WaitingFor } from '#api';
import { type Acting, type PageAction, PageActions } from '../../parts/page-actions.tsx';
import { useWords } from '../../words/words-context.tsx';
import { DecideForm } from './decide-form.tsx';
import { ProposeForm } from './propose-form.tsx';
import { StartCycleForm } from './start-cycle-form.tsx';
import { TakeOverForm } from './take-over-form.tsx';
import { TakeUpForm } from './take-up-form.tsx';
import { CloseForm, CommentForm, ReopenForm } from './text-forms.tsx';

type Action = PageAction<ThreadPage>;

const actions: readonly Action[] = [
  { id: 'thread.open-from-signal', name: 'next.look-at-signal', form: TakeUpForm },
  { id: 'thread.comment', name: 'do.comment', form: CommentForm },
  { id: 'thread.take-over', name: 'do.take-over', form: TakeOverForm },
  { id: 'proposal.raise', name: 'do.propose', form: ProposeForm },
  { id: 'proposal.decide', name: 'do.decide', form: DecideForm },
  { id: 'cycle.start', name: 'do.start-cycle', form: StartCycleForm },
  { id: 'thread.close', name: 'do.close', form: CloseForm },
  { id: 'thread.reopen', name: 'do.reopen', form: ReopenForm },
];

/** What the thread waits for says which of the possible acts is the next step. */
const nextCommand: Readonly<Record<WaitingFor, string | null>> = {
  'a-look': 'thread.open-from-signal',
  'a-proposal': 'proposal.raise',
  'a-decision': 'proposal.decide',
  'a-cycle': 'cycle.start',
  'the-change': null,
  'the-effect': null,
  'a-verdict': null,
  closing: 'thread.close',
  'its-date': 'proposal.decide',
  nothing: null,
};

interface ActionsProps {
  readonly page: ThreadPage;
  readonly acting: Acting;
}

const openCycleOf = ({ cycles }: ThreadPage) => cycles.find((c) => c.state !== 'closed');

/** A dispute is no signal that one takes up: somebody says what came of it, above. */
const possibleIn = ({ challenge, mayDo }: ThreadPage): readonly Action[] =>
  actions.filter(
    ({ id }) => mayDo.includes(id) && (challenge === null || id !== 'thread.open-from-signal'),
  );

const nextActionOf = (page: ThreadPage): Action | undefined => {
  const next = nextCommand[page.thread.waitingFor];
  return possibleIn(page).find(({ id }) => id === next);
};

/** The one next step of the thread, for those who may take it: what it waits for, by name. */
export function NextOfThread({ page, acting }: ActionsProps): ReactNode {
  const words = useWords();
  const next = nextActionOf(page);
  const openCycle = openCycleOf(page);
  if (openCycle !== undefined)
    return (
      <p className="next">
        <Link to="/cycles/$cycleId" params={{ cycleId: openCycle.id }} className="button">
          {words.say('entry.to-cycle')}
        </Link>
      </p>
    );
  if (next === undefined) return null;
  const take = () => {
    acting.choose(next.id);
    document.getElementById('do')?.scrollIntoView();
  };
  return (
    <p className="next">
      <Button className="button" onPress={take}>
        {words.say(next.name)}
      </Button>
    </p>
  );
}

/** The things this person may do here now, the next one first; a form opens in place. */
export function Actions({ page, acting }: ActionsProps): ReactNode {
  const words = useWords();
  const possible = possibleIn(page);
  const next = nextActionOf(page) ?? null;
  const openCycle = openCycleOf(page);
  const ordered = possible.toSorted((a, b) => Number(b === next) - Number(a === next));
  if (possible.length === 0 && openCycle === undefined)
    return <p className="do quiet">{words.say('thread.read-only')}</p>;
  const toCycle = openCycle !== undefined && (
    <Link to="/cycles/$cycleId" params={{ cycleId: openCycle.id }} className="button">
      {words.say('entry.to-cycle')}
    </Link>
  );
  return (
    <PageActions
      {...{ title: 'thread.do', page, acting, actions: ordered, next, before: toCycle }}
    />
  );
}
