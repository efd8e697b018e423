import { createReadStream, existsSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { feedFilePrefix } from './feed-file.ts';
import type { JournalPost, SealedPosts } from './feed-journal.ts';

/** Where a post's resources stand in the file that is imported. */
export interface PostPlace {
  readonly source: string;
  readonly receivedAt: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface UnfoldedPosts {
  /** NDJSON, as any other file that is imported. */
  readonly file: string;
  readonly places: readonly PostPlace[];
}

/** Writes sealed posts as a file for the importer; one that is there already, from before a kill, is whole. */
export async function unfoldPosts({ file, number }: SealedPosts): Promise<UnfoldedPosts> {
  const target = path.join(
    path.dirname(file),
    `${feedFilePrefix}${String(number).padStart(9, '0')}.ndjson`,
  );
  const isThere = existsSync(target);
  const unfinished = `${target}.unfinished`;
  const handle = isThere ? null : await open(unfinished, 'w', 0o600);
  const places: PostPlace[] = [];
  let lines = 0;
  try {
    for await (const post of postsIn(file)) {
      await handle?.appendFile(`${post.lines.join('\n')}\n`);
      places.push({
        ...{ source: post.source, receivedAt: post.receivedAt },
        ...{ firstLine: lines + 1, lastLine: lines + post.lines.length },
      });
      lines += post.lines.length;
    }
    await handle?.datasync();
  } finally {
    await handle?.close();
  }
  if (!isThere) await rename(unfinished, target);
  return { file: target, places };
}

const newline = 0x0a;

/** Only a newline ends a line: text within JSON may hold other characters that end lines elsewhere. */
async function* postsIn(file: string): AsyncGenerator<JournalPost> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      yield postOf(Buffer.concat([...rest, chunk.subarray(from, at)]).toString('utf8'));
      rest = [];
      from = at + 1;
    }
    rest.push(chunk.subarray(from));
  }
}

function postOf(line: string): JournalPost {
  const value: unknown = JSON.parse(line);
  if (typeof value === 'object' && value !== null && 'lines' in value) {
    const { source, receivedAt } = { source: '', receivedAt: '', ...value };
    if (Array.isArray(value.lines) && typeof source === 'string' && typeof receivedAt === 'string')
      return { source, receivedAt, lines: value.lines.map(String) };
  }
  throw new TypeError('a line of the feed journal is no post');
}
