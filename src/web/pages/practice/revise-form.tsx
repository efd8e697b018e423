import type { ReactNode } from 'react';
import { CommandForm } from '../../parts/command-form.tsx';
import { LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';
import {
  type ContentDraft,
  ContentFields,
  contentFrom,
  contentInput,
  contentNeeded,
  useParts,
} from './content-fields.tsx';
import type { PracticeFormProps } from './form-props.ts';

interface ReviseDraft extends ContentDraft {
  readonly reason: string;
}

/** A new version, beginning from the words of the newest. */
export function ReviseForm({ page, onDone }: PracticeFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('practice.revise');
  const parts = useParts(page.version);
  const start: ReviseDraft = { ...contentFrom(page.version), reason: '' };
  const { field, whenRight } = useDraft<ReviseDraft>(start, (draft) =>
    missing(draft, [...contentNeeded, 'reason'], words.say('do.required')),
  );
  const send = ({ reason, ...draft }: ReviseDraft) =>
    parts.whenWhole((ruled) =>
      command.mutate(
        {
          ...{ practiceId: page.id, reason, ...ruled, ...contentInput(draft) },
          measureIds: page.version.measureIds,
        },
        { onSuccess: onDone },
      ),
    );
  return (
    <CommandForm
      send={words.say('revise.send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LinesField label={words.say('make.reason')} isRequired rows={2} {...field('reason')} />
      <ContentFields field={field} parts={parts} />
    </CommandForm>
  );
}
