import type { ReactNode } from 'react';
import { SignalForm } from '../../parts/signal-form.tsx';
import type { ActionFormProps } from './action-form.ts';

/** Takes up the newest signal of the thread. */
export function TakeUpForm({ page, onDone }: ActionFormProps): ReactNode {
  const signal = page.signals.findLast((s) => s.state !== 'closed') ?? page.signals.at(-1);
  return signal === undefined ? null : <SignalForm signalId={signal.id} onDone={onDone} />;
}
