import { type ReactNode, useState } from 'react';
import type { AdoptionPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { PartField, type PartTexts, valuesSet } from '../../parts/part-field.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import type { AdoptionFormProps } from './form-props.ts';

type Newer = NonNullable<AdoptionPage['newer']>;

/** The unit goes over to a newer version of its practice: what must stay then, and its parts as they stand here. */
export function TakeVersionForm({ page, onDone }: AdoptionFormProps): ReactNode {
  return page.newer === null ? null : <Taking page={page} onDone={onDone} newer={page.newer} />;
}

function Taking({ page, onDone, newer }: AdoptionFormProps & { readonly newer: Newer }): ReactNode {
  const words = useWords();
  const command = useCommand('adoption.take-version');
  const { adoptionId, version: seen } = page.row;
  const [texts, setTexts] = useState<PartTexts>(() => standingTexts(page, newer));
  const { field, whenRight } = useDraft({ reason: '' }, (draft) =>
    missing(draft, ['reason'], words.say('do.required')),
  );
  const send = ({ reason }: { readonly reason: string }) => {
    if (adoptionId === null) return;
    const given = { adoptionId, version: newer.version, seen, reason };
    command.mutate({ ...given, values: valuesSet(newer.parameters, texts) }, { onSuccess: onDone });
  };
  return (
    <CommandForm
      send={words.say('adoption.take-version-send', { version: newer.version })}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <p>{words.say('adoption.version-from-to', { seen, version: newer.version })}</p>
      <p>{newer.summary}</p>
      <p>{words.say('adoption.version-essentials')}</p>
      <ul>
        {newer.essentials.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
      {newer.parameters.map((part) => (
        <PartField
          key={part.id}
          part={part}
          value={texts[part.id] ?? String(part.value)}
          onChange={(value) => setTexts((before) => ({ ...before, [part.id]: value }))}
        />
      ))}
      <LinesField
        label={words.say('adoption.take-version-reason')}
        isRequired
        {...field('reason')}
      />
    </CommandForm>
  );
}

/** What the unit has set stays where the newer version has a part of the same name and kind. */
function standingTexts({ parameters, values }: AdoptionPage, newer: Newer): PartTexts {
  return Object.fromEntries(
    newer.parameters.flatMap((part) => {
      const same = parameters.find(({ name, kind }) => name === part.name && kind === part.kind);
      const value = same === undefined ? undefined : values[same.id];
      return value === undefined ? [] : [[part.id, String(value)]];
    }),
  );
}
