import type { CyclePage, Effect, MeasureRef } from '#api';
import type { EffectModel } from '#charts';
import type { Words } from '../words/words.ts';
import { type MeasureNumbers, numbersFor } from './measure-numbers.ts';
import { cautionWords, reasonWords } from './reasons.ts';

type Estimated = Extract<Effect, { kind: 'estimate' }>;
type Measured = Pick<MeasureRef, 'scoring' | 'unitLabel'>;

/** Numbers in which an effect and its levels can be told apart. */
export const effectNumbers = (measure: Measured, effect: Estimated, words: Words): MeasureNumbers =>
  numbersFor(measure, [effect.before, effect.after], words);

/** Both ends of the interval: as sizes where the direction is settled, else with their signs. */
function interval(effect: Estimated, numbers: MeasureNumbers): { low: string; high: string } {
  const { lower95, upper95, reading } = effect;
  const isOneSided = lower95 * upper95 > 0;
  if (isOneSided && (reading === 'better' || reading === 'worse')) {
    const [near, far] = [Math.abs(lower95), Math.abs(upper95)].toSorted((a, b) => a - b);
    return { low: numbers.bare(near ?? 0), high: numbers.bare(far ?? 0) };
  }
  return { low: numbers.signedBare(lower95), high: numbers.signedBare(upper95) };
}

function estimateWords(effect: Estimated, measure: Measured, words: Words): string {
  const numbers = effectNumbers(measure, effect, words);
  const hasSide = effect.reading === 'better' || effect.reading === 'worse';
  const difference = hasSide ? numbers.size(effect.difference) : numbers.signed(effect.difference);
  const levels = words.say('effect.levels', {
    before: numbers.value(effect.before),
    after: numbers.value(effect.after),
    monthsBefore: effect.monthsBefore,
    monthsAfter: effect.monthsAfter,
  });
  const said = words.say(`effect.${effect.reading}`, { difference, ...interval(effect, numbers) });
  return `${said} ${levels}`;
}

/** What a change did, with its uncertainty, and whether the prediction came true. */
export function effectAnswer(effect: Effect, measure: Measured, words: Words): string {
  if (effect.kind === 'not-estimable')
    return words.say('effect.not-estimable', { reason: reasonWords(effect.reason, words) });
  return [
    estimateWords(effect, measure, words),
    words.say(`effect.${effect.predictionMet}`),
    ...cautionWords(effect.cautions, words),
  ].join(' ');
}

/** What a change did, where nobody predicted anything. */
export function effectSaid(effect: Effect, measure: Measured, words: Words): string {
  if (effect.kind === 'not-estimable') return effectAnswer(effect, measure, words);
  return [estimateWords(effect, measure, words), ...cautionWords(effect.cautions, words)].join(' ');
}

/** A person's words as a sentence among others: with an end, where they gave none. */
const ended = (text: string): string =>
  /[.?!…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;

/** The first line of a cycle's page: the verdict when there is one, else how far it has come and what is seen. */
export function cycleAnswer(
  cycle: Pick<
    CyclePage,
    'state' | 'verdict' | 'verdictReason' | 'startMonth' | 'effect' | 'measure'
  >,
  words: Words,
): string {
  if (cycle.state === 'planned') return words.say('cycle.state.planned');
  const effect = effectAnswer(cycle.effect, cycle.measure, words);
  if (cycle.state === 'closed' && cycle.verdict !== null) {
    const verdict = words.say(`verdict.${cycle.verdict}`);
    const said = words.say('cycle.state.closed', {
      verdict,
      reason: ended(cycle.verdictReason ?? ''),
    });
    return `${said} ${effect}`;
  }
  if (cycle.state === 'running' && cycle.startMonth !== null)
    return `${words.say('cycle.state.running', { month: words.month(cycle.startMonth) })} ${effect}`;
  return `${effect} ${words.say('cycle.state.studied')}`;
}

/** The predicted difference, where the prediction named both ends in numbers. */
export function predictedDifference(cycle: Pick<CyclePage, 'prediction'>): number | null {
  const { from, to } = cycle.prediction;
  return from === null || to === null ? null : to - from;
}

export function effectModelOf(cycle: CyclePage, effect: Estimated, words: Words): EffectModel {
  const numbers = effectNumbers(cycle.measure, effect, words);
  return {
    title: words.say('cycle.effect'),
    description: words.say('effect.chart'),
    difference: effect.difference,
    lower95: effect.lower95,
    upper95: effect.upper95,
    predicted: predictedDifference(cycle),
    reading: effect.reading,
    words: {
      zero: words.say('effect.zero'),
      predicted: words.say('effect.predicted'),
      signed: numbers.signed,
      spot: estimateWords(effect, cycle.measure, words),
    },
  };
}
