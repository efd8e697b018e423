import { SingleBar } from 'cli-progress';
import { ProblemError } from '#core';

/** One line on standard output. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** A number with its word: '1 finding', '2 findings'. */
export const counted = (count: number, one: string): string =>
  `${count} ${one}${count === 1 ? '' : 's'}`;

/** The last line of a command asked for `--json`: one object. */
export const sayJson = (value: object): void => say(JSON.stringify(value));

/** A mistake in background work is told when it happens, and once more by whoever waited for the work. */
const told = new WeakSet<object>();

/** What went wrong, for the person at the terminal: no stack for trouble that is theirs to mend. */
export function sayTrouble(error: unknown): void {
  if (typeof error === 'object' && error !== null) {
    if (told.has(error)) return;
    told.add(error);
  }
  if (error instanceof ProblemError) {
    const { message, tip, where } = error.problem;
    process.stderr.write(
      `${where === '' ? '' : `${where}: `}${message}\n${tip === '' ? '' : `→ ${tip}\n`}`,
    );
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Something is wrong in Gyrus itself. Please report this:\n${text}\n`);
}

export interface Bar {
  readonly show: (share: number, note: string) => void;
  readonly end: () => void;
}

/** A progress bar on a terminal; nothing where nobody watches. */
export function progressBar(what: string): Bar {
  if (process.stderr.isTTY !== true) return { show: () => undefined, end: () => undefined };
  const bar = new SingleBar({ format: `${what} {bar} {percentage} % {note}`, hideCursor: true });
  bar.start(1000, 0, { note: '' });
  return {
    show: (share, note) => bar.update(Math.round(share * 1000), { note }),
    end: () => bar.stop(),
  };
}
