import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  ClientNotTrusted,
  type DecisionSupport,
  NotFound,
  PrefetchMissing,
  ThreadsBusy,
} from '#application';
import { type Language, ProblemError, problem } from '#core';
import { type KnownTrouble, outcomeAnswer } from '../operation-outcome.ts';
import { NotReady, notReady, type Trouble } from '../problem-answer.ts';
import { addressOf } from '../public-address.ts';
import type { House } from './opened.ts';

/** A patient's prefetched records may be large; more than this is refused. */
const bodyBytesMax = 10_000_000;

interface ServiceParams {
  readonly Params: { readonly id: string };
  readonly Body: string;
}

/**
 * CDS Hooks 2.0.1, the side of the service: discovery, calls and feedback. Callers prove themselves by signed tokens, not
 * by our session; errors are FHIR OperationOutcomes.
 */
export const cdsHooksRoutes =
  (onTrouble: (trouble: Trouble) => void) =>
  (server: FastifyInstance, { opened }: House): void => {
    const support = (): DecisionSupport => {
      const { decisionSupport } = opened();
      if (decisionSupport === null) throw notReady();
      return decisionSupport;
    };
    server.register(async (scope) => {
      readBodiesAsText(scope);
      scope.addHook('onRequest', async (request, reply) => allowOrigin(request, reply, opened));
      scope.setErrorHandler(outcomeAnswer({ known, requestRefused, onTrouble }));
      scope.options('/cds-services', async (_request, reply) => reply.code(204).send());
      scope.options('/cds-services/*', async (_request, reply) => reply.code(204).send());
      scope.get('/cds-services', async (request) => ({
        services: support().services(languageOf(request)),
      }));
      scope.post<ServiceParams>('/cds-services/:id', async (request) => {
        const client = await support().trust.verify(...claims(request));
        const call = { serviceId: request.params.id, body: request.body, client };
        const [language, address] = [languageOf(request), addressOf(request)];
        return { cards: await support().advise({ ...call, language, address }) };
      });
      scope.post<ServiceParams>('/cds-services/:id/feedback', async (request, reply) => {
        await support().trust.verify(...claims(request));
        await support().feedback(request.params.id, jsonIn(request.body));
        return reply.code(200).send({});
      });
    });
  };

/** A thread reads the body of a call: parsing it here would hold up everybody else. */
function readBodiesAsText(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    ['application/json', 'application/fhir+json'],
    { parseAs: 'string', bodyLimit: bodyBytesMax },
    (_request, body, done) => done(null, body),
  );
}

/** The token, and the addresses it may be meant for: the service, what lies above it, and the whole server. */
function claims(request: FastifyRequest<ServiceParams>): [string | undefined, readonly string[]] {
  const root = addressOf(request);
  const service = `${root}/cds-services/${request.params.id}`;
  const audiences = [root, `${root}/cds-services`, service, `${service}/feedback`];
  return [request.headers.authorization, audiences];
}

const languageOf = ({ headers }: FastifyRequest): Language =>
  /^sv\b/i.test(headers['accept-language'] ?? '') ? 'sv' : 'en';

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ProblemError(
      problem('not-json', 'The request is not readable as JSON.', 'Correct it.'),
    );
  }
}

/** Pages of clients that we trust may call from a browser. */
async function allowOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  opened: House['opened'],
): Promise<void> {
  const { origin } = request.headers;
  reply.header('vary', 'origin').header('cross-origin-resource-policy', 'cross-origin');
  if (origin === undefined) return;
  const isTrusted = (await opened().decisionSupport?.trust.origins())?.has(origin) === true;
  if (!isTrusted) return;
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type, accept-language',
    'access-control-max-age': '600',
  });
}

function known(error: unknown): KnownTrouble | null {
  if (error instanceof ThreadsBusy) return { status: 503, told: busy };
  return error instanceof ProblemError ? { status: statusOf(error), told: error.problem } : null;
}

function statusOf(error: ProblemError): number {
  if (error instanceof ClientNotTrusted) return 401;
  if (error instanceof NotFound) return 404;
  if (error instanceof PrefetchMissing) return 412;
  return error instanceof NotReady ? 503 : 400;
}

const busy = problem(
  'too-many-calls',
  'More calls are waiting than can be answered.',
  'Call again in a second.',
);

const requestRefused = problem(
  'request-refused',
  'The request is too large, or not JSON.',
  "Send at most 10 MB with 'content-type: application/json'.",
);
