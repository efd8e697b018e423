import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AttributeList } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { attributesQuery } from '../../request/proposal-queries.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import type { PracticeFormProps } from './form-props.ts';

/** A proposal to let it spread, which finds its way through the forums like any other. */
export function SendUpForm({ page, onDone }: PracticeFormProps): ReactNode {
  const words = useWords();
  const navigate = useNavigate();
  const command = useCommand('proposal.raise');
  const known = useQuery(attributesQuery()).data?.attributes ?? [];
  const { threadId } = page;
  const title = words.say('send-up.title', { title: page.version.title }).slice(0, 200);
  const { field, whenRight } = useDraft({ text: '' }, (d) =>
    missing(d, ['text'], words.say('do.required')),
  );
  const send = ({ text }: { text: string }) =>
    command.mutate(
      {
        ...{ threadId, unitId: null, title, text, kind: 'innovation', origin: page.origin },
        ...{ attributes: widest(known), concernsUnitId: null, earlierIds: [] },
      },
      { onSuccess: () => navigate({ to: '/threads/$threadId', params: { threadId } }) },
    );
  return (
    <CommandForm
      send={words.say('send-up.send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('send-up.text')} isRequired {...field('text')} />
    </CommandForm>
  );
}

/** What should spread reaches further than one unit; said where the organisation's rules look at reach. */
const spreading = { reach: 'division' } as const;

const widest = (known: AttributeList['attributes']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(spreading).filter(([id, value]) =>
      known.some((one) => one.id === id && one.values.some((held) => held.id === value)),
    ),
  );

export function OfferForm({ page, onDone }: PracticeFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('practice.offer');
  const { field, whenRight } = useDraft({ reason: '' }, (d) =>
    missing(d, ['reason'], words.say('do.required')),
  );
  const send = ({ reason }: { reason: string }) =>
    command.mutate({ practiceId: page.id, reason }, { onSuccess: onDone });
  return (
    <CommandForm
      send={words.say('offer.send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('offer.reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}

export function WithdrawForm({ page, onDone }: PracticeFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('practice.withdraw');
  const open = page.versions.filter(({ state }) => state !== 'withdrawn');
  const start = { version: String(open[0]?.version ?? 1), reason: '' };
  const { draft, field, whenRight } = useDraft(start, (d) =>
    missing(d, ['reason'], words.say('do.required')),
  );
  const send = ({ version, reason }: typeof draft) =>
    command.mutate(
      { practiceId: page.id, version: Number(version), reason },
      { onSuccess: onDone },
    );
  return (
    <CommandForm
      send={words.say('withdraw.send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <ChoiceField
        label={words.say('withdraw.version')}
        choices={open.map(({ version }) => ({ id: String(version), name: String(version) }))}
        {...field('version')}
      />
      <LinesField label={words.say('withdraw.reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
