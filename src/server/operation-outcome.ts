import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '#core';
import { ourMistake, type Trouble } from './problem-answer.ts';

const codeSystem = 'https://gyrus.health/fhir/problem';

/** IssueType of FHIR R4, by HTTP status. */
const issueCodes: Readonly<Record<number, string>> = {
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  412: 'incomplete',
  413: 'too-long',
  415: 'not-supported',
  429: 'throttled',
  500: 'exception',
  503: 'transient',
};

/** A problem as FHIR tells it. */
export const operationOutcome = (status: number, told: Problem) => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'error',
      code: issueCodes[status] ?? 'invalid',
      details: { coding: [{ system: codeSystem, code: told.code }], text: told.message },
      diagnostics: told.tip,
    },
  ],
});

export interface KnownTrouble {
  readonly status: number;
  readonly told: Problem;
  /** When it may be tried again. */
  readonly retryAfterSeconds?: number;
}

export interface OutcomeRules {
  /** What was foreseen, with its HTTP status; null for everything else. */
  readonly known: (error: unknown) => KnownTrouble | null;
  /** What is said of a request that the server itself refused. */
  readonly requestRefused: Problem;
  readonly onTrouble: (trouble: Trouble) => void;
}

/** Errors as OperationOutcomes; a stack never leaves the program. */
export function outcomeAnswer({ known, requestRefused, onTrouble }: OutcomeRules) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { status, told, retryAfterSeconds }: KnownTrouble = known(error) ??
      refusedByServer(error, requestRefused) ?? {
        status: 500,
        told: ourMistake(error, request, onTrouble).body,
      };
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 503 || retryAfterSeconds !== undefined)
      reply.header('retry-after', String(retryAfterSeconds ?? 1));
    return reply.code(status).type('application/fhir+json').send(operationOutcome(status, told));
  };
}

function refusedByServer(error: unknown, told: Problem): KnownTrouble | null {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 0;
  return typeof status === 'number' && status >= 400 && status < 500 ? { status, told } : null;
}
