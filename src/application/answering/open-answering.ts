import { AnsweringBook, type AnsweringEvent, guessLimit } from '#data';
import { type AnswerJournal, type ClinicalStore, openAnswerJournal } from '#store';
import type { Application } from '../context.ts';
import type { Feed } from '../feed/feed.ts';
import { turns } from '../feed/turns.ts';
import type { Library } from '../library/open-library.ts';
import { escalateAlerts, raiseOwedAlerts } from './alerts.ts';
import type { Answering } from './answering.ts';
import { handOverCompleted } from './finish.ts';

export interface AnsweringOptions {
  readonly application: Application;
  readonly clinical: ClinicalStore;
  readonly library: Library;
  readonly feed: Feed;
  readonly onTrouble: (error: unknown) => void;
}

const minute = 60_000;
const catchUpMilliseconds = 20_000;

/** Reads the journal, sends on what was held up, and looks again from time to time. */
export async function openAnswering(options: AnsweringOptions): Promise<Answering> {
  const { application, clinical, library, feed, onTrouble } = options;
  const journal = openAnswerJournal(clinical.folder);
  const book = await readBook(journal);
  const { take } = turns();
  const keep = async (event: AnsweringEvent) => {
    await journal.append(event);
    book.take(event);
  };
  const limits = {
    address: guessLimit({ wrongMax: 30, windowMs: 10 * minute }),
    kiosk: guessLimit({ wrongMax: 10, windowMs: 10 * minute }),
  };
  let running: Promise<void> | null = null;
  const catchUp = () => {
    running ??= catchUpOnce(answering).finally(() => {
      running = null;
    });
    return running;
  };
  const timer = setInterval(() => catchUp().catch(onTrouble), catchUpMilliseconds);
  timer.unref();
  const close = async () => {
    clearInterval(timer);
    await running?.catch(() => undefined); // Told when it failed.
    await journal.close();
  };
  const answering: Answering = {
    ...application,
    ...{ clinical, library, feed, book, keep, inTurn: take, limits, catchUp, close },
  };
  await catchUp().catch(onTrouble);
  return answering;
}

async function readBook(journal: AnswerJournal): Promise<AnsweringBook> {
  const book = new AnsweringBook();
  for await (const event of journal.readAll()) book.take(event);
  return book;
}

async function catchUpOnce(answering: Answering): Promise<void> {
  await raiseOwedAlerts(answering);
  await escalateAlerts(answering);
  await handOverCompleted(answering);
}
