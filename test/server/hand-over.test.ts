import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFolderKey, type OperatorProgress } from '#application';
import { ProblemError } from '#core';
import { type HandedOverSummary, handOverImport, handOverMeasure, operatorKey } from '#server';
import { ownerOf, serverOnFolder } from '#store';
import {
  bundleFile,
  libraryOf,
  measureOf,
  population,
  visitGroup,
  visitKinds,
} from '../harness/own-measure.ts';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';

// Synthetic: two invented patients, one of them born on a day that does not exist.
const patients = [
  '{"resourceType":"Patient","id":"p-1","gender":"female","birthDate":"1980-02-30"}',
  '{"resourceType":"Patient","id":"p-2","gender":"male"}',
];

let house: RunningHouse;
const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-hand-over-'));
beforeAll(async () => {
  writeFileSync(path.join(folder, 'Patient.ndjson'), `${patients.join('\n')}\n`);
  house = await runningHouse();
});
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

interface Asked {
  readonly paths?: readonly string[];
  readonly key?: Buffer;
  readonly address?: string;
  readonly onProgress?: (progress: OperatorProgress) => void;
}

/** As the command line does it: the server is found in the data folder, and so is the key. */
function handOver(asked: Asked = {}): Promise<HandedOverSummary> {
  const server = serverOnFolder(house.dataFolder);
  if (server === undefined) throw new Error('no server was found');
  return handOverImport({
    server: { ...server, address: asked.address ?? server.address },
    key: asked.key ?? dataFolderKey(house.dataFolder, operatorKey),
    wanted: { paths: asked.paths ?? [folder], evaluate: true },
    onProgress: asked.onProgress ?? (() => undefined),
  });
}

async function problemOf(asked: Asked): Promise<ProblemError['problem']> {
  const error: unknown = await handOver(asked).catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error('no problem was told', { cause: error });
  return error.problem;
}

/** A server of another make, on a port of its own. */
async function otherServer(answer: string): Promise<{ address: string; close: () => void }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(answer, () => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' ? (bound?.port ?? 0) : 0;
  return { address: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describe('an import at the command line while a server holds the data folder', () => {
  test('is done by the server, with progress, and ends with the same counts', async () => {
    const phases = new Set<string>();
    const summary = await handOver({ onProgress: ({ phase }) => phases.add(phase) });
    expect(summary).toEqual({
      ...{ read: 2, stored: 2, changed: 2, findings: 1 },
      ...{ tableRows: 0, leftAside: 0 },
    });
    expect([...phases]).toContain('reading');
    expect(await handOver()).toMatchObject({ stored: 2, changed: 0 });
  });
  test('is seen on the page Data and is in the ledger, as asked by nobody who signed in', async () => {
    await handOver();
    const { body } = await (await house.as('analyst')).get('/api/data');
    expect(body.jobs[0]).toMatchObject({ kind: 'import', state: 'done' });
    const entry = await house.db
      .selectFrom('ledger')
      .select(['person_id', 'words'])
      .where('command', '=', 'data.import')
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ person_id: null, words: { path: folder } });
  });
  test('says what is wrong with the files just as without a server', async () => {
    expect(await problemOf({ paths: ['/nowhere/at/all'] })).toMatchObject({
      code: 'file-unreadable',
      message: 'There is no /nowhere/at/all.',
    });
  });
  test('waits for nobody: a second one is told that the first is running', async () => {
    const [first, second] = await Promise.allSettled([handOver(), handOver()]);
    const refused = [first, second].find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { problem: { code: 'job-running' } } });
    await house.application.jobs.idle();
  });
});

describe('who may hand over', () => {
  test.each([
    ['another key', Buffer.alloc(32, 1)],
    ['no key', Buffer.alloc(0)],
  ])('%s is refused, with what to do', async (_name, key) => {
    const problem = await problemOf({ key });
    expect(problem.code).toBe('operator-key-missing');
    expect(problem.tip).toContain('GYRUS_DATA');
  });
});

describe('a server that cannot do it', () => {
  test('is named when it does not answer', async () => {
    const { address, close } = await otherServer('');
    close();
    const problem = await problemOf({ address });
    expect(problem.code).toBe('server-not-answering');
    expect(problem.tip).toMatch(/^Stop it \(kill \d+\) and import again\.$/);
  });
  test('that stops in the midst of it is told, and that the import goes on where it stopped', async () => {
    const progress = { kind: 'progress', phase: 'reading', share: 0.5 };
    const line = JSON.stringify({ ...progress, bytesPerSecond: 1, secondsLeft: null });
    const { address, close } = await otherServer(`${line}\n`);
    const problem = await problemOf({ address });
    close();
    expect(problem.code).toBe('server-stopped');
    expect(problem.tip).toContain('goes on where it stopped');
  });
});

describe('an address in a data folder', () => {
  test('counts while the process that wrote it holds the lock', () => {
    expect(serverOnFolder(house.dataFolder)).toEqual({ pid: process.pid, address: house.address });
    expect(ownerOf(house.dataFolder)?.pid).toBe(process.pid);
  });
  test('does not count when a process without a server holds the lock', () => {
    const other = path.join(folder, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, 'lock'), readFileSync(path.join(house.dataFolder, 'lock')));
    expect(serverOnFolder(other)).toBeUndefined();
    const dead = { pid: 2 ** 22 + 1, started: 'long ago', address: house.address };
    writeFileSync(path.join(other, 'address'), JSON.stringify(dead));
    expect(serverOnFolder(other)).toBeUndefined();
    expect(ownerOf(other)?.pid).toBe(process.pid);
  });
});

describe('a measure that is brought at the command line while a server holds the data folder', () => {
  const visits = [population('initial-population', 'Visits'), population('denominator', 'Visits')];
  const bundle = (id: string, cql = '') =>
    bundleFile(folder, id, [
      measureOf(id, {
        group: [visitGroup('visits', [...visits, population('numerator', 'Long Visits')])],
      }),
      libraryOf(cql),
      visitKinds,
    ]);
  const bring = (file: string, key = dataFolderKey(house.dataFolder, operatorKey)) => {
    const server = serverOnFolder(house.dataFolder);
    if (server === undefined) throw new Error('no server was found');
    return handOverMeasure({ server, key }, file);
  };

  test('is taken in by the server, which tells how it is followed', async () => {
    expect(await bring(bundle('handed-over'))).toMatchObject({
      ...{ id: 'handed-over', version: '1.0.0' },
      charts: [{ measureId: 'handed-over', way: 'sql' }],
    });
  });

  test('is refused with its reason and next step, as without a server, and to nobody without the key', async () => {
    await expect(bring(bundle('broken', 'define "Broken": 1 +'))).rejects.toMatchObject({
      problem: { code: 'cql-syntax', where: expect.stringMatching(/:\d+:\d+$/) },
    });
    await expect(bring(path.join(folder, 'none.json'))).rejects.toThrow(/no such file/);
    await expect(bring(bundle('keyless'), Buffer.alloc(32))).rejects.toThrow(/key of the data/);
  });
});
