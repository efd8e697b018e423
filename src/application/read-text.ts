import { readFile } from 'node:fs/promises';
import { ProblemError, problem } from '#core';

/** The text of a small file. */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ProblemError(
      problem(
        'file-unreadable',
        `The file ${file} cannot be read.`,
        'Check its name, and that this user may read it.',
        file,
      ),
      { cause },
    );
  }
}
