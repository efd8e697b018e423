import type { ReactNode } from 'react';
import type { MessageEffectPage } from '#api';
import { messageTypes } from '#core';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LinesField } from '../../parts/fields.tsx';
import { type Draft, missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface SetTypeProps {
  readonly page: MessageEffectPage;
  readonly onDone: () => void;
}

/** How a kind of message shall be used from the next round on, with the reason. */
export function SetType({ onDone }: SetTypeProps): ReactNode {
  const words = useWords();
  const command = useCommand('message.set-type');
  const { field, whenRight } = useDraft<Draft>(
    { type: messageTypes[0], mode: 'on', reason: '' },
    (draft) => missing(draft, ['reason'], words.say('do.required')),
  );
  const send = ({ type, mode, reason = '' }: Draft) =>
    command.mutate(
      {
        ...{ type: messageTypes.find((one) => one === type) ?? messageTypes[0], reason },
        isOn: mode !== 'off',
        randomised: mode === 'chance' ? { share: 0.5, seed: crypto.randomUUID() } : null,
      },
      { onSuccess: onDone },
    );
  return (
    <CommandForm
      send={words.say('messages.set-type-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <ChoiceField
        label={words.say('messages.kind')}
        choices={messageTypes.map((id) => ({ id, name: words.say(`messages.type-${id}`) }))}
        {...field('type')}
      />
      <ChoiceField
        label={words.say('messages.setting')}
        choices={[
          { id: 'on', name: words.say('messages.on') },
          { id: 'chance', name: words.say('messages.choose-chance') },
          { id: 'off', name: words.say('messages.off') },
        ]}
        {...field('mode')}
      />
      <LinesField label={words.say('messages.set-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
