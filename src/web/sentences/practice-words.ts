import type { AdoptionEffect, AdoptionRow, MeasureRef, Origin, PartSet, PracticePage } from '#api';
import type { ForestModel, ForestRow } from '#charts';
import type { Words } from '../words/words.ts';
import { type MeasureNumbers, numbersFor } from './measure-numbers.ts';
import { cautionWords, reasonWords } from './reasons.ts';

export const origins = [
  'front-line',
  'patients-and-families',
  'management',
  'signal',
  'research',
  'other-organisation',
] as const satisfies readonly Origin[];

type Estimated = Extract<AdoptionEffect, { kind: 'estimate' }>;
type Measured = Pick<MeasureRef, 'scoring' | 'unitLabel'>;

const isEstimated = (effect: AdoptionEffect): effect is Estimated => effect.kind === 'estimate';

/** Numbers in which the effects and levels of all units can be told apart. */
export const practiceNumbers = (
  measure: Measured,
  rows: readonly Pick<AdoptionRow, 'effect'>[],
  words: Words,
): MeasureNumbers => {
  const levels = rows
    .map(({ effect }) => effect)
    .filter(isEstimated)
    .flatMap(({ before, after }) => [before, after]);
  return numbersFor(measure, levels, words);
};

/** What a practice did in one unit: the difference with its interval, the levels, and who it was compared with. */
export function adoptionEffectWords(
  effect: AdoptionEffect,
  measure: Measured,
  words: Words,
): string {
  if (effect.kind === 'not-estimable')
    return words.say('effect.not-estimable', { reason: reasonWords(effect.reason, words) });
  const numbers = practiceNumbers(measure, [{ effect }], words);
  const hasSide = effect.reading === 'better' || effect.reading === 'worse';
  const size = (value: number) =>
    hasSide ? numbers.bare(Math.abs(value)) : numbers.signedBare(value);
  const [near, far] = [effect.lower95, effect.upper95].toSorted((a, b) =>
    hasSide ? Math.abs(a) - Math.abs(b) : a - b,
  );
  return [
    words.say(`adoption.effect-${effect.reading}`, {
      difference: hasSide ? numbers.size(effect.difference) : numbers.signed(effect.difference),
      low: size(near ?? 0),
      high: size(far ?? 0),
    }),
    words.say('adoption.levels', {
      before: numbers.value(effect.before),
      after: numbers.value(effect.after),
    }),
    effect.beside === null
      ? words.say('adoption.alone')
      : words.say('adoption.beside', {
          units: effect.beside.units,
          difference: numbers.signed(effect.beside.difference),
        }),
  ].join(' ');
}

/** The first lines of a practice's page: where it works, where it does not, and what the next unit may expect. */
export function practiceAnswer(page: PracticePage, words: Words): string {
  const notInForce =
    page.version.state === 'in-force'
      ? []
      : [
          words.say('practice.not-in-force', {
            state: words.say(`version.${page.version.state}`),
          }),
        ];
  return [...notInForce, whereItWorks(page, words), ...combinedWords(page, words)].join(' ');
}

function whereItWorks({ rows }: PracticePage, words: Words): string {
  const judged = rows.flatMap((row) =>
    isEstimated(row.effect) ? [{ unit: row.unit, reading: row.effect.reading }] : [],
  );
  if (judged.length === 0) return words.say('practice.nobody-judged');
  const better = judged.filter(({ reading }) => reading === 'better').length;
  const others = judged.filter(({ reading }) => reading !== 'better');
  if (others.length === 0) return words.say('practice.all-better', { judged: judged.length });
  if (others.every(({ reading }) => reading === 'changed'))
    return words.say('practice.changed', { judged: judged.length });
  if (better === 0) return words.say('practice.none-better', { judged: judged.length });
  const isWorse = others.every(({ reading }) => reading === 'worse');
  return words.say(isWorse ? 'practice.mixed-worse' : 'practice.mixed', {
    better,
    judged: judged.length,
    names: namesOf(
      others.map(({ unit }) => words.text(unit.name)),
      words,
    ),
  });
}

const namesMax = 4;

const namesOf = (names: readonly string[], words: Words): string =>
  words.list(names.slice(0, namesMax));

function combinedWords({ combined, measure, rows }: PracticePage, words: Words): string[] {
  if (combined.kind === 'not-estimable') return [];
  const numbers = practiceNumbers(measure, rows, words);
  const { mean, lower95, upper95, next, cautions, unitIds } = combined;
  const range = (low: number, high: number) => ({
    low: numbers.signedBare(low),
    high: numbers.signedBare(high),
  });
  const isFew = next !== null && cautions.some(({ code }) => code === 'few-units');
  // Said already, with the range that shows how little it is.
  const others = isFew ? cautions.filter(({ code }) => code !== 'few-units') : cautions;
  return [
    words.say('practice.mean', { mean: numbers.signed(mean), ...range(lower95, upper95) }),
    next === null
      ? words.say('practice.next-unknown')
      : words.say(isFew ? 'practice.next-few' : 'practice.next', {
          units: unitIds.length,
          low: numbers.signedBare(next.lower95),
          high: numbers.signed(next.upper95),
        }),
    ...cautionWords(others, words),
  ];
}

/** 'Minutes kept: 15 min (else 20 min)' */
export const partSetWords = ({ name, here, standard, unit }: PartSet, words: Words): string =>
  words.say('practice.part-set', { name, here, standard, unit: unit === '' ? '' : ` ${unit}` });

/** What differs in a unit, in few words, for the margin of the drawing. */
export function differsWords(row: AdoptionRow, words: Words): string {
  if (row.adoptionId === null) return words.say('practice.origin-row');
  const parts = row.partsSet.map(
    ({ name, here, unit }) => `${name} ${here}${unit === '' ? '' : ` ${unit}`}`,
  );
  const changes = row.adaptations.map(({ nature }) => words.say(`frame.nature.${nature}`));
  return [...parts, ...new Set(changes)].join(' · ');
}

const wantedSides = { up: 'right', down: 'left', neutral: null } as const;

export function forestModelOf(page: PracticePage, words: Words): ForestModel {
  const { combined, measure, rows } = page;
  const numbers = practiceNumbers(measure, rows, words);
  return {
    title: words.say('practice.forest'),
    description: words.say('practice.forest-chart'),
    rows: rows.map((row) => forestRow(row, measure, words)),
    combined:
      combined.kind === 'estimate'
        ? {
            ...{ mean: combined.mean, lower95: combined.lower95, upper95: combined.upper95 },
            words: `${words.say('practice.combined')}: ${combinedWords(page, words).join(' ')}`,
          }
        : null,
    next: combined.kind === 'estimate' ? combined.next : null,
    words: {
      zero: words.say('practice.zero'),
      combined: words.say('practice.combined'),
      next: words.say('practice.next-unit'),
      wanted: words.say('practice.better-side'),
      signed: numbers.signed,
      tick: (difference) => (difference === 0 ? '0' : numbers.signedBare(difference)),
      range: (low, high) =>
        words.say('practice.range', {
          low: numbers.signedBare(low),
          high: numbers.signedBare(high),
        }),
    },
    wantedSide: wantedSides[measure.direction],
  };
}

function forestRow(row: AdoptionRow, measure: Measured, words: Words): ForestRow {
  const { effect } = row;
  const name = words.text(row.unit.name);
  const said = adoptionEffectWords(effect, measure, words);
  return {
    id: row.adoptionId ?? row.unit.id,
    name,
    differs: differsWords(row, words),
    effect:
      effect.kind === 'estimate'
        ? {
            ...{ difference: effect.difference, reading: effect.reading },
            ...{ lower95: effect.lower95, upper95: effect.upper95 },
          }
        : null,
    instead: effect.kind === 'estimate' ? '' : reasonWords(effect.reason, words),
    words: `${name}: ${said}`,
  };
}
