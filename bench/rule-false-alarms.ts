// The false-alarm rate of every rule preset, as published in docs/methods/rule-presets.md: independent normal points,
// nothing happening, a fixed seed. `npx tsx bench/rule-false-alarms.ts --charts 5000`
import { type ControlChart, controlChart, type RulePreset, rulePresets } from '#statistics';
import { judgePart } from '../src/statistics/control-charts/judge-part.ts';
import { machine, numberOption, print } from './machine.ts';

const charts = numberOption('charts', 5000);
const chartLengths = [12, 24, 36];

/** Centre 0 and sigma 1, known rather than estimated. */
const knownLines = {
  centre: 0,
  band: (_position: number, sigmas: number) => ({ lower: -sigmas, upper: sigmas }),
  cautions: [],
};

function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normalPoints(next: () => number, count: number): number[] {
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  );
}

const hasHit = (values: readonly number[], preset: RulePreset): boolean =>
  judgePart({ values, lines: knownLines, isLeftOut: () => false })
    .hitsOf(preset)
    .some((hits) => hits.length > 0);

/** How many points come in until the first pattern is complete; more points never take a hit away. */
function runLength(next: () => number, preset: RulePreset): number {
  let values = normalPoints(next, 256);
  while (!hasHit(values, preset)) values = [...values, ...normalPoints(next, values.length)];
  let [silent, signalled] = [0, values.length];
  while (signalled - silent > 1) {
    const middle = (silent + signalled) >> 1;
    if (hasHit(values.slice(0, middle), preset)) signalled = middle;
    else silent = middle;
  }
  return signalled;
}

function averageRunLength(preset: RulePreset): string {
  const next = randomFrom(1);
  const lengths = Array.from({ length: charts }, () => runLength(next, preset));
  const mean = lengths.reduce((a, b) => a + b, 0) / charts;
  const spread = Math.sqrt(lengths.reduce((a, b) => a + (b - mean) ** 2, 0) / charts);
  return `${mean.toFixed(0)} ± ${((1.96 * spread) / Math.sqrt(charts)).toFixed(0)}`;
}

const signals = ({ points, parts }: ControlChart): boolean =>
  points.some(({ hits }) => hits.length > 0) || parts.some(({ runs }) => runs?.isSignal === true);

/** Share of charts of a given length, limits from their own points, on which anything signals. */
function shareWithSignal(preset: RulePreset, length: number): string {
  const next = randomFrom(2);
  const kind = preset.runsTest === 'number-of-runs' ? 'run' : 'i';
  let found = 0;
  for (let i = 0; i < charts; i += 1) {
    const chart = controlChart({ kind, values: normalPoints(next, length), preset });
    if (chart.kind === 'estimate' && signals(chart.value)) found += 1;
  }
  return `${((100 * found) / charts).toFixed(1)} %`;
}

print(machine());
print(
  `${charts} charts each; points until a false alarm (95 % interval), and charts with a false alarm`,
);
print(
  `${'preset'.padEnd(26)} ${'run length'.padStart(12)} ${chartLengths.map((n) => `${n} points`.padStart(11)).join(' ')}`,
);
for (const preset of rulePresets) {
  const length = averageRunLength(preset);
  const shares = chartLengths.map((count) => shareWithSignal(preset, count).padStart(11)).join(' ');
  print(`${preset.name.padEnd(26)} ${length.padStart(12)} ${shares}`);
}
