import type { ReactNode } from 'react';
import type { MeasurePage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface RecalculateProps {
  readonly page: MeasurePage;
  readonly onDone: () => void;
}

/** A person signs new limits from a month, with a reason. */
export function Recalculate({ page, onDone }: RecalculateProps): ReactNode {
  const words = useWords();
  const command = useCommand('chart.recalculate');
  const months = page.chart.kind === 'chart' ? page.chart.points.map((p) => p.month) : [];
  const suggested = page.chart.kind === 'chart' ? page.chart.suggestedRecalculationFrom : null;
  const start = { fromMonth: suggested ?? months.at(-1) ?? '', reason: '' };
  const { draft, field, whenRight } = useDraft(start, (d) =>
    missing(d, ['reason'], words.say('do.required')),
  );
  const send = (signed: typeof draft) =>
    command.mutate(
      { unitId: page.unit.id, measureId: page.measure.id, ...signed },
      {
        onSuccess: () => {
          onDone();
          // The new step is in the chart, at the top of the page.
          window.scrollTo({ top: 0 });
        },
      },
    );
  return (
    <CommandForm
      send={words.say('measure.recalculate-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <p className="quiet">{words.say('measure.recalculate-intro')}</p>
      <ChoiceField
        label={words.say('measure.recalculate-from')}
        choices={months.toReversed().map((id) => ({ id, name: words.month(id) }))}
        value={field('fromMonth').value}
        onChange={field('fromMonth').onChange}
      />
      <LinesField
        label={words.say('measure.recalculate-reason')}
        hint={words.say('measure.recalculate-hint')}
        isRequired
        {...field('reason')}
      />
    </CommandForm>
  );
}
