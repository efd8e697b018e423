import {
  canonicalOf,
  type Instrument,
  instrumentOfForm,
  type Questionnaire,
  readQuestionnaire,
  withForm,
} from '#data';
import { broughtQuestionnaires, type Database } from '#store';
import type { Library } from '../library/open-library.ts';

/** An instrument with the form in use; null where nobody has brought the form yet. */
export interface ShelvedInstrument {
  readonly instrument: Instrument;
  readonly form: Questionnaire | null;
  readonly isShipped: boolean;
}

/** Every instrument there is to choose from, and every form that was ever in use. */
export interface Shelf {
  readonly instruments: ReadonlyMap<string, ShelvedInstrument>;
  /** By address and version: a response is finished with the form it was begun with. */
  readonly forms: ReadonlyMap<string, Questionnaire>;
}

/** The library's instruments and what was brought; of several versions the one brought last is in use. */
export async function shelfOf(db: Database, library: Library): Promise<Shelf> {
  const instruments = new Map<string, ShelvedInstrument>();
  const forms = new Map<string, Questionnaire>();
  for (const { instrument, form } of library.instruments) {
    if (form !== null) forms.set(canonicalOf(form), form);
    const placed = form === null ? instrument : withForm(instrument, form);
    instruments.set(instrument.id, { instrument: placed, form, isShipped: form !== null });
  }
  for (const { instrumentId, content, url, version } of await broughtQuestionnaires(db)) {
    const read = readQuestionnaire(content, `${url}|${version}`);
    // What was brought was read then; a form that a newer program no longer reads is not offered.
    if (read.kind === 'problems') continue;
    const form = read.questionnaire;
    forms.set(canonicalOf(form), form);
    const known = instruments.get(instrumentId);
    const instrument =
      known === undefined ? instrumentOfForm(form, instrumentId) : withForm(known.instrument, form);
    instruments.set(instrumentId, { instrument, form, isShipped: false });
  }
  return { instruments, forms };
}
