// Every figure of the budgets at one size, on this machine: start, import, measures, evaluation, the unit page, a long chart.
// `npm run bench`, or with `--patients 20000 --runs 1 --seconds 10` for a quick look.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openProgram, projectFolder, seedDemoOrganisation, writeDemo } from '#application';
import {
  anhoej,
  controlChart,
  nelson,
  nhsMakingDataCount,
  type RulePreset,
  westernElectric,
} from '#statistics';
import { type Figure, megabytes, printFigures, seconds } from './figure.ts';
import { benchImport, demoPaths } from './import.ts';
import { machine, medianOf, numberOption, print } from './machine.ts';
import { benchEvaluation, benchMeasures } from './measures.ts';
import { benchStart } from './start.ts';
import { benchUnitPage } from './unit-page.ts';

const patients = numberOption('patients', 100_000);
const runs = numberOption('runs', 3);
const pageSeconds = numberOption('seconds', 20);
const chartPoints = 10_000;
const chartMillisecondsMax = 10;
const chartRuns = 20;
const everyRule: RulePreset = {
  ...anhoej,
  name: 'every-rule',
  rules: [...nhsMakingDataCount.rules, ...westernElectric.rules, ...nelson.rules],
};
const scratch = mkdtempSync(path.join(os.tmpdir(), 'gyrus-bench-'));
const demo = path.join(scratch, 'demo');
const dataFolder = path.join(scratch, 'data');

async function demoFigures(): Promise<readonly Figure[]> {
  const begun = performance.now();
  const written = await writeDemo({ patients, seed: 1, until: '2025-12', out: demo });
  const took = (performance.now() - begun) / 1000;
  return [
    {
      what: `demo of ${patients.toLocaleString('en')} patients written`,
      found: `${seconds(took)}, ${megabytes(written.bytes)}, ${written.resources} resources`,
      ...{ budget: '', isWithin: null },
    },
  ];
}

async function programFigures(): Promise<void> {
  const program = await openProgram({ dataFolder, demo: true, onTrouble: fail });
  try {
    await seedDemoOrganisation(program, demo);
    printFigures('Measures', await benchMeasures(program, runs));
    printFigures('Evaluation', await benchEvaluation(program));
  } finally {
    await program.close();
  }
}

/** Opened anew: after an evaluation the checks of the data and the effects of practices are worked out in the background. */
async function pageFigures(): Promise<void> {
  const program = await openProgram({ dataFolder, demo: true, onTrouble: fail });
  try {
    const load = { dataFolder, rate: 50, seconds: pageSeconds };
    printFigures('Pages', await benchUnitPage(program, load));
  } finally {
    await program.close();
  }
}

function fail(error: unknown): never {
  throw error;
}

function chartFigures(): readonly Figure[] {
  // Made up: a slow wave, so that some rules find something and most points pass all of them.
  const values = Array.from(
    { length: chartPoints },
    (_, i) => Math.sin(i * 7.13) + Math.sin(i / 97),
  );
  const read = () => controlChart({ kind: 'i', values, preset: everyRule });
  // As many to warm up: a server that runs has read charts before.
  for (let run = 0; run < chartRuns; run++) read();
  const before = process.cpuUsage();
  const times = Array.from({ length: chartRuns }, () => {
    const begun = performance.now();
    read();
    return performance.now() - begun;
  });
  const { user, system } = process.cpuUsage(before);
  const found = medianOf(times);
  return [
    {
      what: `chart of ${chartPoints.toLocaleString('en')} points, all rules`,
      found: `${found.toFixed(1)} ms, ${((user + system) / 1000 / chartRuns).toFixed(1)} ms of CPU`,
      budget: `≤ ${chartMillisecondsMax} ms`,
      isWithin: found <= chartMillisecondsMax,
    },
  ];
}

try {
  print(
    `${machine()}\n${new Date().toISOString()}; medians of ${runs}; the load says how much else ran`,
  );
  spawnSync(
    process.execPath,
    [path.join(projectFolder, 'scripts/build.mjs'), '--if-stale', '--translate'],
    {
      stdio: 'inherit',
    },
  );
  printFigures('Charts', chartFigures());
  printFigures('Start', await benchStart(path.join(scratch, 'start'), runs));
  printFigures('Demo', await demoFigures());
  printFigures('Import', await benchImport(demoPaths(demo), { runs, dataFolder }));
  await programFigures();
  await pageFigures();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
