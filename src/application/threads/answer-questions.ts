import type { MessagePort } from 'node:worker_threads';
import { type Problem, ProblemError } from '#core';

/** A question with a number, so that answers find their way back. */
interface NumberedQuestion<Question> {
  readonly number: number;
  readonly question: Question;
}

export type NumberedAnswer<Answer> =
  | { readonly number: number; readonly kind: 'answer'; readonly answer: Answer }
  | { readonly number: number; readonly kind: 'problem'; readonly problem: Problem }
  /** Where it went wrong, without what was said: a message could hold what a record holds. */
  | { readonly number: number; readonly kind: 'failed'; readonly frames: string };

/** The far end of a pool: answers what comes in on the port. */
export function answerQuestions<Question, Answer>(
  port: MessagePort,
  answer: (question: Question) => Promise<Answer>,
): void {
  const say = (message: NumberedAnswer<Answer>) => port.postMessage(message);
  port.postMessage('ready');
  port.on('message', ({ number, question }: NumberedQuestion<Question>) => {
    answer(question).then(
      (answered) => say({ number, kind: 'answer', answer: answered }),
      (error: unknown) =>
        say(
          error instanceof ProblemError
            ? { number, kind: 'problem', problem: error.problem }
            : { number, kind: 'failed', frames: framesOf(error) },
        ),
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
