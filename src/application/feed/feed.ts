import { createHash } from 'node:crypto';
import { ProblemError, problem } from '#core';
import { type LineRules, type PostIssue, type ReadingPost, readPostedResource } from '#data';
import { openFeedJournal, postedLineRules } from '#store';
import { type FeedOptions, FeedPump, feedLimits, type PumpState } from './feed-pump.ts';

/** More has been taken in than is in the clinical store: whoever sends has to wait. */
export class FeedBusy extends ProblemError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(
      problem(
        'feed-full',
        'More has come in than has been read so far.',
        `Send it again in ${retryAfterSeconds} seconds; nothing of it was taken.`,
      ),
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface FeedPost {
  /** Who sends. */
  readonly source: string;
  /** Checked resources, one line of JSON each; all of them are taken or none. */
  readonly lines: readonly string[];
}

export interface FeedState extends PumpState {
  /** Accepted and not in the clinical store yet. */
  readonly waitingBytes: number;
}

/** What comes in while the program runs: durable at once, in the clinical store and in the numbers soon after. */
export interface Feed {
  /** How to read a post from this sender, with the same checks as a line of a file. */
  readonly reading: (source: string) => ReadingPost;
  /**
   * Resolves when the post is on the disk.
   *
   * @throws FeedBusy when too much is waiting; nothing of the post was taken then
   */
  readonly take: (post: FeedPost) => Promise<void>;
  /** Checks resources made by the program itself, as a patient's answers, and takes them. */
  readonly takeResources: (source: string, resources: readonly object[]) => Promise<void>;
  readonly state: () => FeedState;
  /** Begins to bring what was taken into the clinical store, first what a kill left. */
  readonly start: () => void;
  /** Resolves when everything taken so far is in the clinical store and in the numbers. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export function openFeed(options: FeedOptions): Feed {
  const limits = { ...feedLimits, ...options.limits };
  const journal = openFeedJournal(options.clinical.folder);
  const pump = new FeedPump(options, journal, limits);
  let rules: LineRules | undefined;
  const reading = (source: string): ReadingPost => {
    rules ??= postedLineRules(options.clinical);
    return { rules, receivedAt: options.clock(), idOf: (content) => idOf(source, content) };
  };
  const take = async ({ source, lines }: FeedPost) => {
    if (lines.length === 0) return;
    const bytes = lines.reduce((sum, line) => sum + line.length, 0);
    if (journal.waitingBytes() + bytes > limits.waitingBytesMax)
      throw new FeedBusy(pump.secondsUntilRoom(journal.waitingBytes()));
    await journal.append({ source, receivedAt: options.clock(), lines });
    pump.wake();
  };
  return {
    reading,
    take,
    takeResources: (source, resources) =>
      take({ source, lines: linesOf(resources, reading(source)) }),
    state: () => ({ waitingBytes: journal.waitingBytes(), ...pump.state() }),
    start: () => pump.start(),
    settled: () => pump.settled(),
    close: async () => {
      await pump.stop();
      await journal.close();
    },
  };
}

/** The same content from the same sender gets the same id: sent again after a lost answer, it is not there twice. */
const idOf = (source: string, content: string): string =>
  createHash('sha256').update(`${source}\n${content}`).digest('hex').slice(0, 32);

function linesOf(resources: readonly object[], reading: ReadingPost): readonly string[] {
  return resources.map((resource, i) => {
    const wanted = { type: null, id: null, where: `resources[${i}]` };
    const text = JSON.stringify(resource);
    const part = readPostedResource({ ...wanted, act: 'create', text }, reading);
    if (part.kind === 'taken') return part.line;
    throw new ProblemError(problemOf(part.issue));
  });
}

const problemOf = ({ code, message, tip, where }: PostIssue) =>
  problem(`feed-${code}`, message, tip, where);
