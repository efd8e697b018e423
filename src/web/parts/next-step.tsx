import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MeasureRef, NextStep, UnitRef } from '#api';
import { useWords } from '../words/words-context.tsx';
import { DialogButton } from './dialog-button.tsx';
import { IdeaForm } from './idea-form.tsx';
import { SignalForm } from './signal-form.tsx';

interface NextStepProps {
  readonly step: NextStep;
  readonly unit: UnitRef;
  readonly measure: MeasureRef | null;
  readonly mayRaiseIdea: boolean;
}

/** The one thing to do next, or that there is nothing to do. */
export function NextStepView(props: NextStepProps): ReactNode {
  const words = useWords();
  return (
    <section className="next" aria-label={words.say('next.title')}>
      <Step {...props} />
    </section>
  );
}

function Step({ step, unit, measure, mayRaiseIdea }: NextStepProps): ReactNode {
  const words = useWords();
  switch (step.kind) {
    case 'open-thread':
      return (
        <Link to="/threads/$threadId" params={{ threadId: step.threadId }} className="button">
          {words.say('next.open-thread')}
        </Link>
      );
    case 'look-at-signal':
      return (
        <DialogButton name={words.say('next.look-at-signal')} look="button">
          {(close) => <SignalForm signalId={step.signalId} onDone={close} />}
        </DialogButton>
      );
    case 'raise-idea':
      if (!mayRaiseIdea) return <p className="quiet">{words.say('next.ask-those-here')}</p>;
      return (
        <DialogButton name={words.say('next.raise-idea')} look="button">
          {(close) => <IdeaForm unit={unit} measure={measure} onCancel={close} />}
        </DialogButton>
      );
    case 'recalculate':
    case 'nothing':
      return <p className="quiet">{words.say('next.nothing')}</p>;
  }
}
