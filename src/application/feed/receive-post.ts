import {
  type Act,
  type Part,
  type ReadPost,
  readPostedBundle,
  readPostedDeletion,
  readPostedResource,
  type TakenPart,
} from '#data';
import type { Feed } from './feed.ts';
import { type FeedCaller, requireScope } from './feed-clients.ts';

/** One resource that was posted to an address of its type, or of its own. */
export type SinglePost =
  | {
      readonly act: Exclude<Act, 'delete'>;
      readonly type: string;
      readonly id: string | null;
      readonly text: string;
    }
  | { readonly act: 'delete'; readonly type: string; readonly id: string };

/** Takes one resource or one deletion; resolves when it is on the disk. */
export async function receiveResource(
  feed: Feed,
  caller: FeedCaller,
  post: SinglePost,
): Promise<Part> {
  requireScope(caller, post.act, post.type);
  const reading = feed.reading(caller.issuer);
  const part =
    post.act === 'delete'
      ? readPostedDeletion({ ...post, where: '' }, reading)
      : readPostedResource({ ...post, where: '' }, reading);
  if (part.kind === 'taken') await feed.take({ source: caller.issuer, lines: [part.line] });
  return part;
}

/** Takes what of a Bundle may be taken, together; resolves when it is on the disk. */
export async function receiveBundle(
  feed: Feed,
  caller: FeedCaller,
  text: string,
): Promise<ReadPost> {
  const read = readPostedBundle(text, feed.reading(caller.issuer));
  if (read.kind === 'refused') return read;
  const taken = read.parts.filter((part): part is TakenPart => part.kind === 'taken');
  for (const { act, arrival } of taken) requireScope(caller, act, arrival.type);
  await feed.take({ source: caller.issuer, lines: taken.map(({ line }) => line) });
  return read;
}
