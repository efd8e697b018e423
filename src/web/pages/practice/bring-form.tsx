import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Origin } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { measureListQuery } from '../../request/queries.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import {
  type ContentDraft,
  ContentFields,
  contentInput,
  contentNeeded,
  emptyContent,
  useParts,
} from './content-fields.tsx';
import { OriginField } from './make-form.tsx';

interface BringDraft extends ContentDraft {
  readonly source: string;
  readonly measureId: string;
}

interface BringFormProps {
  readonly unitId: string;
  readonly onCancel: () => void;
}

/** A practice from a paper or from another organisation. */
export function BringForm({ unitId, onCancel }: BringFormProps): ReactNode {
  const words = useWords();
  const navigate = useNavigate();
  const command = useCommand('practice.bring');
  const measures = useQuery(measureListQuery()).data?.measures ?? [];
  const parts = useParts(null);
  const [origin, setOrigin] = useState<Origin>('research');
  const start: BringDraft = { ...emptyContent, source: '', measureId: '' };
  const { field, whenRight } = useDraft<BringDraft>(start, (draft) =>
    missing(draft, [...contentNeeded, 'source', 'measureId'], words.say('do.required')),
  );
  const send = ({ source, measureId, ...draft }: BringDraft) =>
    parts.whenWhole((ruled) =>
      command.mutate(
        {
          ...{ unitId, origin, source, measureIds: [measureId], ...ruled },
          ...contentInput(draft),
        },
        {
          onSuccess: ({ practiceId }) =>
            practiceId === null
              ? onCancel()
              : navigate({ to: '/practices/$practiceId', params: { practiceId } }),
        },
      ),
    );
  return (
    <CommandForm
      send={words.say('bring.send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onCancel}
    >
      <LineField label={words.say('make.source')} isRequired {...field('source')} />
      <OriginField origin={origin} onChange={setOrigin} />
      <ChoiceField
        label={words.say('make.measure')}
        choices={[
          { id: '', name: words.say('do.choose') },
          ...measures.map(({ id, title }) => ({ id, name: words.text(title) })),
        ]}
        {...field('measureId')}
      />
      <ContentFields field={field} parts={parts} />
    </CommandForm>
  );
}
