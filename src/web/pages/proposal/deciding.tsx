import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ProposalPage } from '#api';
import { usePerson } from '../../app/use-session.ts';
import { CommandForm } from '../../parts/command-form.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { tableAnswer } from '../../sentences/proposal-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { ScoreForm } from './score-form.tsx';
import { Scores } from './scores.tsx';

interface DecidingProps {
  readonly page: ProposalPage;
  /** On a screen that the room looks at nobody scores: one's own points would be everybody's. */
  readonly isShared?: boolean;
}

/** How the forum decides together on one proposal: who sits there, who has scored, and the scores once they are open. */
export function Deciding({ page, isShared = false }: DecidingProps): ReactNode {
  const words = useWords();
  const me = usePerson();
  const { table, proposal, mayDo } = page;
  const isMember = table.members.some(({ id }) => id === me?.id);
  const hasInterest = table.members.some(({ id, interest }) => id === me?.id && interest !== null);
  const isScoring = table.stage === 'scoring';
  return (
    <section aria-labelledby="table" className="deciding">
      <h2 id="table">{words.say('table.title')}</h2>
      <p>{tableAnswer(page, words)}</p>
      {table.opened !== null && (
        <Scores label={words.say('table.scores')} criteria={table.criteria} opened={table.opened} />
      )}
      {isScoring && isShared && <p className="quiet">{words.say('table.own-screen')}</p>}
      {isScoring && !isShared && isMember && !hasInterest && (
        <div className="do-form">
          <h3>{words.say('table.score')}</h3>
          <ScoreForm key={proposal.lastStep} proposalId={proposal.id} table={table} />
        </div>
      )}
      <div className="actions">
        {isScoring && mayDo.includes('proposal.open-scores') && (
          <OpenScores proposalId={proposal.id} />
        )}
        {!isScoring && mayDo.includes('proposal.consider') && <TakeUp page={page} />}
        {!isShared && isMember && !hasInterest && mayDo.includes('proposal.declare-interest') && (
          <DialogButton name={words.say('table.declare')}>
            {(close) => <InterestForm proposalId={proposal.id} onDone={close} />}
          </DialogButton>
        )}
      </div>
      <Members page={page} />
    </section>
  );
}

function Members({ page }: { readonly page: ProposalPage }): ReactNode {
  const words = useWords();
  const { members, quorumNeeded, stage } = page.table;
  if (members.length === 0) return null;
  return (
    <details className="small-fold" open={stage === 'scoring'}>
      <summary>
        {words.say('table.members')}. {words.say('table.quorum', { needed: quorumNeeded })}
      </summary>
      <ul className="members">
        {members.map((member) => {
          const said = [
            member.chair ? words.say('table.chair') : null,
            member.isPatient ? words.say('table.patient') : null,
            member.counts ? null : words.say('table.voice'),
            member.hasScored ? words.say('table.has-scored') : null,
            member.interest === null
              ? null
              : words.say('table.interest', { text: member.interest }),
          ].filter((one) => one !== null);
          return (
            <li key={member.id}>
              {member.name}
              {said.length > 0 && <span className="quiet">: {said.join(', ')}</span>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function TakeUp({ page }: { readonly page: ProposalPage }): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('proposal.consider');
  const { proposal, table } = page;
  const isAgain = table.stage !== 'not-taken-up';
  return (
    <>
      <Button
        className={isAgain ? 'button quiet' : 'button'}
        isDisabled={isPending}
        onPress={() => mutate({ proposalId: proposal.id, seenStep: proposal.lastStep })}
      >
        {words.say(isAgain ? 'table.consider-again' : 'table.consider')}
      </Button>
      <InlineTrouble error={error} />
    </>
  );
}

function OpenScores({ proposalId }: { readonly proposalId: string }): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('proposal.open-scores');
  return (
    <>
      <Button
        className="button quiet"
        isDisabled={isPending}
        onPress={() => mutate({ proposalId })}
      >
        {words.say('table.open-now')}
      </Button>
      <InlineTrouble error={error} />
    </>
  );
}

interface OneTextProps {
  readonly proposalId: string;
  readonly onDone: () => void;
}

function InterestForm({ proposalId, onDone }: OneTextProps): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('proposal.declare-interest');
  const { field, whenRight } = useDraft({ text: '' }, (draft) =>
    missing(draft, ['text'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('table.declare-send')}
      onSend={whenRight(({ text }) => mutate({ proposalId, text }, { onSuccess: onDone }))}
      isSending={isPending}
      error={error}
      onCancel={onDone}
    >
      <LinesField label={words.say('table.declare-text')} isRequired {...field('text')} />
    </CommandForm>
  );
}
