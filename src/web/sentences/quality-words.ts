import type { ChallengeShown } from '#api';
import type { Words } from '../words/words.ts';

/** A kind of resource in plain words, where there are any. */
export const kindOf = (type: string, words: Words): string => {
  const id = `resource.${type}`;
  return words.has(id) ? words.say(id) : type;
};

/** What a measure calls a record, in the reader's language where it is one of our library's. */
export function calledWords(called: string, words: Words): string {
  const id = `record.${called.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return words.has(id) ? words.say(id) : called;
}

/** Checks name kinds of record by their flat table: 'service_request'. */
const typeOfTable = (table: string): string =>
  table
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const subjectNamed = (subject: string, words: Words): string => {
  const kind = kindOf(typeOfTable(subject), words);
  return kind === typeOfTable(subject) ? subject : kind;
};

/** The kinds of record in which a check found something: as kinds, codes or files, or all of them together. */
export const subjectsNamed = (subjects: readonly string[], words: Words): string =>
  subjects.map((subject) => subjectNamed(subject, words)).join(', ') ||
  words.say('quality.all-kinds');

/** What a check found: '12 of 300 records: Visits and stays.' */
export const foundRows = (
  { bad, checked, subjects }: NonNullable<ChallengeShown['found']>,
  words: Words,
): string =>
  words.say('quality.found-rows', {
    bad: words.whole(bad),
    checked: words.whole(checked),
    subjects: subjectsNamed(subjects, words),
  });
