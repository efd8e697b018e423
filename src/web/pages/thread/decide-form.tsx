import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { threadTitle } from '../../sentences/signal-words.ts';
import { useWords } from '../../words/words-context.tsx';
import type { ActionFormProps } from './action-form.ts';

const outcomes = ['try', 'prioritise', 'spread', 'mandate', 'park', 'decline', 'pass-on'] as const;
const awaiting = ['raised', 'considered', 'parked'];

/** Writes down what the forum decided on one proposal, with the reason and any dissent. */
export function DecideForm({ page, onDone }: ActionFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('proposal.decide');
  const open = page.proposals.filter((p) => awaiting.includes(p.state));
  const start = { proposalId: open[0]?.id ?? '', outcome: 'try', reason: '', returnOn: '' };
  const { draft, field, whenRight } = useDraft(start, (d) =>
    missing(
      d,
      d.outcome === 'park' ? ['reason', 'returnOn'] : ['reason'],
      words.say('do.required'),
    ),
  );
  const send = ({ proposalId, outcome, reason, returnOn }: typeof draft) =>
    command.mutate(
      {
        proposalId,
        outcome: outcomes.find((o) => o === outcome) ?? 'try',
        reason,
        returnOn: outcome === 'park' ? returnOn : null,
        toForumId: null,
        seenStep: open.find((p) => p.id === proposalId)?.lastStep ?? null,
        presentIds: [],
      },
      { onSuccess: onDone },
    );
  const proposal = open.find((p) => p.id === draft.proposalId);
  return (
    <CommandForm
      send={words.say('do.decide-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      {open.length > 1 ? (
        <ChoiceField
          label={words.say('entry.proposal')}
          choices={open.map((p) => ({ id: p.id, name: p.title }))}
          value={draft.proposalId}
          onChange={field('proposalId').onChange}
        />
      ) : (
        <p>
          {words.say('do.decide-on', { title: proposal?.title ?? threadTitle(page.thread, words) })}
        </p>
      )}
      <ChoiceField
        label={words.say('do.decide-outcome')}
        choices={outcomes.map((id) => ({ id, name: words.say(`outcome.${id}`) }))}
        value={draft.outcome}
        onChange={field('outcome').onChange}
      />
      {draft.outcome === 'park' && (
        <LineField
          label={words.say('do.decide-return')}
          type="date"
          isRequired
          {...field('returnOn')}
        />
      )}
      <LinesField label={words.say('do.decide-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
