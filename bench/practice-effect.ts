// What it costs and saves to carry no trend on beside units that changed nothing: docs/methods/practice-effect.md. Simulated
// units with a known effect: `npx tsx bench/practice-effect.ts` (--runs 200 --seed 1).
import { interruptedTimeSeries, levelReading, tQuantile } from '#statistics';
import { numberOption, print } from './machine.ts';

const runs = numberOption('runs', 200);
const months = 48;
const start = 24;
const cases = 60;
const unitsBeside = 15;
/** Half of the runs have no effect at all. */
const effectPlanted = -0.08;

interface Setting {
  readonly name: string;
  /** Change a year in all units, and in the unit alone. */
  readonly everywhere: number;
  readonly here: number;
  /** Correlation of neighbouring months beyond that; their standard deviation is 2 percentage points. */
  readonly wandering: number;
}

const settings: readonly Setting[] = [
  { name: 'nothing besides', everywhere: 0, here: 0, wandering: 0 },
  { name: 'units wander', everywhere: 0, here: 0, wandering: 0.5 },
  { name: 'all units rise by 4 points a year', everywhere: 0.04, here: 0, wandering: 0 },
  { name: 'the unit falls by 2 points a year', everywhere: 0, here: -0.02, wandering: 0 },
];

/** A linear congruential generator: the same seed gives the same table on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return (state + 0.5) / 2 ** 32;
  };
}
const random = generator(numberOption('seed', 1));
const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
const events = (share: number) =>
  Array.from({ length: cases }, random).filter((chance) => chance < share).length;

/** Events of each month: a common season, trends, wandering, and the effect from the start. */
function unitSeries({ everywhere, here, wandering }: Setting, effect: number): readonly number[] {
  let away = 0;
  return Array.from({ length: months }, (_, t) => {
    away = wandering === 0 ? 0 : wandering * away + 0.02 * Math.sqrt(1 - wandering ** 2) * normal();
    const trend = ((everywhere + here) * (t - start)) / 12;
    const season = 0.02 * Math.sin((2 * Math.PI * t) / 12);
    const share = 0.2 + season + trend + away + (t >= start ? effect : 0);
    return events(Math.min(0.95, Math.max(0.01, share)));
  });
}

interface Judged {
  readonly difference: number;
  readonly standardError: number;
}

/** Both ways of reading one series; null where either says nothing. */
function readings(events: readonly number[], each: number) {
  const series = { kind: 'proportions', events, cases: events.map(() => each) } as const;
  const outcome = interruptedTimeSeries({ series, interruptionIndex: start });
  if (outcome.kind === 'not-estimable') return null;
  const { levelOnly, segmented } = outcome.value;
  if (levelOnly.kind === 'not-estimable' || segmented.kind === 'not-estimable') return null;
  return {
    levels: levelOnly.value.difference,
    trends: segmented.value.averageEffect,
    warns: levelOnly.cautions.some(({ code }) => code === 'pre-existing-trend'),
  };
}

function differenceWarns(own: readonly number[], beside: readonly number[]): boolean {
  const values = own.map((count, t) => count / cases - (beside[t] ?? 0) / (cases * unitsBeside));
  const outcome = levelReading({ series: { kind: 'values', values }, interruptionIndex: start });
  if (outcome.kind === 'not-estimable' || outcome.value.levelOnly.kind === 'not-estimable')
    return false;
  return outcome.value.levelOnly.cautions.some(({ code }) => code === 'pre-existing-trend');
}

function judge(judged: readonly (Judged & { readonly truth: number })[]): string {
  const reach = tQuantile(0.975, months - 2);
  const mean = (of: (one: Judged & { readonly truth: number }) => number) =>
    judged.reduce((sum, one) => sum + of(one), 0) / judged.length;
  const points = (share: number) => (100 * share).toFixed(1);
  const covered = mean(({ difference, standardError, truth }) =>
    Math.abs(difference - truth) <= reach * standardError ? 1 : 0,
  );
  return [
    `bias ${points(mean(({ difference, truth }) => difference - truth))}`,
    `typical error ${points(Math.sqrt(mean(({ difference, truth }) => (difference - truth) ** 2)))}`,
    `covered ${(100 * covered).toFixed(0)} %`,
    `width ${points(mean(({ standardError }) => 2 * reach * standardError))}`,
  ].join(', ');
}

function run(setting: Setting, truth: number) {
  const besideAlone = { ...setting, here: 0 };
  const own = unitSeries(setting, truth);
  const others = Array.from({ length: unitsBeside }, () => unitSeries(besideAlone, 0));
  const beside = own.map((_, t) => others.reduce((sum, unit) => sum + (unit[t] ?? 0), 0));
  const [here, there] = [readings(own, cases), readings(beside, cases * unitsBeside)];
  if (here === null || there === null) return [];
  const less = (way: 'levels' | 'trends') => ({
    truth,
    difference: here[way].estimate - there[way].estimate,
    standardError: Math.hypot(here[way].standardError, there[way].standardError),
  });
  const byDifference = differenceWarns(own, beside);
  return [{ levels: less('levels'), trends: less('trends'), byUnit: here.warns, byDifference }];
}

for (const setting of settings) {
  const all = Array.from({ length: runs }, (_, i) => run(setting, i % 2 === 0 ? 0 : effectPlanted));
  const judged = all.flat();
  const warned = (by: 'byUnit' | 'byDifference') =>
    `${((100 * judged.filter((one) => one[by]).length) / judged.length).toFixed(0)} %`;
  print(`${setting.name} (${judged.length} runs)`);
  print(`  levels (ours):     ${judge(judged.map(({ levels }) => levels))}`);
  print(`  trends carried on: ${judge(judged.map(({ trends }) => trends))}`);
  print(
    `  warned of a trend: by the unit alone ${warned('byUnit')}, by the difference ${warned('byDifference')}`,
  );
}
