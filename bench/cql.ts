// Clinical questions beside fqm-execution and beside SQL written by hand, in one run:
// npm run bench:cql -- [--patients 1000] [--many 10000] [--observations 200] [--population 1000000] [--periods 36] [--runs 3]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type PopulationTimes, populationTimes } from './cql/population.ts';
import { machine, numberOption, print, textOption } from './machine.ts';

const patients = numberOption('patients', 1000);
const many = numberOption('many', 10_000);
const observations = numberOption('observations', 200);
const population = numberOption('population', 1_000_000);
const periods = numberOption('periods', 36);
const runs = numberOption('runs', 3);
const packFile =
  textOption('pack') ??
  '../shared/measure-packs/2025/CMS122FHIRDiabetesAssessGreaterThan9Percent.json.gz';

interface Run {
  readonly cpuMs: number;
  readonly totals: readonly number[];
  readonly peakBytes: number;
}

print(machine());
const peer = existsSync(packFile) ? benchInMemory() : null;
if (peer === null) print(`${packFile} is absent: nothing is compared in memory`);
await benchPopulation(peer);

/** Each line is a process of its own; the ratio is of patients per CPU second. Gives the peer's CPU per patient, in ms. */
function benchInMemory(): number {
  print(`\nIn memory: ${path.basename(packFile, '.json.gz')}, one period`);
  let slowest = 0;
  for (const extra of [0, observations]) {
    const other = inOwnProcess('fqm-execution', patients, extra);
    printRun('fqm-execution', patients, extra, other);
    slowest ||= other.cpuMs / patients;
    for (const count of [patients, many]) {
      const ours = inOwnProcess('ours', count, extra);
      const ratio = other.cpuMs / patients / (ours.cpuMs / count);
      printRun(
        'in memory',
        count,
        extra,
        ours,
        `${ratio.toFixed(1)} × fqm-execution (wanted ≥ 20)`,
      );
      if (count === patients && String(ours.totals) !== String(other.totals))
        throw new Error(`the counts differ: ${ours.totals} and ${other.totals}`);
    }
  }
  return slowest;
}

function inOwnProcess(engine: string, count: number, extra: number): Run {
  const script = path.join(import.meta.dirname, 'cql-in-memory.ts');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, engine, packFile, String(count), String(extra)],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  if (status !== 0) throw new Error(`${engine}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

function printRun(name: string, count: number, extra: number, run: Run, beside = ''): void {
  const { cpuMs, peakBytes } = run;
  const what = `${count.toLocaleString('en')} patients${extra > 0 ? `, ${extra} more observations each` : ''}`;
  print(
    `  ${name.padEnd(14)} ${what.padEnd(46)} ${(cpuMs / count).toFixed(2).padStart(7)} ms CPU a patient, ` +
      `${((1000 * count) / cpuMs).toFixed(0).padStart(5)} a CPU second, peak ${(peakBytes / 1e6).toFixed(0).padStart(5)} MB  ${beside}`,
  );
}

async function benchPopulation(peerMs: number | null): Promise<void> {
  for (const size of [population / 10, population]) {
    print(`\nAs SQL: ${size.toLocaleString('en')} patients × ${periods} periods, every unit`);
    await populationTimes({ patients: size, periods, runs, onlyHandWritten: true }, (times) =>
      printTimes(times, size, peerMs),
    );
  }
}

/** Against fqm-execution the CPU time of one patient in one period is compared; its period is that of the pack. */
function printTimes(
  { measure, ours, byHand }: PopulationTimes,
  size: number,
  peerMs: number | null,
) {
  const hand =
    byHand === null ? '' : `${(ours.cpuMs / byHand.cpuMs).toFixed(2)} × by hand (wanted ≤ 3)`;
  const each = ours.cpuMs / (size * periods);
  const faster =
    peerMs === null
      ? ''
      : `, fqm-execution takes ${Math.round(peerMs / each).toLocaleString('en')} × as long (wanted ≥ 1,000)`;
  print(
    `  ${measure.padEnd(26)} ${ours.ms.toFixed(0).padStart(6)} ms, CPU ${ours.cpuMs.toFixed(0).padStart(6)} ms, ` +
      `${(each * 1e6).toFixed(0).padStart(5)} ns a patient and period; ${hand}${faster}`,
  );
}
