import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { AnsweringEvent } from '#data';
import { type DurableLog, openDurableLog } from '../durable-log.ts';
import { jsonLines } from '../json-lines.ts';

/** Invitations and answers of patients; what is in it survives a kill or a power cut. */
export interface AnswerJournal extends DurableLog<AnsweringEvent> {
  /**
   * Everything kept so far, the oldest first.
   *
   * @throws ProblemError with file and line where something that was kept cannot be read
   */
  readAll(): AsyncIterable<AnsweringEvent>;
}

/** Opens the journal under the clinical store's folder; the caller holds the data folder's lock. */
export function openAnswerJournal(clinicalFolder: string): AnswerJournal {
  const folder = path.join(clinicalFolder, 'answers');
  const log = openDurableLog<AnsweringEvent>(folder);
  return { ...log, readAll: () => readAll(folder) };
}

async function* readAll(folder: string): AsyncIterable<AnsweringEvent> {
  const months = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of months.filter((file) => file.endsWith('.ndjson')).sort())
    yield* jsonLines<AnsweringEvent>(path.join(folder, name));
}
