import type { Beside, MeasurePage } from '#api';
import type { BesideModel, BesideRow } from '#charts';
import { type MeasureNumbers, numbersFor } from '../sentences/measure-numbers.ts';
import type { Words } from '../words/words.ts';

/** Units that have something to show or to hide, by name in the reader's language; the own unit always. */
export const besideByName = (page: MeasurePage, words: Words): readonly Beside[] =>
  page.beside
    .filter((b) => b.suppressed || b.value !== null || b.unit.id === page.unit.id)
    .toSorted((a, b) =>
      words.text(a.unit.name).localeCompare(words.text(b.unit.name), words.language),
    );

const insteadOf = (beside: Beside, words: Words): string =>
  words.say(beside.suppressed ? 'measure.suppressed' : 'measure.no-cases');

/** The 95 % interval in words; nothing where there is none. */
export function intervalWords(beside: Beside, numbers: MeasureNumbers): string {
  if (beside.lower95 === null || beside.upper95 === null) return '';
  return `${numbers.bare(beside.lower95)} – ${numbers.bare(beside.upper95)}`;
}

function rowOf(beside: Beside, ownId: string, numbers: MeasureNumbers, words: Words): BesideRow {
  const name = words.text(beside.unit.name);
  const value = beside.suppressed ? null : beside.value;
  const instead = insteadOf(beside, words);
  const interval = intervalWords(beside, numbers);
  return {
    id: beside.unit.id,
    name,
    value,
    lower95: beside.lower95,
    upper95: beside.upper95,
    isUnusual: beside.funnel === 'above' || beside.funnel === 'below',
    isOwn: beside.unit.id === ownId,
    instead,
    words:
      value === null ? `${name}: ${instead}` : `${name}: ${numbers.value(value)} (${interval})`,
  };
}

export const besideNumbers = (page: MeasurePage, words: Words): MeasureNumbers =>
  numbersFor(
    page.measure,
    page.beside.flatMap((b) => b.value ?? []),
    words,
  );

export function besideModelOf(page: MeasurePage, words: Words): BesideModel {
  const numbers = besideNumbers(page, words);
  const centre = page.besideCentre;
  return {
    title: words.say('measure.beside'),
    description: words.text(page.measure.title),
    unit: numbers.unit,
    rows: besideByName(page, words).map((b) => rowOf(b, page.unit.id, numbers, words)),
    centre,
    centreLabel:
      centre === null ? '' : words.say('measure.beside-centre', { value: numbers.value(centre) }),
    least: 0,
    greatest: page.measure.scoring === 'proportion' ? 1 : null,
    value: numbers.value,
    tick: numbers.bare,
  };
}
