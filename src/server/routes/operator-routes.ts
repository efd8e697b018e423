import { timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import {
  type OperatorEvent,
  operatorEventSchema,
  operatorImportSchema,
  operatorMeasureSchema,
} from '#api';
import { importMeasure, type OperatorProgress, startOperatorImport } from '#application';
import { ProblemError, problem } from '#core';
import { NotSignedIn, type Trouble } from '../problem-answer.ts';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

/** Ten thousand long paths. */
const bodyBytesMax = 8 * 2 ** 20;
/** Often enough for a progress bar. */
const lineMilliseconds = 200;

interface OperatorOptions {
  readonly key: Buffer;
  readonly onTrouble: (trouble: Trouble) => void;
}

/**
 * For whoever runs the program, at a command line beside this server: who can read the data folder's key may do here
 * what that person could do without a server.
 */
export function operatorRoutes(
  server: FastifyInstance,
  { opened }: House,
  { key, onTrouble }: OperatorOptions,
): void {
  server.post('/api/operator/measures', async (request) => {
    requireKey(request.headers.authorization, key);
    const { file } = inputAs(operatorMeasureSchema, request.body);
    const program = opened();
    const brought = await importMeasure(program, file);
    // Whoever brought it need not wait: its page says how far it is.
    program.evaluateChanged().catch((error: unknown) => {
      onTrouble({ incident: '', request: 'measure import', error: String(error) });
    });
    return brought;
  });
  const options = { bodyLimit: bodyBytesMax };
  server.post('/api/operator/imports', options, async (request, reply) => {
    requireKey(request.headers.authorization, key);
    const asked = inputAs(operatorImportSchema, request.body);
    const lines = eventLines(reply.raw);
    const { done } = await startOperatorImport(opened(), asked, lines.progress);
    reply.hijack();
    lines.begin();
    try {
      const { read, stored, changed, findings, tableRows, leftAside } = await done;
      // Whoever is told that it is done may ask for the next at once.
      await opened().jobs.idle();
      const counts = { read, stored, changed, findings, tableRows, leftAside };
      lines.end({ kind: 'done', summary: counts });
    } catch (error) {
      lines.end({ kind: 'failed', problem: problemOf(error) });
    }
  });
}

function requireKey(authorization: string | undefined, key: Buffer): void {
  const given = Buffer.from(/^Bearer ([0-9a-f]+)$/.exec(authorization ?? '')?.[1] ?? '', 'hex');
  if (given.length === key.length && timingSafeEqual(given, key)) return;
  throw new NotSignedIn(
    problem(
      'operator-key-missing',
      'The request does not carry the key of the data folder.',
      'Run the command as the user who runs the server, with the same GYRUS_DATA.',
    ),
  );
}

/** One JSON object a line. Nothing is written before the work has begun, nor to a reader who has gone. */
function eventLines(stream: ServerResponse) {
  let lastProgress = Number.NEGATIVE_INFINITY;
  const write = (event: OperatorEvent) => {
    if (stream.headersSent && !stream.destroyed)
      stream.write(`${JSON.stringify(operatorEventSchema.parse(event))}\n`);
  };
  return {
    begin: () =>
      stream
        .writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
        .flushHeaders(),
    progress: (progress: OperatorProgress) => {
      const now = performance.now();
      if (now - lastProgress < lineMilliseconds) return;
      lastProgress = now;
      write({ kind: 'progress', ...progress });
    },
    end: (event: OperatorEvent) => {
      write(event);
      stream.end();
    },
  };
}

/** The job runner has told of a mistake of ours already; here is only said that there was one. */
const problemOf = (error: unknown) =>
  error instanceof ProblemError
    ? error.problem
    : problem(
        'import-stopped',
        'The import was stopped, or something went wrong in the server.',
        'Look at what the server wrote, then import again: it goes on where it stopped.',
      );
