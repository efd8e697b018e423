import { createHash } from 'node:crypto';
import type { AnsweringBook, AnsweringEvent, GuessLimit } from '#data';
import type { ClinicalStore } from '#store';
import type { Application } from '../context.ts';
import type { Feed } from '../feed/feed.ts';
import type { Turns } from '../feed/turns.ts';
import type { Library } from '../library/open-library.ts';

/** What the answering of patients works with. */
export interface Answering extends Application {
  readonly clinical: ClinicalStore;
  readonly library: Library;
  readonly feed: Feed;
  readonly book: AnsweringBook;
  /** Keeps an event; resolves when it is on the disk, and then the book knows it too. */
  readonly keep: (event: AnsweringEvent) => Promise<void>;
  /** What must not happen twice at once: coming in, and finishing. */
  readonly inTurn: Turns['take'];
  readonly limits: { readonly address: GuessLimit; readonly kiosk: GuessLimit };
  /** Sends on what a kill or a stopped database held up, and alerts whose time is over. */
  readonly catchUp: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url');
