import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ChallengeShown, MeasurePage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { DisputeButton } from '../../parts/dispute-button.tsx';
import { ChoiceField, LinesField } from '../../parts/fields.tsx';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { useCommand } from '../../request/use-command.ts';
import { numbersFor, valuesOf } from '../../sentences/measure-numbers.ts';
import { useWords } from '../../words/words-context.tsx';

/** Numbers on this chart that are disputed or were, with what came of it; and the way to dispute one. */
export function Challenges({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="challenges">
      <h2 id="challenges">{words.say('challenge.title')}</h2>
      {page.challenges.length === 0 && <p className="quiet">{words.say('challenge.none')}</p>}
      {page.challenges.length > 0 && (
        <ul className="disputes">
          {page.challenges.map((challenge) => (
            <li key={challenge.id}>
              <OneChallenge challenge={challenge} page={page} />
            </li>
          ))}
        </ul>
      )}
      {page.chart.kind === 'chart' && (
        <DisputeButton
          unitId={page.unit.id}
          measure={page.measure}
          chart={page.chart}
          look="button quiet"
        />
      )}
    </section>
  );
}

interface OneProps {
  readonly challenge: ChallengeShown;
  readonly page: MeasurePage;
}

function OneChallenge({ challenge, page }: OneProps): ReactNode {
  const words = useWords();
  const { said, conclusion, owner } = challenge;
  const numbers = numbersFor(page.measure, valuesOf(page.chart), words);
  const asked = words.say('challenge.asked', {
    month: words.month(challenge.firstMonth),
    by: challenge.raisedBy?.name ?? 'Gyrus',
    text: challenge.text,
  });
  return (
    <div>
      <Link to="/threads/$threadId" params={{ threadId: challenge.threadId }}>
        {asked}
      </Link>
      {said !== null && (
        <p className="quiet">
          {words.say('challenge.said', {
            value: numbers.value(said),
            definition: challenge.definitionVersion ?? '–',
            data: challenge.dataVersion ?? '–',
          })}
        </p>
      )}
      {conclusion === null ? (
        <p>
          {owner === null
            ? words.say('challenge.waits-nobody')
            : words.say('challenge.waits', { owner: owner.name })}{' '}
          {page.mayConcludeChallenges && (
            <DialogButton name={words.say('challenge.conclude')}>
              {(close) => <ConcludeForm challengeId={challenge.id} onDone={close} />}
            </DialogButton>
          )}
        </p>
      ) : (
        <p>
          {words.say('challenge.concluded', {
            outcome: words.say(`challenge.${conclusion.outcome}`),
            because: conclusion.because,
            by: conclusion.by?.name ?? '–',
            at: words.date(conclusion.at),
          })}
        </p>
      )}
    </div>
  );
}

interface ConcludeProps {
  readonly challengeId: string;
  readonly onDone: () => void;
}

const outcomes = ['recording-error', 'definition-changed', 'number-stands'] as const;

/** The support unit says what came of a dispute; it stays on the chart. */
export function ConcludeForm({ challengeId, onDone }: ConcludeProps): ReactNode {
  const words = useWords();
  const command = useCommand('number.conclude');
  const start = { outcome: 'number-stands', because: '' };
  const { field, whenRight } = useDraft(start, (d) =>
    missing(d, ['because'], words.say('do.required')),
  );
  const send = ({ outcome, because }: typeof start) =>
    command.mutate(
      {
        ...{ challengeId, because },
        outcome: outcomes.find((one) => one === outcome) ?? 'number-stands',
      },
      { onSuccess: onDone },
    );
  return (
    <CommandForm
      send={words.say('challenge.conclude-send')}
      onSend={whenRight(send)}
      isSending={command.isPending}
      error={command.error}
      onCancel={onDone}
    >
      <ChoiceField
        label={words.say('challenge.outcome')}
        choices={outcomes.map((id) => ({ id, name: words.say(`challenge.${id}`) }))}
        value={field('outcome').value}
        onChange={field('outcome').onChange}
      />
      <LinesField label={words.say('challenge.because')} isRequired {...field('because')} />
    </CommandForm>
  );
}
