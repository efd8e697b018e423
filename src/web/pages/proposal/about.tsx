import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ProposalPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { proposalState } from '../../sentences/proposal-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { AttributeFields, capital } from './raise.tsx';

/** What the rules of decision look at, and what the proposal takes further. */
export function About({ page }: { readonly page: ProposalPage }): ReactNode {
  const words = useWords();
  const { attributes, concernsUnit, earlier, mayDo } = page;
  return (
    <section aria-labelledby="about">
      <h2 id="about">{words.say('proposal.about')}</h2>
      <dl className="pairs">
        {attributes.map(({ id, name, valueName }) => (
          <div key={id}>
            <dt>{capital(words.text(name))}</dt>
            <dd>{words.text(valueName)}</dd>
          </div>
        ))}
        {concernsUnit !== null && (
          <div>
            <dt>{words.say('proposal.concerns')}</dt>
            <dd>{words.text(concernsUnit.name)}</dd>
          </div>
        )}
        {earlier.map((one) => (
          <div key={one.id}>
            <dt>{words.say('proposal.earlier')}</dt>
            <dd>
              <Link to="/proposals/$proposalId" params={{ proposalId: one.id }}>
                {one.title}
              </Link>{' '}
              <span className="quiet">{proposalState(one, words)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {mayDo.includes('proposal.reassess') && (
        <DialogButton name={words.say('proposal.reassess')}>
          {(close) => <ReassessForm page={page} onDone={close} />}
        </DialogButton>
      )}
    </section>
  );
}

interface ReassessProps {
  readonly page: ProposalPage;
  readonly onDone: () => void;
}

function ReassessForm({ page, onDone }: ReassessProps): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('proposal.reassess');
  const before = Object.fromEntries(page.attributes.map(({ id, value }) => [id, value]));
  const [said, setSaid] = useState<Readonly<Record<string, string>>>(before);
  const { field, whenRight } = useDraft({ reason: '' }, (draft) =>
    missing(draft, ['reason'], words.say('do.required')),
  );
  const concernsUnitId = page.concernsUnit?.id ?? null;
  const send = ({ reason }: { reason: string }) =>
    mutate(
      { proposalId: page.proposal.id, attributes: said, concernsUnitId, reason },
      { onSuccess: onDone },
    );
  return (
    <CommandForm
      send={words.say('proposal.reassess-send')}
      onSend={whenRight(send)}
      isSending={isPending}
      error={error}
      onCancel={onDone}
    >
      <div className="side-by-side">
        <AttributeFields
          said={said}
          onSay={(id, value) => setSaid((all) => ({ ...all, [id]: value }))}
        />
      </div>
      <LinesField label={words.say('proposal.reassess-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
