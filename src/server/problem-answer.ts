import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemBody } from '#api';
import { Conflict, NotAllowed, NotFound, NotLetIn, TooManyGuesses } from '#application';
import { type Problem, ProblemError, problem } from '#core';

/** Nobody is signed in, or no longer. */
export class NotSignedIn extends ProblemError {}
/** The program is still starting. */
export class NotReady extends ProblemError {}

export const notSignedIn = (): NotSignedIn =>
  new NotSignedIn(problem('not-signed-in', 'You are not signed in.', 'Sign in and try again.'));

/** Said to patients: they never sign in, they are let in for a while. */
export const visitOver = (): NotSignedIn =>
  new NotSignedIn(
    problem(
      'visit-over',
      'Your time here has ended, or nobody has been let in.',
      'Write your code again, or ask the staff for a new one.',
    ),
  );

export const notReady = (): NotReady =>
  new NotReady(
    problem('starting', 'Gyrus is still starting.', 'Wait a few seconds and try again.'),
  );

/** One of our own mistakes, for whoever runs the program: never with the message, which could hold what a row held. */
export interface Trouble {
  readonly incident: string;
  readonly request: string;
  readonly error: string;
}

interface Answer {
  readonly status: number;
  readonly body: ProblemBody;
}

/** Turns whatever was thrown into an answer a person can act on; a stack never leaves the program. */
export function problemAnswer(onTrouble: (trouble: Trouble) => void) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { status, body } = answerTo(error) ?? ourMistake(error, request, onTrouble);
    return reply.code(status).type('application/json').send(body);
  };
}

function answerTo(error: unknown): Answer | null {
  if (error instanceof NotAllowed)
    return { status: 403, body: { ...bodyOf(error.problem), grantedBy: [...error.grantedBy] } };
  if (error instanceof ProblemError)
    return { status: statusOf(error), body: bodyOf(error.problem) };
  return refusedByServer(error);
}

function statusOf(error: ProblemError): number {
  if (error instanceof NotSignedIn) return 401;
  if (error instanceof NotReady) return 503;
  if (error instanceof NotFound) return 404;
  if (error instanceof NotLetIn) return 401;
  if (error instanceof TooManyGuesses) return 429;
  return error instanceof Conflict ? 409 : 400;
}

const bodyOf = ({ code, message, tip, where, values }: Problem): ProblemBody => ({
  ...{ code, message, tip, where },
  ...(values === undefined ? {} : { values }),
});

/** What the HTTP server refuses before a route sees it. */
const refusals: Readonly<Record<string, Answer>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    body: problem('not-json', 'The request is not JSON.', "Send 'content-type: application/json'."),
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    body: problem('request-too-large', 'The request is larger than 64 kB.', 'Shorten the text.'),
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    body: problem('json-unreadable', 'The request has no body.', 'Send a JSON object.'),
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    body: problem('json-unreadable', 'The request is not readable as JSON.', 'Correct it.'),
  },
};

function refusedByServer(error: unknown): Answer | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string' && Object.hasOwn(refusals, error.code))
    return refusals[error.code] ?? null;
  // What is left with such a status is about the address: a folder, a path that leads outside.
  const status = 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 && status < 500
    ? { status, body: nothingThere }
    : null;
}

/** Nothing of ours lies at the address. */
export const nothingThere: ProblemBody = problem(
  'address-not-found',
  'There is nothing at this address.',
  'Follow a link from a page, or check the address.',
);

export function ourMistake(
  error: unknown,
  request: FastifyRequest,
  onTrouble: (trouble: Trouble) => void,
): Answer {
  const incident = randomUUID();
  const route = request.routeOptions.url ?? 'an unknown address';
  onTrouble({ incident, request: `${request.method} ${route}`, error: tracks(error) });
  return {
    status: 500,
    body: problem(
      'our-mistake',
      'Something went wrong in Gyrus; nothing was changed.',
      'Try again. If it stays, tell whoever runs Gyrus the number of this incident.',
      incident,
    ),
  };
}

/** Where it happened, without what was said: the frames of the error and of its causes. */
function tracks(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const cause = error.cause === undefined ? '' : `\ncaused by ${tracks(error.cause)}`;
  return [error.name, ...frames].join('\n') + cause;
}
