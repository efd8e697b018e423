// How often the rules in use signal when nothing happens, on charts as the program draws them: four years of months,
// limits from the first 24. Prints signals (episodes) per unit-year. Seeded; run with `npx tsx bench/false-alarms.ts`.
import { monthsFromTo } from '#core';
import { findSignals, type MonthlyResult } from '#knowledge';

const months = monthsFromTo('2022-11', '2026-10');
const charts = 2000;

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const normal = (next: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

type Draw = (next: () => number) => Omit<MonthlyResult, 'month'>;

const binomial =
  (cases: number, share: number): Draw =>
  (next) => ({
    numerator: Array.from({ length: cases }, next).filter((u) => u < share).length,
    denominator: cases,
    sumOfSquares: 0,
  });

const poisson =
  (mean: number): Draw =>
  (next) => {
    let count = 0;
    for (let product = next(); product > Math.exp(-mean); product *= next()) count += 1;
    return { numerator: count, denominator: 500, sumOfSquares: 0 };
  };

const mean: Draw = (next) => ({ numerator: 20 + normal(next), denominator: 1, sumOfSquares: 0 });

function signalsPerUnitYear(chart: 'p' | 'u' | 'xmr', draw: Draw): number {
  const next = random(20261122);
  let signals = 0;
  for (let i = 0; i < charts; i += 1) {
    const results = months.map((month) => ({ month, ...draw(next) }));
    const measure = { chart, direction: 'up', target: null, multiplier: 1 } as const;
    signals += findSignals({
      measure,
      results,
      months,
      recalculatedFrom: [],
      changedFrom: null,
    }).length;
  }
  return signals / (charts * (months.length / 12));
}

const cases: readonly [string, 'p' | 'u' | 'xmr', Draw][] = [
  ['P chart, 40 cases, 0.7', 'p', binomial(40, 0.7)],
  ['P chart, 40 cases, 0.1', 'p', binomial(40, 0.1)],
  ['P chart, 8 cases, 0.8', 'p', binomial(8, 0.8)],
  ['U chart, 10 events expected', 'u', poisson(10)],
  ['U chart, 1 event expected', 'u', poisson(1)],
  ['XmR chart, normal values', 'xmr', mean],
];
for (const [name, chart, draw] of cases)
  process.stdout.write(
    `${name}: ${signalsPerUnitYear(chart, draw).toFixed(3)} signals per unit-year\n`,
  );
