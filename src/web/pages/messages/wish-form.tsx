import { type ReactNode, useState } from 'react';
import type { MessagesPage, MessageWish } from '#api';
import { messageTypes } from '#core';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField, ManyField } from '../../parts/fields.tsx';
import { type Draft, type Troubles, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

interface WishFormProps {
  readonly page: MessagesPage;
  readonly onDone: () => void;
}

const frequencies = ['each-period', 'monthly', 'never'] as const;
const languages = ['en', 'sv'] as const;

/** What one wants of messages: where, how often, when not, and more or fewer of what. */
export function WishForm({ page, onDone }: WishFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('message.wish');
  const { wish, unitId } = page;
  const [more, setMore] = useState(wished(wish, 'more'));
  const [fewer, setFewer] = useState(wished(wish, 'fewer'));
  const { field, whenRight } = useDraft<Draft>(startOf(wish), (draft) => troubles(draft, words));
  const send = (draft: Draft) =>
    command.mutate(
      { unitId, ...wishFrom(draft), wishes: wishesFrom(more, fewer) },
      { onSuccess: onDone },
    );
  const subjects = [
    ...messageTypes.map((type) => ({ id: `t ${type}`, name: words.say(`messages.type-${type}`) })),
    ...page.measures.map(({ id, title }) => ({ id: `m ${id}`, name: words.text(title) })),
  ];
  return (
    <CommandForm
      send={words.say('messages.wish-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LineField
        label={words.say('messages.address')}
        hint={words.say('messages.address-hint')}
        {...field('address')}
      />
      <ChoiceField
        label={words.say('messages.frequency')}
        choices={frequencies.map((id) => ({ id, name: words.say(`messages.frequency-${id}`) }))}
        {...field('frequency')}
      />
      <ChoiceField
        label={words.say('messages.language')}
        choices={languages.map((id) => ({ id, name: words.say(`messages.language-${id}`) }))}
        {...field('language')}
      />
      <LineField
        label={words.say('messages.quiet-from')}
        hint={words.say('messages.quiet-hint')}
        {...field('from')}
      />
      <LineField label={words.say('messages.quiet-to')} {...field('to')} />
      <ManyField
        label={words.say('messages.more')}
        choices={subjects.filter(({ id }) => !fewer.includes(id))}
        chosen={more}
        onChange={setMore}
        most={subjects.length}
      />
      <ManyField
        label={words.say('messages.fewer')}
        choices={subjects.filter(({ id }) => !more.includes(id))}
        chosen={fewer}
        onChange={setFewer}
        most={subjects.length}
      />
    </CommandForm>
  );
}

const startOf = ({ address, frequency, language, quiet }: MessageWish): Draft => ({
  ...{ address: address ?? '', frequency, language },
  ...{ from: quiet?.from ?? '', to: quiet?.to ?? '' },
});

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;
const mailAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function troubles(draft: Draft, words: Words): Troubles<Draft> {
  const { address = '', from = '', to = '' } = draft;
  const isAnyTime = from === '' && to === '';
  const quietTrouble = (time: string, name: string): Troubles<Draft> =>
    isAnyTime || timeOfDay.test(time) ? {} : { [name]: words.say('messages.quiet-trouble') };
  return {
    ...(address === '' || mailAddress.test(address)
      ? {}
      : { address: words.say('messages.address-trouble') }),
    ...quietTrouble(from, 'from'),
    ...quietTrouble(to, 'to'),
  };
}

function wishFrom({ address = '', frequency, language, from = '', to = '' }: Draft) {
  return {
    address: address === '' ? null : address,
    frequency: frequencies.find((one) => one === frequency) ?? 'each-period',
    language: languages.find((one) => one === language) ?? 'en',
    quiet: from === '' ? null : { from, to },
  };
}

/** Kinds and measures in one list, told apart by their first letter. */
const wished = ({ wishes }: MessageWish, which: 'more' | 'fewer'): readonly string[] => [
  ...messageTypes.filter((type) => wishes.types[type] === which).map((type) => `t ${type}`),
  ...Object.keys(wishes.measures)
    .filter((id) => wishes.measures[id] === which)
    .map((id) => `m ${id}`),
];

function wishesFrom(more: readonly string[], fewer: readonly string[]): MessageWish['wishes'] {
  const named = (prefix: 't' | 'm') =>
    [
      ...more.map((id) => [id, 'more'] as const),
      ...fewer.map((id) => [id, 'fewer'] as const),
    ].flatMap(([id, wish]) => (id.startsWith(`${prefix} `) ? [[id.slice(2), wish] as const] : []));
  return { types: Object.fromEntries(named('t')), measures: Object.fromEntries(named('m')) };
}
