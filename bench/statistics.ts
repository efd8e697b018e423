// How long the statistics take: a chart of 10,000 points with every rule, the flexible Farrington method for many
// series, mixed models. Made-up data from a fixed seed. Where Rscript is there, R does the same work in the same run.
// `npm run bench:statistics -- --series 500 --weeks 52`
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  anhoej,
  controlChart,
  farringtonFlexible,
  fitLogisticRandomIntercept,
  fitRandomInterceptModel,
  nelson,
  nhsMakingDataCount,
  type RulePreset,
  westernElectric,
} from '#statistics';
import { machine, medianOf, numberOption, print } from './machine.ts';

const series = numberOption('series', 500);
const weeks = numberOption('weeks', 52);
const history = 5 * 52 + 3;

function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const next = randomFrom(1);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

function poisson(mean: number): number {
  let count = 0;
  for (let product = next(); product > Math.exp(-mean); product *= next()) count += 1;
  return count;
}

const everyRule: RulePreset = {
  ...anhoej,
  name: 'every-rule',
  rules: [...nhsMakingDataCount.rules, ...westernElectric.rules, ...nelson.rules],
};
const chartValues = many(10_000, normal);
const weeklyCounts = (): number[] =>
  many(history + weeks, (t) => poisson(6 + 4 * Math.cos((2 * Math.PI * t) / 52)));
const groups = many(10_000, (i) => Math.floor(i / 50));
const groupLevels = many(200, normal);
const x = many(10_000, normal);
const response = x.map(
  (value, i) => 2 + 0.5 * value + (groupLevels[groups[i] ?? 0] ?? 0) + normal(),
);
const intercept = { name: '(Intercept)', values: many(10_000, () => 1) };

/** Median of several runs after some that only warm up. */
function milliseconds(work: () => unknown, runs: number): number {
  for (let i = 0; i < 3; i += 1) work();
  return medianOf(
    many(runs, () => {
      const begun = performance.now();
      work();
      return performance.now() - begun;
    }),
  );
}

function judgeAllSeries(): { readonly points: number; readonly milliseconds: number } {
  const positions = many(weeks, (i) => history + i);
  const all = many(series, weeklyCounts);
  const begun = performance.now();
  let points = 0;
  for (const counts of all) {
    points += farringtonFlexible({
      counts,
      positions,
      seasonLevels: 10,
      leaveOutLatest: 26,
      threshold: 'negative-binomial',
      alpha: 0.005,
    }).length;
  }
  return { points, milliseconds: performance.now() - begun };
}

/** What R takes for the same work, or nothing where R is not on this machine. */
function timesInR(): Readonly<Record<string, number>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-bench-'));
  const write = (name: string, values: readonly number[]): void =>
    writeFileSync(path.join(folder, name), values.join('\n'));
  write('chart.txt', chartValues);
  write('counts.txt', weeklyCounts());
  write('response.txt', response);
  write('x.txt', x);
  write('group.txt', groups);
  try {
    const script = path.join(import.meta.dirname, 'statistics.R');
    const lines = execFileSync('Rscript', [script, folder], { encoding: 'utf8' })
      .trim()
      .split('\n');
    return Object.fromEntries(
      lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]),
    );
  } catch (error) {
    print(
      `R not compared: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
    );
    return {};
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const inR = timesInR();

function report(name: string, ours: number, peer: number | undefined, budget?: number): void {
  const limit =
    budget === undefined ? '' : `, budget ${budget} ms ${ours <= budget ? 'kept' : 'EXCEEDED'}`;
  const ratio =
    peer === undefined ? '' : `, R ${peer.toFixed(2)} ms, ratio ${(peer / ours).toFixed(1)}`;
  print(`${name.padEnd(58)} ${ours.toFixed(2).padStart(9)} ms${limit}${ratio}`);
}

print(machine());
report(
  'I chart, 10,000 points, every rule of every preset',
  milliseconds(() => controlChart({ kind: 'i', values: chartValues, preset: everyRule }), 25),
  undefined,
  10,
);
report(
  'I chart, 10,000 points, the four NHS rules',
  milliseconds(() => controlChart({ kind: 'i', values: chartValues }), 25),
  inR.chart,
  10,
);
const judged = judgeAllSeries();
report(`Farrington flexible, ${series} series × ${weeks} weeks`, judged.milliseconds, undefined);
report('  for one week of one series', judged.milliseconds / judged.points, inR.farrington);
const linear = {
  response,
  terms: [intercept, { name: 'x', values: x }],
  groups,
  method: 'REML',
} as const;
report(
  'Random-intercept model, 10,000 rows in 200 groups',
  milliseconds(() => fitRandomInterceptModel(linear), 5),
  inR.mixed,
);
const logistic = {
  events: x.map((value, i) =>
    next() < 1 / (1 + Math.exp(-(value + (groupLevels[groups[i] ?? 0] ?? 0)))) ? 1 : 0,
  ),
  cases: many(10_000, () => 1),
  terms: linear.terms,
  groups,
  quadraturePoints: 1,
};
report(
  'Random-intercept logistic model, the same rows',
  milliseconds(() => fitLogisticRandomIntercept(logistic), 1),
  undefined,
);
