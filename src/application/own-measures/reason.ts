import type { Problem, Said } from '#core';

/** Why the numbers of a measure that was brought are had as they are: in English, and as a code that pages have words for. */
export interface Reason {
  readonly because: string;
  readonly said: Said;
  /** In the definition; the measure's id where no place is known. */
  readonly place: string;
}

/** What the compiler says is for whoever writes the definition, and goes along as it is. */
export const notCompiled = (because: string, place: string): Reason => ({
  ...{ because, place },
  said: { code: 'not-compiled', values: { detail: because } },
});

/** Only the records could tell that it cannot be asked. */
export const notOfTheseRecords = (because: string, place: string): Reason => ({
  ...{ because, place },
  said: { code: 'not-of-these-records', values: { detail: because } },
});

export const composedOfPatients = (place: string): Reason => ({
  because: 'it is made of what each patient is in several measures',
  ...{ said: { code: 'composed', values: {} }, place },
});

export const weightedScore = (place: string): Reason => ({
  because: 'the weighted score of several units does not follow from that of each',
  ...{ said: { code: 'weighted', values: {} }, place },
});

/** Our mistake: nothing more is told than that. */
export const notAnswered = (place: string): Reason => ({
  because:
    'the database could not answer it for the records held; whoever runs the program finds the reason in its log',
  ...{ said: { code: 'not-answered', values: {} }, place },
});

export const problemReason = ({ code, message, where }: Problem, place: string): Reason => ({
  because: message,
  said: { code, values: { detail: message } },
  place: where === '' ? place : where,
});
