import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { InvitationMade, ParticipantList } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { LineField, ManyField } from '../../parts/fields.tsx';
import { missing, numberFrom, useDraft } from '../../parts/use-draft.ts';
import { participantsQuery } from '../../request/answering-queries.ts';
import { send } from '../../request/request.ts';
import { useWords } from '../../words/words-context.tsx';

interface InviteFormProps {
  readonly list: ParticipantList;
  readonly purpose: string;
  readonly onDone: () => void;
}

const daysUsual = 14;
const daysMax = 60;

interface Inviting {
  readonly patientId: string;
  readonly instrumentIds: readonly string[];
  readonly days: number;
}

/** Invites one patient; the link and the code are shown once. */
export function InviteForm({ list, purpose, onDone }: InviteFormProps): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const { unit, instruments } = list;
  const [chosen, setChosen] = useState<string[]>(instruments.slice(0, 1).map(({ id }) => id));
  const invite = useMutation<InvitationMade, Error, Inviting>({
    mutationFn: (inviting) =>
      send('POST', `/api/units/${encodeURIComponent(unit.id)}/invitations`, inviting),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: participantsQuery(unit.id, purpose).queryKey }),
  });
  const { field, whenRight } = useDraft({ patientId: '', days: String(daysUsual) }, (draft) => {
    const days = numberFrom(draft.days);
    const isRight = days !== null && Number.isInteger(days) && days >= 1 && days <= daysMax;
    return {
      ...missing(draft, ['patientId'], words.say('do.required')),
      ...(isRight ? {} : { days: words.say('participants.days-trouble') }),
    };
  });
  if (invite.data !== undefined) return <Made made={invite.data} />;
  if (instruments.length === 0) return <p>{words.say('participants.none-use')}</p>;
  return (
    <CommandForm
      send={words.say('participants.invite-send')}
      onSend={whenRight(({ patientId, days }) =>
        invite.mutate({ patientId, instrumentIds: chosen, days: numberFrom(days) ?? daysUsual }),
      )}
      isSending={invite.isPending}
      error={invite.error}
      onCancel={onDone}
    >
      <LineField label={words.say('participants.invite-who')} isRequired {...field('patientId')} />
      <ManyField
        label={words.say('participants.invite-what')}
        choices={instruments.map(({ id, title }) => ({ id, name: words.text(title) }))}
        chosen={chosen}
        onChange={setChosen}
        most={10}
      />
      <LineField label={words.say('participants.invite-days')} {...field('days')} />
    </CommandForm>
  );
}

function Made({ made }: { readonly made: InvitationMade }): ReactNode {
  const words = useWords();
  const link = `${location.origin}/answer#${made.token}`;
  return (
    <div role="status" className="invitation">
      <p>{words.say('participants.made')}</p>
      <dl>
        <div>
          <dt>{words.say('participants.link')}</dt>
          <dd>
            <code>{link}</code>
            <CopyButton name={words.say('participants.copy')} text={() => link} />
          </dd>
        </div>
        <div>
          <dt>{words.say('participants.code')}</dt>
          <dd>
            <code className="code">
              {made.code.slice(0, 4)} {made.code.slice(4)}
            </code>
          </dd>
        </div>
      </dl>
      <p className="quiet">
        {words.say('participants.valid', { date: words.dateTime(made.expiresAt) })}
      </p>
    </div>
  );
}
