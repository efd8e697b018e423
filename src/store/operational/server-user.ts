import { type SpawnOptions, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ProblemError, problem } from '#core';

/** How a PostgreSQL program is started: as whom, and so that it ends when we end. */
export interface Launch {
  /** The program and its arguments as they are given to the operating system. */
  command(program: string, args: readonly string[]): readonly [string, readonly string[]];
  readonly options: Pick<SpawnOptions, 'uid' | 'gid'>;
  /** Gives a file or folder to the user the server runs as. */
  own(file: string): void;
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const userNames = ['gyrus', 'postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root. As root we start it as an unprivileged user; when that user
 * cannot reach the folders (a home of mode 700, say) it is given the one capability to pass them.
 */
export function launchFor(program: string, folder: string): Launch {
  const user = process.getuid?.() === 0 ? (ownerOf(folder) ?? unprivilegedUser()) : undefined;
  const reachable =
    user === undefined || [program, folder].every((file) => isReachable(file, user));
  for (const launch of candidates(user, reachable)) if (works(launch, program)) return launch;
  throw new ProblemError(
    problem(
      'server-cannot-run',
      user === undefined
        ? `The PostgreSQL server ${program} does not run on this machine.`
        : `Gyrus runs as root, and the user ${user.name} cannot run ${program} on ${folder}.`,
      'Run Gyrus as an ordinary user, set GYRUS_DATA to a folder all users may pass through, or set DATABASE_URL.',
      folder,
    ),
  );
}

function candidates(user: User | undefined, reachable: boolean): readonly Launch[] {
  const own = (file: string) => {
    if (user !== undefined) chownSync(file, user.uid, user.gid);
  };
  const plain: Launch = {
    command: (program, args) => [program, args],
    options: user === undefined ? {} : { uid: user.uid, gid: user.gid },
    own,
  };
  if (process.platform !== 'linux') return reachable ? [plain] : [];
  // setpriv also asks the kernel to stop the server when we are killed.
  const setpriv = ['--pdeathsig', 'INT', ...asUser(user), ...(reachable ? [] : passFolders), '--'];
  const watched: Launch = {
    command: (program, args) => ['setpriv', [...setpriv, program, ...args]],
    options: {},
    own,
  };
  return reachable ? [watched, plain] : [watched];
}

const asUser = (user: User | undefined): readonly string[] =>
  user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];

const passFolders = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];

function works(launch: Launch, program: string): boolean {
  const [command, args] = launch.command(program, ['--version']);
  return spawnSync(command, args, { ...launch.options, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** A cluster made earlier, perhaps by another user, can only be served by that user. */
function ownerOf(folder: string): User | undefined {
  if (!existsSync(folder)) return undefined;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { name: String(uid), uid, gid };
}

function unprivilegedUser(): User {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  for (const name of userNames) {
    const user = users.find((candidate) => candidate.name === name && candidate.uid > 0);
    if (user !== undefined) return user;
  }
  throw new ProblemError(
    problem(
      'no-unprivileged-user',
      `Gyrus runs as root, PostgreSQL may not, and none of the users ${userNames.join(', ')} exists here.`,
      'Run Gyrus as an ordinary user, make one of these users, or set DATABASE_URL.',
    ),
  );
}

function isReachable(file: string, user: User): boolean {
  for (let at = path.dirname(path.resolve(file)); ; at = path.dirname(at)) {
    const { uid, gid, mode } = statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
