import { existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { jsonLines, lineUnreadable } from '../json-lines.ts';
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
export async function unfoldPosts(posts: SealedPosts): Promise<UnfoldedPosts> {
  const { file } = posts;
  const target = unfoldedFile(posts);
  const isThere = existsSync(target);
  const unfinished = unfinishedFile(target);
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

/** Removes the file that was written for the importer, or the beginning of one. */
export function forgetUnfolded(posts: SealedPosts): void {
  const target = unfoldedFile(posts);
  for (const file of [target, unfinishedFile(target)]) rmSync(file, { force: true });
}

const unfoldedFile = ({ file, number }: SealedPosts): string =>
  path.join(path.dirname(file), `${feedFilePrefix}${String(number).padStart(9, '0')}.ndjson`);

const unfinishedFile = (target: string): string => `${target}.unfinished`;

/** @throws ProblemError with file and line where something that was accepted cannot be read */
async function* postsIn(file: string): AsyncGenerator<JournalPost> {
  let line = 0;
  for await (const value of jsonLines<unknown>(file)) {
    line += 1;
    const post = postOf(value);
    if (post === null) throw lineUnreadable(file, line);
    yield post;
  }
}

function postOf(value: unknown): JournalPost | null {
  if (typeof value !== 'object' || value === null || !('lines' in value)) return null;
  const { source, receivedAt, lines } = { source: '', receivedAt: '', ...value };
  if (!Array.isArray(lines) || typeof source !== 'string' || typeof receivedAt !== 'string')
    return null;
  return { source, receivedAt, lines: lines.map(String) };
}
