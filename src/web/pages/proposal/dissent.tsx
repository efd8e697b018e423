import type { ReactNode } from 'react';
import type { Dissent, ProposalPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

/** Who sees it otherwise, in their own words. */
export function DissentSection({ page }: { readonly page: ProposalPage }): ReactNode {
  const words = useWords();
  const { dissent, mayDo, proposal } = page;
  return (
    <section aria-labelledby="dissent">
      <h2 id="dissent">{words.say('dissent.title')}</h2>
      {dissent.length === 0 && <p className="quiet">{words.say('dissent.none')}</p>}
      <ul className="voices">
        {dissent.map((one) => (
          <li key={one.ledgerSeq}>
            <OneDissent one={one} />
          </li>
        ))}
      </ul>
      {mayDo.includes('proposal.dissent') && (
        <DialogButton name={words.say('dissent.do')}>
          {(close) => <DissentForm proposalId={proposal.id} onDone={close} />}
        </DialogButton>
      )}
    </section>
  );
}

function OneDissent({ one }: { readonly one: Dissent }): ReactNode {
  const words = useWords();
  const id = `role.${one.role ?? ''}`;
  return (
    <figure>
      <blockquote>{one.text}</blockquote>
      <figcaption className="quiet">
        {words.say('dissent.by', {
          name: one.by.name,
          role: words.has(id) ? words.say(id).toLowerCase() : '',
          forum: words.text(one.forum.name),
          date: words.date(one.at),
        })}
      </figcaption>
    </figure>
  );
}

interface DissentFormProps {
  readonly proposalId: string;
  readonly onDone: () => void;
}

function DissentForm({ proposalId, onDone }: DissentFormProps): ReactNode {
  const words = useWords();
  const { mutate, isPending, error } = useCommand('proposal.dissent');
  const { field, whenRight } = useDraft({ text: '' }, (draft) =>
    missing(draft, ['text'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('dissent.send')}
      onSend={whenRight(({ text }) => mutate({ proposalId, text }, { onSuccess: onDone }))}
      isSending={isPending}
      error={error}
      onCancel={onDone}
    >
      <LinesField label={words.say('dissent.text')} isRequired {...field('text')} />
    </CommandForm>
  );
}
