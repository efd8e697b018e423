import { createReadStream } from 'node:fs';
import { ProblemError, problem } from '#core';

const newline = 0x0a;

/**
 * What a file holds that this program wrote, one JSON value on each line. A last line without its end was cut short by a
 * kill and never acknowledged: it is left out. Any other line that cannot be read was acknowledged, and is told.
 *
 * @throws ProblemError with file and line, and nothing of what stands there
 */
export async function* jsonLines<Entry>(file: string): AsyncGenerator<Entry> {
  let number = 0;
  for await (const line of wholeLines(file)) {
    number += 1;
    if (line === '') continue;
    yield entryOf<Entry>(line, file, number);
  }
}

/** Only a newline ends a line: text within JSON may hold other characters that end lines elsewhere. */
async function* wholeLines(file: string): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)]).toString('utf8');
      rest = [];
      from = at + 1;
    }
    rest.push(chunk.subarray(from));
  }
}

function entryOf<Entry>(line: string, file: string, number: number): Entry {
  try {
    // The file is written by this program alone, by the type that is read here.
    const entry: Entry = JSON.parse(line);
    return entry;
  } catch {
    // What the parser says quotes the line, which is about a patient.
    throw lineUnreadable(file, number);
  }
}

export const lineUnreadable = (file: string, line: number): ProblemError =>
  new ProblemError(
    problem(
      'kept-line-unreadable',
      `Line ${line} of ${file} cannot be read, though it was kept whole: the file was damaged.`,
      'Put the file back from a backup, or move this line out into another folder and tell who is responsible for its records; then start again.',
      file,
    ),
  );
