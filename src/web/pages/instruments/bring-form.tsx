import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { BroughtForm, InstrumentList } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField } from '../../parts/fields.tsx';
import { send } from '../../request/request.ts';
import { useWords } from '../../words/words-context.tsx';

interface BringFormProps {
  readonly list: InstrumentList;
  readonly onDone: () => void;
}

/** An official form as a file. */
export function BringForm({ list, onDone }: BringFormProps): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [instrumentId, setInstrumentId] = useState('');
  const bring = useMutation<BroughtForm, Error, unknown>({
    mutationFn: (content) =>
      send('POST', '/api/instruments', {
        ...{ content, instrumentId: instrumentId === '' ? null : instrumentId },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['instruments'] }),
  });
  const onSend = async () => {
    if (file === null) return setTrouble(words.say('instruments.bring-none'));
    const content = jsonIn(await file.text());
    if (content === undefined) return setTrouble(words.say('instruments.bring-not-json'));
    setTrouble(null);
    return bring.mutate(content);
  };
  if (bring.data !== undefined)
    return (
      <p role="status">
        {words.say('instruments.bring-done', { questions: bring.data.questions })}
      </p>
    );
  return (
    <CommandForm
      send={words.say('instruments.bring-send')}
      onSend={() => {
        onSend().catch(reportError);
      }}
      isSending={bring.isPending}
      error={bring.error}
      onCancel={onDone}
    >
      <label className="field">
        <span>{words.say('instruments.bring-file')}</span>
        <input
          type="file"
          accept=".json,application/json"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
        {trouble !== null && <span className="field-trouble">{trouble}</span>}
      </label>
      <ChoiceField
        label={words.say('instruments.bring-which')}
        choices={[
          { id: '', name: words.say('instruments.bring-by-address') },
          ...list.instruments.map(({ id, title }) => ({ id, name: words.text(title) })),
        ]}
        value={instrumentId}
        onChange={setInstrumentId}
      />
    </CommandForm>
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
