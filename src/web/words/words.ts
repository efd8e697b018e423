import { createIntl, createIntlCache } from 'react-intl';
import type { Language, Text } from '#core';
import type { MessageId } from './en/index.ts';

export type Messages = Readonly<Record<MessageId, string>>;
export type Values = Readonly<Record<string, string | number>>;

/** How one language says things: fixed words by their id, numbers, months and dates. Everything a sentence is made from. */
export interface Words {
  readonly language: Language;
  readonly say: (id: MessageId, values?: Values) => string;
  /** Whether there are words for an id made from a code the server sent. */
  readonly has: (id: string) => id is MessageId;
  /** A text that came in both languages. */
  readonly text: (text: Text) => string;
  /** '2026-10' → 'Oct 2026', 'okt 2026'. */
  readonly month: (month: string) => string;
  /** An instant → '9 Oct 2026', '9 okt 2026'. */
  readonly date: (instant: string) => string;
  readonly dateTime: (instant: string) => string;
  /** A whole number with its thousands apart. */
  readonly whole: (value: number) => string;
  /** A number with one decimal. */
  readonly decimal: (value: number) => string;
  /** Names one after the other: 'a, b and c'. */
  readonly list: (names: readonly string[]) => string;
  /** A language by its name: 'sv' → 'Swedish', 'svenska'. */
  readonly languageName: (code: string) => string;
  /** A number as short as it can be said, with at most three significant figures. */
  readonly short: (value: number) => string;
}

export const localeOf: Readonly<Record<Language, string>> = { en: 'en-GB', sv: 'sv-SE' };

// Written out because the platform's short names differ from how people write them ('Sept', 'okt.').
const monthNames: Readonly<Record<Language, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  sv: ['jan', 'feb', 'mars', 'april', 'maj', 'juni', 'juli', 'aug', 'sep', 'okt', 'nov', 'dec'],
};

function monthWords(language: Language, month: string): string {
  const name = monthNames[language][Number(month.slice(5, 7)) - 1] ?? month;
  return `${name}\u00a0${month.slice(0, 4)}`;
}

function dateWords(language: Language, instant: string): string {
  const date = new Date(instant);
  const month = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
  return `${date.getDate()}\u00a0${monthWords(language, month)}`;
}

function timeWords(instant: string): string {
  const date = new Date(instant);
  return [date.getHours(), date.getMinutes()].map((n) => String(n).padStart(2, '0')).join(':');
}

/** @param onError told of a message that lacks a value or is not in the ICU format; the words then stand as written. */
export function wordsIn(
  language: Language,
  messages: Messages,
  onError: (error: Error) => void,
): Words {
  const intl = createIntl({ locale: localeOf[language], messages, onError }, createIntlCache());
  const whole = new Intl.NumberFormat(localeOf[language], { maximumFractionDigits: 0 });
  const one = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const decimal = new Intl.NumberFormat(localeOf[language], one);
  const shown = (format: Intl.NumberFormat) => (value: number) =>
    format.format(value).replace(/^-/, '\u2212');
  const short = new Intl.NumberFormat(localeOf[language], { maximumSignificantDigits: 3 });
  const list = new Intl.ListFormat(localeOf[language], { type: 'conjunction' });
  const languages = new Intl.DisplayNames(localeOf[language], { type: 'language' });
  return {
    language,
    say: (id, values) => intl.formatMessage({ id }, values),
    has: (id): id is MessageId => Object.hasOwn(messages, id),
    text: (text) => text[language],
    month: (month) => monthWords(language, month),
    date: (instant) => dateWords(language, instant),
    dateTime: (instant) => `${dateWords(language, instant)} ${timeWords(instant)}`,
    whole: shown(whole),
    decimal: shown(decimal),
    list: (names) => list.format(names),
    languageName: (code) => languages.of(code) ?? code,
    short: shown(short),
  };
}
