// Reports of an imported measure, patient by patient over the clinical store: CPU, wall and the most memory.
// npx tsx --conditions=source bench/measure-report.ts [--patients 1000] [--many 10000] [--pack FILE]
// Without a number of threads a summary is asked of everybody at once, where the measure can be.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monthsFromTo } from '#core';
import { monthPeriods } from '#knowledge';
import { type OperationalTables, openClinicalStore } from '#store';
import { importPaths } from '../src/application/import/import-paths.ts';
import { countPortion } from '../src/application/own-measures/count-portion.ts';
import { followedSoFar, followInMemory } from '../src/application/own-measures/follow-in-memory.ts';
import { followedMeasures } from '../src/application/own-measures/followed-measures.ts';
import { importMeasure } from '../src/application/own-measures/import-measure.ts';
import {
  individualReports,
  reportMeasure,
} from '../src/application/own-measures/report-measure.ts';
import { freshOperationalStore } from '../test/harness/operational.ts';
import { emptyLibrary } from '../test/harness/running-house.ts';
import { packBundle, packLines, writtenPack } from './cql/pack-bundle.ts';
import { machine, numberOption, print, textOption } from './machine.ts';

const packFile =
  textOption('pack') ??
  '../shared/measure-packs/2025/CMS122FHIRDiabetesAssessGreaterThan9Percent.json.gz';
const only = textOption('run');
const folder = textOption('folder') ?? '';

if (only === 'fill') await fill(numberOption('patients', 0));
else if (only !== undefined) await report(only);
else benchAll();

/** Filling and each report have a process of their own, so that each has its own peak. */
function benchAll(): void {
  if (!existsSync(packFile)) {
    print(`${packFile} is absent: nothing is measured`);
    return;
  }
  print(machine());
  for (const patients of [numberOption('patients', 1000), numberOption('many', 10_000)]) {
    const at = mkdtempSync(path.join(os.tmpdir(), 'gyrus-report-'));
    inOwnProcess('--run', 'fill', '--folder', at, '--patients', String(patients));
    for (const [type, threads] of [
      ['summary', ''],
      ['summary', 0],
      ['summary', 1],
      ['summary', 2],
      ['individual', 2],
      ['follow', 2],
    ]) {
      const told = JSON.parse(
        inOwnProcess(
          ...['--run', String(type), '--folder', at],
          ...(threads === '' ? [] : ['--threads', String(threads)]),
        ),
      );
      print(
        `${patients.toLocaleString('en').padStart(8)} patients, ${String(type).padEnd(10)} ${threads === '' ? 'as it comes' : `${threads} threads`}: ` +
          `CPU ${(told.cpuMs / 1000).toFixed(1)} s, wall ${(told.wallMs / 1000).toFixed(1)} s, ` +
          `peak ${(told.peakBytes / 1e6).toFixed(0)} MB (${(told.startBytes / 1e6).toFixed(0)} before), ${told.what}`,
      );
    }
    rmSync(at, { recursive: true });
  }
}

function inOwnProcess(...args: readonly string[]): string {
  const script = path.join(import.meta.dirname, 'measure-report.ts');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', script, '--pack', packFile, ...args],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return stdout.trim().split('\n').at(-1) ?? '';
}

async function fill(patients: number): Promise<void> {
  const lines = path.join(folder, 'records.ndjson');
  const file = createWriteStream(lines);
  for (const line of packLines(writtenPack(packFile), patients))
    if (!file.write(line)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
  const clinical = await openClinicalStore({ dataFolder: folder });
  await importPaths(clinical, [lines], {});
  await clinical.close();
  rmSync(lines);
}

async function report(type: string): Promise<void> {
  const pack = writtenPack(packFile);
  const store = await freshOperationalStore<OperationalTables>();
  const clinical = await openClinicalStore({ dataFolder: folder });
  const side = {
    ...{ db: store.db, clinical, library: emptyLibrary, timeZone: 'UTC' },
    clock: () => new Date().toISOString(),
  };
  const bundle = path.join(folder, 'bundle.json');
  writeFileSync(bundle, JSON.stringify(packBundle(pack)));
  await importMeasure(side, bundle);
  const startBytes = process.memoryUsage().rss;
  const [wallBefore, cpuBefore] = [performance.now(), process.cpuUsage()];
  const wanted = {
    ...{ measure: pack.measure.id, period: '2026', unitId: null, isLeaving: false },
    ...(textOption('threads') === undefined ? {} : { threads: numberOption('threads', 0) }),
  };
  const what = await doneOf(type, side, wanted);
  const { user, system } = process.cpuUsage(cpuBefore);
  print(
    JSON.stringify({
      ...{ cpuMs: (user + system) / 1000, wallMs: performance.now() - wallBefore, startBytes },
      ...{ peakBytes: process.resourceUsage().maxRSS * 1024, what },
    }),
  );
  await clinical.close();
  await store.remove();
}

function doneOf(type: string, side: Side, wanted: Wanted): Promise<string> {
  if (type === 'summary') return summary(side, wanted);
  return type === 'follow' ? follow(side) : individual(side, wanted);
}

/** Five years month by month, as charts are filled where a measure is not asked of everybody at once. */
async function follow(side: Side): Promise<string> {
  const { clinical, timeZone } = side;
  const periods = monthPeriods(monthsFromTo('2022-01', '2026-12'), timeZone);
  const [followed] = await followedMeasures(side);
  if (followed === undefined) throw new Error('follow: there is no measure');
  const { asked: measures, digest, chart } = followed;
  const question = { id: followed.ownMeasureId, digest, measures, charts: [chart] };
  const following = { clinical, timeZone, periods };
  for (let soFar = await followedSoFar(following, question); soFar.next !== null; ) {
    await countPortion(following, question, soFar.next);
    soFar = await followedSoFar(following, question);
  }
  const [row] = await clinical.query('select count(*) as n from followed.event');
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await followInMemory(following, question);
  const { user, system } = process.cpuUsage(cpu);
  const again = `again ${(performance.now() - wall).toFixed(0)} ms, CPU ${((user + system) / 1000).toFixed(0)} ms`;
  return `${periods.length} months, ${String(row?.['n'])} rows; ${again}`;
}

type Side = Parameters<typeof individualReports>[0];
type Wanted = Parameters<typeof individualReports>[1];

async function summary(side: Side, wanted: Wanted): Promise<string> {
  const { group } = await reportMeasure(side, { ...wanted, type: 'summary' });
  const counts = JSON.stringify(group).match(/(?<="count":)\d+/g);
  return String(counts);
}

async function individual(side: Side, wanted: Wanted): Promise<string> {
  let count = 0;
  for await (const _ of individualReports(side, wanted)) count += 1;
  return `${count} reports`;
}
