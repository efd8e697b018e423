import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Act,
  ClientNotTrusted,
  FeedBusy,
  type FeedCaller,
  type FeedClients,
  feedClients,
  receiveBundle,
  receiveResource,
  ScopeMissing,
} from '#application';
import { ProblemError, problem } from '#core';
import { bundleAnswer, partAnswer } from '../fhir-answers.ts';
import { capabilityStatement, smartConfiguration } from '../fhir-conformance.ts';
import { type KnownTrouble, outcomeAnswer } from '../operation-outcome.ts';
import { NotReady, type Trouble } from '../problem-answer.ts';
import type { House } from './opened.ts';

/** What one post may hold; more goes into several. */
const bodyBytesMax = 10_000_000;
const formBytesMax = 20_000;

interface ResourceAddress {
  readonly Params: { readonly type: string; readonly id: string };
  readonly Body: string;
}

/**
 * The live feed: FHIR R4 resources, Bundles and notifications of Subscriptions, from programs that prove themselves as
 * SMART Backend Services describes. An answer of success means: it is on the disk.
 */
export const fhirRoutes =
  (tokenKey: Buffer, onTrouble: (trouble: Trouble) => void) =>
  (server: FastifyInstance, { opened }: House): void => {
    let held: FeedClients | undefined;
    const clients = (): FeedClients => {
      held ??= feedClients(opened(), tokenKey);
      return held;
    };
    const caller = (request: FastifyRequest): Promise<FeedCaller> =>
      clients().caller(request.headers.authorization);
    server.register(
      async (scope) => {
        readBodies(scope);
        scope.setErrorHandler(outcomeAnswer({ known, requestRefused, onTrouble }));
        scope.get('/metadata', async (request, reply) =>
          asFhir(reply).send(capabilityStatement(baseOf(request), opened().clock())),
        );
        scope.get('/.well-known/smart-configuration', async (request) =>
          smartConfiguration(baseOf(request)),
        );
        scope.post<{ readonly Body: URLSearchParams }>('/auth/token', async (request, reply) =>
          issueToken(request, reply, clients()),
        );
        scope.post<{ readonly Body: string }>('/', async (request, reply) => {
          const from = await caller(request);
          const read = await receiveBundle(opened().feed, from, request.body);
          return bundleAnswer(asFhir(reply), read, request.headers.prefer);
        });
        const single =
          (act: Act) => async (request: FastifyRequest<ResourceAddress>, reply: FastifyReply) => {
            const from = await caller(request);
            const { type, id } = request.params;
            const text = request.body;
            const post = act === 'delete' ? { act, type, id } : { act, type, id: id ?? null, text };
            const part = await receiveResource(opened().feed, from, post);
            return partAnswer(asFhir(reply), part, {
              base: baseOf(request),
              prefer: request.headers.prefer,
            });
          };
        scope.post<ResourceAddress>('/:type', single('create'));
        scope.put<ResourceAddress>('/:type/:id', single('update'));
        scope.delete<ResourceAddress>('/:type/:id', single('delete'));
      },
      { prefix: '/fhir' },
    );
  };

const asFhir = (reply: FastifyReply): FastifyReply => reply.type('application/fhir+json');

function readBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    ['application/json', 'application/fhir+json'],
    { parseAs: 'string', bodyLimit: bodyBytesMax },
    (_request, body, done) => done(null, body),
  );
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formBytesMax },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
}

const baseOf = (request: FastifyRequest): string =>
  `${(process.env.GYRUS_PUBLIC_URL ?? `${request.protocol}://${request.headers.host}`).replace(/\/$/, '')}/fhir`;

async function issueToken(
  request: FastifyRequest<{ readonly Body: URLSearchParams }>,
  reply: FastifyReply,
  clients: FeedClients,
): Promise<FastifyReply> {
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const field = (name: string) => form.get(name) ?? undefined;
  const base = baseOf(request);
  try {
    const token = await clients.issue(
      {
        grant_type: field('grant_type'),
        scope: field('scope'),
        client_assertion_type: field('client_assertion_type'),
        client_assertion: field('client_assertion'),
      },
      [`${base}/auth/token`, base],
    );
    return reply.header('cache-control', 'no-store').send(token);
  } catch (error) {
    if (!(error instanceof ProblemError) || error instanceof NotReady) throw error;
    const { code, message, tip } = error.problem;
    const isClient = error instanceof ClientNotTrusted;
    return reply.code(isClient ? 401 : 400).send({
      error: isClient ? 'invalid_client' : code,
      error_description: `${message} ${tip}`,
    });
  }
}

function known(error: unknown): KnownTrouble | null {
  if (error instanceof FeedBusy)
    return { status: 429, told: error.problem, retryAfterSeconds: error.retryAfterSeconds };
  return error instanceof ProblemError ? { status: statusOf(error), told: error.problem } : null;
}

function statusOf(error: ProblemError): number {
  if (error instanceof ClientNotTrusted) return 401;
  if (error instanceof ScopeMissing) return 403;
  return error instanceof NotReady ? 503 : 400;
}

const requestRefused = problem(
  'request-refused',
  'The request is too large, or not JSON.',
  "Send at most 10 MB with 'content-type: application/fhir+json'.",
);
