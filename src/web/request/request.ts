import type { ProblemBody } from '#api';

/** A request that was answered with no. Offline has status 0. */
export class RequestFailed extends Error {
  readonly status: number;
  readonly problem: ProblemBody;

  constructor(status: number, problem: ProblemBody) {
    super(problem.message);
    this.name = 'RequestFailed';
    this.status = status;
    this.problem = problem;
  }
}

const isProblem = (body: unknown): body is ProblemBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body && 'tip' in body;

async function problemOf(response: Response): Promise<ProblemBody> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return body;
  const message = `${response.status} ${response.statusText}`;
  return { code: 'no-problem-body', message, tip: '', where: '' };
}

const offline: ProblemBody = { code: 'offline', message: '', tip: '', where: '' };

/**
 * Asks the server. The answer is trusted to have the shape of the contract: server and web are built from the same
 * `api` room, and the server checks every answer against it.
 *
 * @throws RequestFailed with the server's problem, also when there is no connection
 */
export async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, {
    ...init,
    headers: { accept: 'application/json', ...init.headers },
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new RequestFailed(0, offline);
  });
  if (!response.ok) throw new RequestFailed(response.status, await problemOf(response));
  const body: T = await (response.status === 204 ? null : response.json());
  return body;
}

export const send = <T>(method: 'POST' | 'DELETE', path: string, body: unknown = {}): Promise<T> =>
  request<T>(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
