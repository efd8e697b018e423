import { type ReactNode, useState } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { PartField, type PartTexts, valuesSet } from '../../parts/part-field.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import type { AdoptionFormProps } from './form-props.ts';

/** The unit sets its adaptable parts anew. */
export function SetPartsForm({ page, onDone }: AdoptionFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('adoption.set-parts');
  const { parameters, row, values: seen } = page;
  const { adoptionId } = row;
  const [texts, setTexts] = useState<PartTexts>(() =>
    Object.fromEntries(Object.entries(seen).map(([id, value]) => [id, String(value)])),
  );
  const { field, whenRight } = useDraft({ reason: '' }, (draft) =>
    missing(draft, ['reason'], words.say('do.required')),
  );
  const send = ({ reason }: { readonly reason: string }) => {
    if (adoptionId === null) return;
    const values = valuesSet(parameters, texts);
    command.mutate({ adoptionId, values, seen, reason }, { onSuccess: onDone });
  };
  return (
    <CommandForm
      send={words.say('adoption.set-parts-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      {parameters.map((part) => (
        <PartField
          key={part.id}
          part={part}
          value={texts[part.id] ?? String(part.value)}
          onChange={(value) => setTexts((before) => ({ ...before, [part.id]: value }))}
        />
      ))}
      {page.rule !== null && <p className="quiet">{words.say('adoption.set-parts-rule')}</p>}
      <LinesField label={words.say('adoption.set-parts-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
