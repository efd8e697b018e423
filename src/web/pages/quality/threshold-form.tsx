import type { ReactNode } from 'react';
import type { QualityPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { LineField, LinesField } from '../../parts/fields.tsx';
import { missing, numberFrom, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface ThresholdProps {
  readonly check: QualityPage['checks'][number];
  readonly onDone: () => void;
}

const isShare = (text: string): boolean => {
  const percent = numberFrom(text);
  return percent !== null && percent >= 0 && percent <= 100;
};

/** What a check tolerates from now on, with a reason: nothing is counted anew. */
export function ThresholdForm({ check, onDone }: ThresholdProps): ReactNode {
  const words = useWords();
  const command = useCommand('quality.set-threshold');
  const start = { percent: String(Math.round(check.threshold * 1000) / 10), reason: '' };
  const { field, whenRight } = useDraft(start, (d) => ({
    ...missing(d, ['reason'], words.say('do.required')),
    ...(isShare(d.percent) ? {} : { percent: words.say('quality.set-threshold-share-wrong') }),
  }));
  const send = ({ percent, reason }: typeof start) =>
    command.mutate(
      { checkId: check.id, share: (numberFrom(percent) ?? 0) / 100, reason },
      { onSuccess: onDone },
    );
  return (
    <CommandForm
      send={words.say('quality.set-threshold-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <p>{words.text(check.title)}</p>
      <p className="quiet">{words.say('quality.set-threshold-intro')}</p>
      <LineField label={words.say('quality.set-threshold-share')} isNumeric {...field('percent')} />
      <LinesField
        label={words.say('quality.set-threshold-reason')}
        isRequired
        {...field('reason')}
      />
    </CommandForm>
  );
}
