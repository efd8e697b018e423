import type { Language, Month } from '#core';
import type { Measure } from '#cql';

/** What a value of a measure must be known by to be said. */
export type SaidMeasure = Pick<Measure, 'scoring' | 'unitLabel'>;

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', sv: 'sv-SE' };
const monthNames: Readonly<Record<Language, readonly string[]>> = {
  en: [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ],
  sv: [
    ...['januari', 'februari', 'mars', 'april', 'maj', 'juni'],
    ...['juli', 'augusti', 'september', 'oktober', 'november', 'december'],
  ],
};
/** Keeps a number and its unit on one line. */
const space = '\u00a0';
const figuresMost = 3;

/** '2026-03' as people say it: 'March 2026', 'mars 2026'. */
export const monthInWords = (month: Month, language: Language): string =>
  `${monthNames[language][Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;

/** A value with its unit, in three figures at most: '82 %', '19 days'. */
export const valueInWords = (value: number, measure: SaidMeasure, language: Language): string =>
  measure.scoring === 'proportion'
    ? shareInWords(value, language)
    : `${inFigures(value, language, null)}${space}${measure.unitLabel[language]}`;

/** A share, 0…1, in whole percent. */
export const shareInWords = (share: number, language: Language): string =>
  `${inFigures(100 * share, language, 0)}${space}%`;

/** A distance between two values, without a sign: '8 percentage points', '3.5 days'. */
export const differenceInWords = (
  difference: number,
  measure: SaidMeasure,
  language: Language,
): string =>
  measure.scoring === 'proportion'
    ? `${inFigures(100 * Math.abs(difference), language, 1)}${space}${points[language]}`
    : valueInWords(Math.abs(difference), measure, language);

const points: Readonly<Record<Language, string>> = {
  en: 'percentage points',
  sv: 'procentenheter',
};

function inFigures(value: number, language: Language, decimals: number | null): string {
  const format = new Intl.NumberFormat(locales[language], {
    ...(decimals === null
      ? { maximumSignificantDigits: figuresMost }
      : { maximumFractionDigits: decimals }),
  });
  return format
    .format(value)
    .replace(/^-/, '\u2212')
    .replace(/^\u22120$/, '0');
}
