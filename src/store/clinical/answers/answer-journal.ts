import { createReadStream, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { AnsweringEvent } from '#data';
import { type DurableLog, openDurableLog } from '../durable-log.ts';

/** Invitations and answers of patients; what is in it survives a kill or a power cut. */
export interface AnswerJournal extends DurableLog<AnsweringEvent> {
  /** Everything kept so far, the oldest first. */
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
  for (const name of months.filter((file) => file.endsWith('.ndjson')).sort()) {
    const lines = createInterface({ input: createReadStream(path.join(folder, name), 'utf8') });
    for await (const line of lines) {
      const event = eventIn(line);
      if (event !== null) yield event;
    }
  }
}

/** Null for a last line that a kill cut short: it was never acknowledged. */
function eventIn(line: string): AnsweringEvent | null {
  if (line === '') return null;
  try {
    // The file is written by this program alone, by the type that is read here.
    const event: AnsweringEvent = JSON.parse(line);
    return event;
  } catch {
    return null;
  }
}
