import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ProblemError, problem } from '#core';
import { codeOf } from '../data-folder.ts';
import { postgresBinaries } from './binaries.ts';
import { troubleIn } from './server-log.ts';
import { type Launch, launchFor } from './server-user.ts';

/** An embedded PostgreSQL server that lives as long as we do. */
export interface Cluster {
  /** Address of the given database, with password. */
  url(database: string): string;
  stop(): Promise<void>;
}

const startAttempts = 5;
const startSecondsMax = 60;
const stopSecondsMax = 20;
export const clusterUser = 'gyrus';

/** Starts the PostgreSQL under `folder`, making it first when it is not there. */
export async function startCluster(folder: string): Promise<Cluster> {
  const { initdb, postgres } = postgresBinaries();
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const launch = launchFor(postgres, path.join(folder, 'cluster'));
  const cluster = path.join(folder, 'cluster');
  const passwordFile = path.join(folder, 'password');
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) await makeCluster({ folder, initdb, launch });
  const password = readFileSync(passwordFile, 'utf8').trim();
  await stopLeftover(cluster);
  const { child, port } = await startServer({ folder, cluster, postgres, launch });
  const killAtExit = () => child.kill('SIGINT');
  process.once('exit', killAtExit);
  return {
    url: (database) => `postgresql://${clusterUser}:${password}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      process.off('exit', killAtExit);
      await stopServer(child);
    },
  };
}

interface Making {
  readonly folder: string;
  readonly initdb: string;
  readonly launch: Launch;
}

const run = promisify(execFile);

/** Made beside its place and renamed there when complete, so that a kill leaves no half cluster. */
async function makeCluster({ folder, initdb, launch }: Making): Promise<void> {
  const fresh = path.join(folder, 'cluster.new');
  const passwordFile = path.join(folder, 'password');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  launch.own(fresh);
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, {
    mode: 0o600,
    flush: true,
  });
  launch.own(passwordFile);
  const [command, args] = launch.command(initdb, [
    `--pgdata=${fresh}`,
    `--username=${clusterUser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The server's own locale: the same order of text on every machine, whatever is installed there.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]);
  try {
    await run(command, args, { ...launch.options, cwd: folder, encoding: 'utf8' });
  } catch (cause) {
    throw clusterProblem(folder, lastWords(cause));
  }
  renameSync(fresh, path.join(folder, 'cluster'));
}

/** The last lines that a program wrote about its failure, or why it could not be started. */
function lastWords(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const said = 'stderr' in cause && cause.stderr !== '' ? String(cause.stderr) : cause.message;
  return said.trim().split('\n').slice(-3).join(' ');
}

const clusterProblem = (folder: string, said: string): ProblemError =>
  new ProblemError(
    problem(
      'database-not-made',
      `The embedded PostgreSQL could not be made in ${folder}. It said: ${said || 'nothing'}`,
      'Check that the disk has 100 MB free and the folder may be written, or set DATABASE_URL.',
      folder,
    ),
  );

interface ServerInput {
  readonly folder: string;
  readonly cluster: string;
  readonly postgres: string;
  readonly launch: Launch;
}

async function startServer(input: ServerInput): Promise<{ child: ChildProcess; port: number }> {
  const log = path.join(input.folder, 'server.log');
  for (let attempt = 1; attempt <= startAttempts; attempt++) {
    const port = await freePort();
    const child = spawnServer(input, port, log);
    const state = await untilReady(child, input.cluster);
    if (state === 'ready') return { child, port };
    await stopServer(child);
    // Another program may have taken the port between our look and the server's start.
    if (!readFileSync(log, 'utf8').includes('could not bind')) throw notStarted(input, log, state);
  }
  throw notStarted(input, log, 'ended');
}

function notStarted({ folder }: ServerInput, log: string, state: 'ended' | 'late'): ProblemError {
  const { said, isDiskFull } = troubleIn(readFileSync(log, 'utf8'));
  const what =
    state === 'late' ? `did not start within ${startSecondsMax} s` : 'ended as soon as it began';
  return new ProblemError(
    problem(
      'database-not-started',
      `The embedded PostgreSQL in ${folder} ${what}. It said last: ${said || 'nothing'}`,
      isDiskFull
        ? 'The disk is full: free some space and start again; nothing that was stored before is lost.'
        : `Read ${log} for the reason; a copied folder must be copied with its owners (cp -a). Or set DATABASE_URL to a PostgreSQL you run yourself.`,
      log,
    ),
  );
}

function spawnServer(input: ServerInput, port: number, log: string): ChildProcess {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '128MB',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements may carry what people wrote; the log keeps what happened, not what was said.
    log_min_error_statement: 'panic',
    // Our statements are short: compiling each of them costs more than it gains.
    jit: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, args] = input.launch.command(input.postgres, ['-D', input.cluster, ...flags]);
  const output = openSync(log, 'w', 0o600);
  try {
    // Its own process group: Ctrl-C in a terminal must reach us first, so that we close in order.
    return spawn(command, args, {
      ...input.launch.options,
      cwd: input.folder,
      detached: true,
      stdio: ['ignore', output, output],
    });
  } finally {
    closeSync(output);
  }
}

/** The server writes its state into the last line of postmaster.pid. */
async function untilReady(
  child: ChildProcess,
  cluster: string,
): Promise<'ready' | 'ended' | 'late'> {
  let failed = false;
  child.once('error', () => {
    failed = true;
  });
  for (const deadline = Date.now() + startSecondsMax * 1000; Date.now() < deadline; ) {
    if (failed || child.exitCode !== null || child.signalCode !== null) return 'ended';
    const state = readPostmaster(cluster);
    if (state.pid === child.pid && state.status === 'ready') return 'ready';
    await sleep(20);
  }
  return 'late';
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  // SIGINT: a fast shutdown with a checkpoint; SIGQUIT: at once, recovered at the next start.
  child.kill('SIGINT');
  const harder = setTimeout(() => child.kill('SIGQUIT'), stopSecondsMax * 1000);
  await ended;
  clearTimeout(harder);
}

/** Stops the server that a killed predecessor of ours left running on this folder. */
async function stopLeftover(cluster: string): Promise<void> {
  const { pid } = readPostmaster(cluster);
  if (pid === undefined) return;
  if (!isServerOf(pid, cluster)) return waitWhileEnding(pid);
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
    for (const deadline = Date.now() + stopSecondsMax * 1000; Date.now() < deadline; ) {
      if (!isServerOf(pid, cluster)) return waitWhileEnding(pid);
      await sleep(20);
    }
  }
  throw new ProblemError(
    problem(
      'leftover-database',
      `A PostgreSQL server from an earlier start (process ${pid}) does not stop.`,
      `End it with kill ${pid} and start again.`,
      cluster,
    ),
  );
}

/**
 * A process that has ended but whose number is not yet given back has no command line any more, and still
 * looks alive to the next server, which would refuse to start.
 */
async function waitWhileEnding(pid: number): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const deadline = Date.now() + stopSecondsMax * 1000; Date.now() < deadline; ) {
    if (!existsSync(`/proc/${pid}`) || readIfThere(`/proc/${pid}/cmdline`) !== '') return;
    await sleep(20);
  }
}

/** A process number alone proves nothing: it may have been given to another program since. */
function isServerOf(pid: number, cluster: string): boolean {
  const commandLine =
    process.platform === 'linux'
      ? readIfThere(`/proc/${pid}/cmdline`)
      : spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return commandLine.includes(cluster);
}

function readPostmaster(cluster: string): { pid?: number; status?: string } {
  const lines = readIfThere(path.join(cluster, 'postmaster.pid')).split('\n');
  const pid = Number(lines[0]);
  return { ...(pid > 0 ? { pid } : {}), status: (lines[7] ?? '').trim() };
}

/** Empty when there is no such file, or the process it tells of ends while we read. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error))) return '';
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port for the database');
  return address.port;
}
