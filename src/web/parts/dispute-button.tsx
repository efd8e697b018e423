import type { ReactNode } from 'react';
import type { MeasureRef } from '#api';
import { useCommand } from '../request/use-command.ts';
import type { ReadyChart } from '../sentences/measure-answer.ts';
import { useWords } from '../words/words-context.tsx';
import { CommandForm } from './command-form.tsx';
import { DialogButton } from './dialog-button.tsx';
import { ChoiceField, LinesField } from './fields.tsx';
import { missing, useDraft } from './use-draft.ts';

interface DisputeProps {
  readonly unitId: string;
  readonly measure: Pick<MeasureRef, 'id' | 'title'>;
  readonly chart: ReadyChart;
}

interface DisputeButtonProps extends DisputeProps {
  /** Quiet text where there are many charts on a page. */
  readonly look: 'button quiet' | 'text-button';
}

/** Stands wherever a number of a unit is shown large: anybody who sees it may say that it is wrong. */
export function DisputeButton({ look, ...about }: DisputeButtonProps): ReactNode {
  const words = useWords();
  const measure = words.text(about.measure.title);
  return (
    <DialogButton
      name={words.say(look === 'text-button' ? 'challenge.dispute-short' : 'challenge.dispute')}
      label={words.say('challenge.dispute-label', { measure })}
      title={words.say('challenge.dispute-label', { measure })}
      look={look}
    >
      {(close) => <DisputeForm {...about} onDone={close} />}
    </DialogButton>
  );
}

function DisputeForm(props: DisputeProps & { readonly onDone: () => void }): ReactNode {
  const { unitId, measure, chart, onDone } = props;
  const words = useWords();
  const command = useCommand('number.challenge');
  const months = chart.points.filter(({ value }) => value !== null).map(({ month }) => month);
  const start = { month: months.at(-1) ?? '', text: '' };
  const { field, whenRight } = useDraft(start, (d) =>
    missing(d, ['text'], words.say('do.required')),
  );
  const send = (asked: typeof start) =>
    command.mutate({ unitId, measureId: measure.id, ...asked }, { onSuccess: onDone });
  return (
    <CommandForm
      send={words.say('challenge.send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <p className="quiet">{words.say('challenge.intro')}</p>
      <ChoiceField
        label={words.say('challenge.month')}
        choices={months.toReversed().map((id) => ({ id, name: words.month(id) }))}
        value={field('month').value}
        onChange={field('month').onChange}
      />
      <LinesField label={words.say('challenge.text')} isRequired {...field('text')} />
    </CommandForm>
  );
}
