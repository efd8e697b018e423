import { parentPort, workerData } from 'node:worker_threads';
import {
  type RuleAnswer,
  type RuleQuestion,
  type RuleSources,
  ruleEvaluator,
} from './evaluate-rule.ts';

/** A question with a number, so that answers find their way back. */
export interface NumberedQuestion {
  readonly number: number;
  readonly question: RuleQuestion;
}

export type NumberedAnswer =
  | { readonly number: number; readonly kind: 'answer'; readonly answer: RuleAnswer }
  /** Where it went wrong, without what was said: a message could hold what a record holds. */
  | { readonly number: number; readonly kind: 'failed'; readonly frames: string };

if (parentPort !== null) {
  const port = parentPort;
  const evaluate = ruleEvaluator(workerData as RuleSources);
  port.postMessage('ready');
  port.on('message', ({ number, question }: NumberedQuestion) => {
    evaluate(question).then(
      (answer) => port.postMessage({ number, kind: 'answer', answer } satisfies NumberedAnswer),
      (error: unknown) =>
        port.postMessage({
          number,
          kind: 'failed',
          frames: framesOf(error),
        } satisfies NumberedAnswer),
    );
  });
}

function framesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
