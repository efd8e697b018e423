import {
  type BroughtMeasure,
  broughtMeasureSchema,
  operatorEventSchema,
  problemSchema,
} from '#api';
import type { OperatorImport, OperatorProgress, RunningServerAddress } from '#application';
import { ProblemError, problem } from '#core';

/** A server that holds the data folder. */
export interface HoldingServer {
  readonly server: RunningServerAddress;
  /** The data folder's key, which shows that we are whoever runs the program. */
  readonly key: Buffer;
}

export interface HandedOver extends HoldingServer {
  readonly wanted: OperatorImport;
  readonly onProgress: (progress: OperatorProgress) => void;
}

export interface HandedOverSummary {
  readonly read: number;
  readonly stored: number;
  readonly changed: number;
  readonly findings: number;
  readonly tableRows: number;
  readonly leftAside: number;
}

/** Lets the server that holds the data folder do an import, and follows it to its end. */
export async function handOverImport(handedOver: HandedOver): Promise<HandedOverSummary> {
  const { server, onProgress } = handedOver;
  const answer = await ask(handedOver, 'imports', handedOver.wanted);
  if (answer.body === null || !answer.ok) throw await refusal(server, answer);
  for await (const line of linesOf(server, answer.body)) {
    const event = operatorEventSchema.parse(JSON.parse(line));
    if (event.kind === 'progress') onProgress(event);
    else if (event.kind === 'done') return event.summary;
    else throw new ProblemError(event.problem);
  }
  throw serverGone(server, undefined);
}

/** Lets the server that holds the data folder take a measure into use; `file` is an absolute path. */
export async function handOverMeasure(
  holding: HoldingServer,
  file: string,
): Promise<BroughtMeasure> {
  const answer = await ask(holding, 'measures', { file });
  if (!answer.ok) throw await refusal(holding.server, answer);
  return broughtMeasureSchema.parse(await answer.json());
}

async function ask(
  { server, key }: HoldingServer,
  what: 'imports' | 'measures',
  body: object,
): Promise<Response> {
  try {
    return await fetch(`${server.address}/api/operator/${what}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${key.toString('hex')}`,
      },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new ProblemError(
      problem(
        'server-not-answering',
        `The data folder is held by the server of process ${server.pid}, which does not answer at ${server.address}.`,
        `Stop it (kill ${server.pid}) and import again.`,
        server.address,
      ),
      { cause },
    );
  }
}

async function refusal(server: RunningServerAddress, answer: Response): Promise<ProblemError> {
  const told = problemSchema.safeParse(await answer.json().catch(() => undefined));
  // A server that knows no such request says that nothing is there.
  if (told.success && answer.status !== 404) return new ProblemError(told.data);
  return new ProblemError(
    problem(
      'server-cannot-import',
      `The server at ${server.address} does not take imports over (status ${answer.status}).`,
      `It may be of an older version: stop it (kill ${server.pid}), start it anew and import again.`,
      server.address,
    ),
  );
}

async function* linesOf(
  server: RunningServerAddress,
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const piece of body) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    throw serverGone(server, cause);
  }
}

const serverGone = ({ pid, address }: RunningServerAddress, cause: unknown): ProblemError =>
  new ProblemError(
    problem(
      'server-stopped',
      `The server of process ${pid} stopped during the import.`,
      'Import again, with the server running or without: it goes on where it stopped.',
      address,
    ),
    { cause },
  );
