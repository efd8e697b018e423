import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Answered } from '../../parts/answered.tsx';
import { ChoiceField } from '../../parts/fields.tsx';
import { proposalQuery } from '../../request/proposal-queries.ts';
import { threadTitle } from '../../sentences/signal-words.ts';
import { useWords } from '../../words/words-context.tsx';
import { DecisionForm } from '../proposal/decision-form.tsx';
import type { ActionFormProps } from './action-form.ts';

const awaiting = ['raised', 'considered', 'parked'];

/** Writes down what the forum decided on one proposal of the thread. */
export function DecideForm({ page, onDone }: ActionFormProps): ReactNode {
  const words = useWords();
  const open = page.proposals.filter((p) => awaiting.includes(p.state));
  const [chosen, setChosen] = useState(open[0]?.id ?? '');
  const proposal = open.find(({ id }) => id === chosen) ?? open[0];
  const title = proposal?.title ?? threadTitle(page.thread, words);
  return (
    <>
      {open.length > 1 ? (
        <ChoiceField
          label={words.say('entry.proposal')}
          choices={open.map((p) => ({ id: p.id, name: p.title }))}
          value={chosen}
          onChange={setChosen}
        />
      ) : (
        <p>{words.say('do.decide-on', { title })}</p>
      )}
      {proposal !== undefined && <Decision key={proposal.id} id={proposal.id} onDone={onDone} />}
    </>
  );
}

interface DecisionProps {
  readonly id: string;
  readonly onDone: () => void;
}

function Decision({ id, onDone }: DecisionProps): ReactNode {
  return (
    <Answered query={useQuery(proposalQuery(id))}>
      {(page) => <DecisionForm page={page} presentIds={null} onDone={onDone} onCancel={onDone} />}
    </Answered>
  );
}
