import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ThreadPage, WaitingFor } from '#api';
import type { MessageId } from '../../words/en/index.ts';
import { useWords } from '../../words/words-context.tsx';
import type { ActionFormProps } from './action-form.ts';
import { DecideForm } from './decide-form.tsx';
import { ProposeForm } from './propose-form.tsx';
import { StartCycleForm } from './start-cycle-form.tsx';
import { TakeOverForm } from './take-over-form.tsx';
import { TakeUpForm } from './take-up-form.tsx';
import { CloseForm, CommentForm, ReopenForm } from './text-forms.tsx';

interface Action {
  readonly command: string;
  readonly name: MessageId;
  readonly form: (props: ActionFormProps) => ReactNode;
}

const actions: readonly Action[] = [
  { command: 'thread.open-from-signal', name: 'next.look-at-signal', form: TakeUpForm },
  { command: 'thread.comment', name: 'do.comment', form: CommentForm },
  { command: 'thread.take-over', name: 'do.take-over', form: TakeOverForm },
  { command: 'proposal.raise', name: 'do.propose', form: ProposeForm },
  { command: 'proposal.decide', name: 'do.decide', form: DecideForm },
  { command: 'cycle.start', name: 'do.start-cycle', form: StartCycleForm },
  { command: 'thread.close', name: 'do.close', form: CloseForm },
  { command: 'thread.reopen', name: 'do.reopen', form: ReopenForm },
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

/** Which forms have been begun, and which of them is seen. */
export interface Acting {
  readonly opened: readonly string[];
  readonly chosen: string | null;
  readonly choose: (command: string | null) => void;
  readonly done: (command: string) => void;
}

export function useActing(): Acting {
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  return {
    opened,
    chosen,
    choose: (command) => {
      if (command !== null)
        setOpened((before) => (before.includes(command) ? before : [...before, command]));
      setChosen(command);
    },
    done: (command) => {
      setOpened((before) => before.filter((c) => c !== command));
      setChosen(null);
    },
  };
}

interface ActionsProps {
  readonly page: ThreadPage;
  readonly acting: Acting;
}

const openCycleOf = ({ cycles }: ThreadPage) => cycles.find((c) => c.state !== 'closed');

/** A dispute is no signal that one takes up: somebody says what came of it, above. */
const possibleIn = ({ challenge, mayDo }: ThreadPage): readonly Action[] =>
  actions.filter(
    ({ command }) =>
      mayDo.includes(command) && (challenge === null || command !== 'thread.open-from-signal'),
  );

const nextActionOf = (page: ThreadPage): Action | undefined => {
  const next = nextCommand[page.thread.waitingFor];
  return possibleIn(page).find(({ command }) => command === next);
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
    acting.choose(next.command);
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
  const { opened, chosen, choose, done } = acting;
  const possible = possibleIn(page);
  const next = nextActionOf(page);
  const openCycle = openCycleOf(page);
  const ordered = possible.toSorted((a, b) => Number(b === next) - Number(a === next));
  if (possible.length === 0 && openCycle === undefined)
    return <p className="do quiet">{words.say('thread.read-only')}</p>;
  return (
    <section aria-labelledby="do" className="do">
      <h2 id="do">{words.say('thread.do')}</h2>
      <div className="actions">
        {openCycle !== undefined && (
          <Link to="/cycles/$cycleId" params={{ cycleId: openCycle.id }} className="button">
            {words.say('entry.to-cycle')}
          </Link>
        )}
        {ordered.map((action) => (
          <Button
            key={action.command}
            className={action === next ? 'button' : 'button quiet'}
            aria-expanded={action.command === chosen}
            onPress={() => choose(action.command === chosen ? null : action.command)}
          >
            {words.say(action.name)}
          </Button>
        ))}
      </div>
      {/* A form that was begun stays, hidden, so that nothing typed is lost by looking at another. */}
      {possible
        .filter((a) => opened.includes(a.command))
        .map((action) => (
          <div key={action.command} hidden={action.command !== chosen} className="do-form">
            <h3>{words.say(action.name)}</h3>
            <action.form page={page} onDone={() => done(action.command)} />
          </div>
        ))}
    </section>
  );
}
