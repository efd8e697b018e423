import path from 'node:path';
import { type FastifyInstance, fastify } from 'fastify';
import { dataFolderKey, type Program, tellAddress } from '#application';
import { ProblemError, problem } from '#core';
import { compressAnswers } from './compression.ts';
import { problemAnswer, type Trouble } from './problem-answer.ts';
import { adviceRoutes } from './routes/advice-routes.ts';
import { answeringRoutes } from './routes/answering-routes.ts';
import { cdsHooksRoutes } from './routes/cds-hooks-routes.ts';
import { commandRoutes } from './routes/command-routes.ts';
import { dataRoutes } from './routes/data-routes.ts';
import { decidingRoutes } from './routes/deciding-routes.ts';
import { eventRoutes } from './routes/event-routes.ts';
import { fhirRoutes } from './routes/fhir-routes.ts';
import { instrumentRoutes } from './routes/instrument-routes.ts';
import { messageRoutes } from './routes/message-routes.ts';
import { house } from './routes/opened.ts';
import { operatorRoutes } from './routes/operator-routes.ts';
import { pageRoutes } from './routes/page-routes.ts';
import { practiceRoutes } from './routes/practice-routes.ts';
import { qualityRoutes } from './routes/quality-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { structureRoutes } from './routes/structure-routes.ts';
import { secure } from './security.ts';
import { sessionCookies } from './session-cookie.ts';
import { webApp } from './web-app.ts';

export interface ServerOptions {
  readonly dataFolder: string;
  readonly port: number;
  /** The address to listen on: 127.0.0.1 answers to this machine only. */
  readonly host: string;
  /** The built web app; none is served when the folder is not there. */
  readonly webFolder: string;
  /** Told of our own mistakes; what it gets may be logged. */
  readonly onTrouble: (trouble: Trouble) => void;
}

export interface RunningServer {
  readonly address: string;
  /** From now on requests are answered; until then they are told to wait. */
  readonly open: (program: Program) => void;
  /** Answers what is under way, then stops listening. */
  readonly close: () => Promise<void>;
}

const bodyBytesMax = 65_536;
/** The name of the key with which the command line shows that it belongs to whoever runs the server. */
export const operatorKey = 'operator-key';

const badAddress = problem(
  'address-unreadable',
  'The address holds something that cannot be read, or is too long.',
  'Follow a link from a page, or check the address.',
);

/** Listens at once, so that a starting program can be told from a dead one. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, dataFolder } = options;
  const server = fastify({
    bodyLimit: bodyBytesMax,
    forceCloseConnections: 'idle',
    frameworkErrors: (_error, _request, { raw }) => {
      raw.writeHead(400, {
        'content-type': 'application/json',
        'x-content-type-options': 'nosniff',
      });
      raw.end(JSON.stringify(badAddress));
    },
  });
  let program: Program | null = null;
  const rooms = house(sessionCookies(dataFolderKey(dataFolder, 'session-key')), () => program);
  prepare(server, options);
  server.get('/healthz', async (_request, reply) => {
    if (program === null) reply.code(503);
    return { status: program === null ? 'starting' : 'ok' };
  });
  for (const routes of [
    sessionRoutes,
    pageRoutes,
    adviceRoutes,
    practiceRoutes,
    decidingRoutes,
    structureRoutes,
    qualityRoutes,
    commandRoutes,
    dataRoutes,
    messageRoutes,
    eventRoutes,
  ])
    routes(server, rooms);
  // A key for each kind of cookie: what lets a patient in is never taken for a member of staff.
  const answering = {
    invited: sessionCookies(dataFolderKey(dataFolder, 'patient-key'), 'gyrus_patient'),
    kiosk: sessionCookies(dataFolderKey(dataFolder, 'kiosk-key'), 'gyrus_kiosk'),
  };
  answeringRoutes(answering)(server, rooms);
  instrumentRoutes(answering)(server, rooms);
  operatorRoutes(server, rooms, {
    key: dataFolderKey(dataFolder, operatorKey),
    onTrouble: options.onTrouble,
  });
  cdsHooksRoutes(options.onTrouble)(server, rooms);
  fhirRoutes(dataFolderKey(dataFolder, 'feed-key'), options.onTrouble)(server, rooms);
  webApp(server, path.resolve(options.webFolder));
  const address = await listen(server, { host, port });
  const withdrawAddress = tellAddress(dataFolder, address);
  return {
    address,
    open: (opened) => {
      program = opened;
      opened.feed.start();
      opened.beside.resume().catch((error: unknown) => {
        options.onTrouble({ incident: '', request: 'counting', error: String(error) });
      });
    },
    close: () => {
      withdrawAddress();
      return closeGently(server);
    },
  };
}

function prepare(server: FastifyInstance, { host, onTrouble }: ServerOptions): void {
  server.removeContentTypeParser('text/plain');
  server.setErrorHandler(problemAnswer(onTrouble));
  compressAnswers(server);
  secure(server, ['127.0.0.1', '::1', 'localhost'].includes(host));
}

/** Longer than any answer takes; a connection that is still open then is cut. */
const closeMilliseconds = 5000;
/** A browser keeps its connection open after an answer that was under way: we do not wait for its next question. */
const idleMilliseconds = 50;

async function closeGently(server: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => server.server.closeIdleConnections(), idleMilliseconds);
  const cut = setTimeout(() => server.server.closeAllConnections(), closeMilliseconds);
  await server.close();
  clearInterval(sweep);
  clearTimeout(cut);
}

async function listen(
  server: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    // What its routes have begun, as the heartbeat of events, would keep a program that has failed from ending.
    await server.close();
    throw new ProblemError(
      problem(
        'port-not-free',
        `The server cannot listen on ${host}, port ${port}.`,
        'Stop what runs there, or set PORT to another number.',
        `${host}:${port}`,
      ),
      { cause },
    );
  }
}
