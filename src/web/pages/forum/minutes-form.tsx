import { type ReactNode, useState } from 'react';
import type { ForumPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { LineField, LinesField, ManyField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface MinutesFormProps {
  readonly page: ForumPage;
  readonly onDone: () => void;
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** Minutes of a meeting: the day, who was there, what was said. Decisions are there by themselves. */
export function MinutesForm({ page, onDone }: MinutesFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('forum.record-meeting');
  const everybody = page.members.map(({ id }) => id);
  const [present, setPresent] = useState<readonly string[]>(everybody);
  const { field, whenRight } = useDraft({ heldOn: today(), notes: '' }, (d) =>
    missing(d, ['heldOn'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('forum.minutes-send')}
      onSend={whenRight(({ heldOn, notes }) =>
        command.mutate(
          { forumId: page.forum.id, heldOn, notes, presentIds: [...present] },
          { onSuccess: onDone },
        ),
      )}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <LineField type="date" label={words.say('forum.minutes-held-on')} {...field('heldOn')} />
      {everybody.length > 0 && (
        <ManyField
          label={words.say('forum.minutes-present')}
          choices={page.members}
          chosen={present}
          onChange={setPresent}
          most={everybody.length}
        />
      )}
      <LinesField
        label={words.say('forum.minutes-notes')}
        hint={words.say('forum.minutes-notes-hint')}
        rows={5}
        {...field('notes')}
      />
    </CommandForm>
  );
}
