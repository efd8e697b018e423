import type { Chart, MeasureRef } from '#api';
import type { Language } from '#core';
import { localeOf, type Words } from '../words/words.ts';

/** Narrow no-break space before a sign, as '82 %'. */
const thin = '\u202f';
/** A unit that is a word keeps a whole space: with a thin one, '19 days' reads as one word on the screen. */
const space = '\u00a0';
const minus = '\u2212';

/** How one measure's values are said: all with the same decimals, so that they can be compared. */
export interface MeasureNumbers {
  /** With the unit: '19 days', '82 %'. */
  readonly value: (value: number) => string;
  /** Without the unit, for an axis or a column whose head names it. */
  readonly bare: (value: number) => string;
  /** With all its whole figures, for when three cannot tell two numbers apart; without the unit. */
  readonly fine: (value: number) => string;
  /** With one more decimal, without the unit, for tables. */
  readonly exact: (value: number) => string;
  /** A number that has been said, with its unit after it. */
  readonly withUnit: (said: string) => string;
  /** A difference with its unit, without its sign: '12 percentage points', '3.5 days'. */
  readonly size: (difference: number) => string;
  readonly signedBare: (difference: number) => string;
  /** A difference with its sign and unit. */
  readonly signed: (difference: number) => string;
  /** 'days', '%', 'per 1 000 bed days'. */
  readonly unit: string;
}

export const withUnit = (said: string, unit: string): string =>
  `${said}${/^\p{L}/u.test(unit) ? space : thin}${unit}`;

type Measured = Pick<MeasureRef, 'scoring' | 'unitLabel'>;

const isProportion = (measure: Measured): boolean => measure.scoring === 'proportion';

const formats = new Map<string, Intl.NumberFormat>();

function format(language: Language, decimals: number, figures: number | null): Intl.NumberFormat {
  const key = `${language} ${decimals} ${figures}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(localeOf[language], {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    ...(figures === null
      ? {}
      : { maximumSignificantDigits: figures, roundingPriority: 'lessPrecision' }),
  });
  formats.set(key, made);
  return made;
}

const figuresMost = 3;

/** A shown number with a real minus sign and never '-0'. */
function shown(
  value: number,
  language: Language,
  decimals: number,
  figures: number | null,
): string {
  const text = format(language, decimals, figures).format(value);
  const plain = text.replace(/^[-\u2212]/, minus);
  return /^\u2212[0.,]*$/.test(plain) ? plain.slice(1) : plain;
}

/**
 * Decimals that tell a chart's values apart without saying more than they hold: none when they spread over ten or
 * more, one when over one or more, two below; spread in the shown unit (percentage points for a proportion).
 */
export function decimalsFor(measure: Measured, values: readonly number[]): number {
  if (values.length === 0) return 0;
  const scale = isProportion(measure) ? 100 : 1;
  // Rounded, because 0.6 − 0.5 is a little less than 0.1.
  const spread = Number(((Math.max(...values) - Math.min(...values)) * scale).toPrecision(9));
  const size = Math.max(...values.map(Math.abs)) * scale;
  const edge = isProportion(measure) && values.some(isNearlyAllOrNone);
  if (spread >= 10) return edge ? 1 : 0;
  if (spread === 0) return size >= 10 || size === Math.round(size) ? 0 : 1;
  return spread >= 1 ? 1 : 2;
}

/** A share that whole percent would round to 0 or 100 although it is neither. */
const isNearlyAllOrNone = (share: number): boolean =>
  (share > 0 && share < 0.005) || (share < 1 && share >= 0.995);

export const valuesOf = (chart: Chart): number[] =>
  chart.kind === 'chart' ? chart.points.flatMap((p) => p.value ?? []) : [];

export function numbersFor(
  measure: Measured,
  values: readonly number[],
  words: Words,
): MeasureNumbers {
  const scale = isProportion(measure) ? 100 : 1;
  const decimals = decimalsFor(measure, values);
  const unit = words.text(measure.unitLabel);
  const say = (value: number, more: number, figures: number | null) =>
    shown(value * scale, words.language, decimals + more, figures);
  const bare = (value: number) => say(value, 0, figuresMost);
  const differenceUnit = isProportion(measure) ? words.say('number.points') : unit;
  const size = (difference: number) => withUnit(bare(Math.abs(difference)), differenceUnit);
  const sign = (difference: number) => (difference < 0 ? minus : '+');
  return {
    unit,
    bare,
    value: (value) => withUnit(bare(value), unit),
    fine: (value) => say(value, 0, null),
    exact: (value) => say(value, 1, null),
    withUnit: (said) => withUnit(said, unit),
    size,
    signed: (difference) => `${sign(difference)}${size(difference)}`,
    signedBare: (difference) => `${sign(difference)}${bare(Math.abs(difference))}`,
  };
}

/** The shortest way to say a value that still tells it from each of the others: 3,553 against 3,548, not 3,550 twice. */
export function apartFrom(
  value: number,
  others: readonly number[],
  numbers: MeasureNumbers,
): (value: number) => string {
  const tells = (say: (value: number) => string) =>
    others.every((other) => other === value || say(other) !== say(value));
  return [numbers.bare, numbers.fine].find(tells) ?? numbers.exact;
}
