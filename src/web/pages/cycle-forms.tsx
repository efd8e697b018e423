import type { ReactNode } from 'react';
import type { CyclePage } from '#api';
import { CommandForm } from '../parts/command-form.tsx';
import { ChoiceField, LinesField } from '../parts/fields.tsx';
import { monthChoices, thisMonth } from '../parts/month-choices.ts';
import { missing, useDraft } from '../parts/use-draft.ts';
import { useCommand } from '../request/use-command.ts';
import { useWords } from '../words/words-context.tsx';

interface CycleFormProps {
  readonly cycle: CyclePage;
}

/** The next step of the cycle, and no other: do, then study, then act. */
export function CycleForms({ cycle }: CycleFormProps): ReactNode {
  const words = useWords();
  const titles = {
    planned: 'do.record-do',
    running: 'do.record-study',
    studied: 'do.record-act',
  } as const;
  if (cycle.state === 'closed') return null;
  return (
    <section aria-labelledby="next-step" className="do">
      <h2 id="next-step">{words.say(titles[cycle.state])}</h2>
      {cycle.state === 'planned' && <DoForm cycle={cycle} />}
      {cycle.state === 'running' && <StudyForm cycle={cycle} />}
      {cycle.state === 'studied' && <ActForm cycle={cycle} />}
    </section>
  );
}

function DoForm({ cycle }: CycleFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('cycle.record-do');
  const now = thisMonth(new Date());
  const { field, whenRight } = useDraft({ startMonth: now, text: '' }, (d) =>
    missing(d, ['text'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('do.record-do-send')}
      onSend={whenRight((draft) => command.mutate({ cycleId: cycle.id, ...draft }))}
      isSending={command.isPending}
      error={command.error}
    >
      <ChoiceField
        label={words.say('do.record-do-month')}
        choices={monthChoices(now, { before: 48, after: 6 }, words)}
        {...field('startMonth')}
      />
      <LinesField label={words.say('do.record-do-text')} isRequired {...field('text')} />
    </CommandForm>
  );
}

function StudyForm({ cycle }: CycleFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('cycle.record-study');
  const { field, whenRight } = useDraft({ text: '' }, (d) =>
    missing(d, ['text'], words.say('do.required')),
  );
  return (
    <CommandForm
      send={words.say('do.record-study-send')}
      onSend={whenRight(({ text }) => command.mutate({ cycleId: cycle.id, text }))}
      isSending={command.isPending}
      error={command.error}
    >
      <LinesField label={words.say('do.record-study-text')} isRequired {...field('text')} />
    </CommandForm>
  );
}

const verdicts = ['kept', 'adapted', 'dropped'] as const;

function ActForm({ cycle }: CycleFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('cycle.record-act');
  const { draft, field, whenRight } = useDraft({ verdict: 'kept', reason: '' }, (d) =>
    missing(d, ['reason'], words.say('do.required')),
  );
  const send = ({ verdict, reason }: typeof draft) =>
    command.mutate({
      cycleId: cycle.id,
      verdict: verdicts.find((v) => v === verdict) ?? 'kept',
      reason,
    });
  return (
    <CommandForm
      send={words.say('do.record-act-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
    >
      <ChoiceField
        label={words.say('do.record-act-verdict')}
        choices={verdicts.map((id) => ({ id, name: words.say(`do.verdict.${id}`) }))}
        value={draft.verdict}
        onChange={field('verdict').onChange}
      />
      <LinesField label={words.say('do.record-act-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}
