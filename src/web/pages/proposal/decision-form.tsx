import { type ReactNode, useState } from 'react';
import type { ProposalPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import { Present } from './present.tsx';

interface DecisionFormProps {
  readonly page: ProposalPage;
  /** Who takes part, where that is asked elsewhere; null to ask here. */
  readonly presentIds: readonly string[] | null;
  readonly onDone: (outcome: string, reason: string) => void;
  readonly onCancel?: (() => void) | undefined;
}

/** The forum's decision, with its reason. What has happened since the page was read is refused, not overwritten. */
export function DecisionForm({ page, presentIds, onDone, onCancel }: DecisionFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('proposal.decide');
  const { outcomes, passTo, ahead, proposal, table } = page;
  // Who records a decision afterwards mostly does so for a whole forum: one unticks who was not there.
  const [ticked, setTicked] = useState(() => table.members.map(({ id }) => id));
  const suggested = ahead?.kind === 'goes-to' ? 'pass-on' : outcomes[0];
  const start = { outcome: suggested ?? 'decline', reason: '', returnOn: '', toForumId: '' };
  const { draft, field, whenRight } = useDraft<Record<keyof typeof start, string>>(start, (d) =>
    missing(
      d,
      d.outcome === 'park' ? ['reason', 'returnOn'] : ['reason'],
      words.say('do.required'),
    ),
  );
  const send = ({ outcome, reason, returnOn, toForumId }: typeof draft) =>
    command.mutate(
      {
        ...{ proposalId: proposal.id, reason, seenStep: proposal.lastStep },
        outcome: outcomes.find((one) => one === outcome) ?? 'decline',
        returnOn: outcome === 'park' ? returnOn : null,
        toForumId: outcome === 'pass-on' && toForumId !== '' ? toForumId : null,
        presentIds: [...(presentIds ?? ticked)],
      },
      { onSuccess: () => onDone(outcome, reason) },
    );
  return (
    <CommandForm
      send={words.say('do.decide-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onCancel}
    >
      <ChoiceField
        label={words.say('do.decide-outcome')}
        choices={outcomes.map((id) => ({ id, name: words.say(`outcome.${id}`) }))}
        {...field('outcome')}
      />
      {draft.outcome === 'park' && (
        <LineField
          label={words.say('do.decide-return')}
          type="date"
          isRequired
          {...field('returnOn')}
        />
      )}
      {draft.outcome === 'pass-on' && (
        <ChoiceField
          label={words.say('decide.to')}
          choices={[
            { id: '', name: words.say('decide.by-rules') },
            ...passTo.map(({ id, name }) => ({ id, name: words.text(name) })),
          ]}
          {...field('toForumId')}
        />
      )}
      <LinesField label={words.say('do.decide-reason')} isRequired {...field('reason')} />
      {presentIds === null && table.members.length > 0 && (
        <Present members={table.members} ticked={ticked} onTick={setTicked} />
      )}
    </CommandForm>
  );
}
