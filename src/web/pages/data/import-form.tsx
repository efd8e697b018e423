import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { LineField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { dataQuery } from '../../request/queries.ts';
import { send } from '../../request/request.ts';
import { useWords } from '../../words/words-context.tsx';

export function ImportForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const start = useMutation<unknown, Error, string>({
    mutationFn: (path) => send('POST', '/api/data/imports', { path }),
    onSuccess: async () => {
      await client.invalidateQueries(dataQuery());
      onDone();
    },
  });
  const { field, whenRight } = useDraft({ path: '' }, (d) =>
    missing(d, ['path'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('data.start-send')}
      onSend={whenRight(({ path }) => start.mutate(path))}
      isSending={start.isPending}
      error={start.error}
      onCancel={onDone}
    >
      <LineField
        label={words.say('data.start-path')}
        hint={words.say('data.start-hint')}
        isRequired
        {...field('path')}
      />
    </CommandForm>
  );
}
