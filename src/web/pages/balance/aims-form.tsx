import type { ReactNode } from 'react';
import type { BalanceFigure, BalancePage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { LineField, LinesField } from '../../parts/fields.tsx';
import { missing, numberFrom, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface AimsFormProps {
  readonly page: BalancePage;
  readonly onDone: () => void;
}

const fields = [
  { name: 'fromBelow', figure: 'from-below', label: 'balance.set-from-below' },
  { name: 'mandated', figure: 'mandated', label: 'balance.set-mandated' },
  { name: 'days', figure: 'days-to-decision', label: 'balance.set-days' },
  { name: 'adapted', figure: 'adapted', label: 'balance.set-adapted' },
  { name: 'answered', figure: 'answered', label: 'balance.set-answered' },
] as const;

/** Where the organisation wants each figure to be, with the reason. */
export function AimsForm({ page, onDone }: AimsFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('balance.set');
  const start = {
    fromBelow: written(page, 'from-below'),
    mandated: written(page, 'mandated'),
    days: written(page, 'days-to-decision'),
    adapted: written(page, 'adapted'),
    answered: written(page, 'answered'),
    reason: '',
  };
  const { draft, field, whenRight } = useDraft(start, (d) => ({
    ...missing(d, ['reason'], words.say('do.required')),
    ...Object.fromEntries(
      fields.flatMap(({ name }) =>
        d[name] !== '' && numberFrom(d[name]) === null ? [[name, words.say('do.bad-number')]] : [],
      ),
    ),
  }));
  const send = (d: typeof draft) =>
    command.mutate(
      {
        fromBelowShare: shareFrom(d.fromBelow),
        mandatedShareMax: shareFrom(d.mandated),
        daysToDecisionMax: numberFrom(d.days),
        adaptedShareMin: shareFrom(d.adapted),
        answeredShare: shareFrom(d.answered),
        reason: d.reason,
      },
      { onSuccess: onDone },
    );
  return (
    <CommandForm
      send={words.say('balance.set-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <p className="quiet">{words.say('balance.set-hint')}</p>
      {fields.map(({ name, label }) => (
        <LineField key={name} label={words.say(label)} {...field(name)} />
      ))}
      <LinesField label={words.say('balance.set-reason')} isRequired {...field('reason')} />
    </CommandForm>
  );
}

function shareFrom(text: string): number | null {
  const percent = numberFrom(text);
  return percent === null ? null : percent / 100;
}

/** What is in force now, as one writes it: percent, or days. */
function written({ drift }: BalancePage, figure: BalanceFigure): string {
  const aim = drift.find((one) => one.figure === figure)?.aim ?? null;
  if (aim === null) return '';
  return String(figure === 'days-to-decision' ? aim : Math.round(aim * 100));
}
