import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Told } from '../../src/application/jobs/job-runner.ts';
import {
  type Answer,
  type Client,
  type RunningHouse,
  runningHouse,
} from '../harness/running-house.ts';

// Synthetic: two invented patients, one line that is no JSON.
const patients = [
  '{"resourceType":"Patient","id":"p-1","gender":"female","birthDate":"1980-02-30"}',
  '{"resourceType":"Patient","id":"p-2","gender":"male"}',
  '{"resourceType":"Patient","id":',
];

let house: RunningHouse;
let analyst: Client;
const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-data-'));
beforeAll(async () => {
  writeFileSync(path.join(folder, 'Patient.ndjson'), `${patients.join('\n')}\n`);
  house = await runningHouse();
  analyst = await house.as('analyst');
});
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

async function jobDone(): Promise<Answer['body']> {
  for (;;) {
    const { body } = await analyst.get('/api/data');
    if (body.jobs[0]?.state !== 'running') return body.jobs[0];
    await pause(50);
  }
}

describe('the page Data', () => {
  test('says that nothing has come in yet', async () => {
    const { status, body } = await analyst.get('/api/data');
    expect(status).toBe(200);
    expect(body).toMatchObject({ dataVersion: null, resources: [], imports: [], jobs: [] });
    expect(body).toMatchObject({ mayImport: true, maySeeFindings: true });
  });

  test('an import runs in the background, is followed live, and is in the ledger', async () => {
    const events = listenTo(house, analyst);
    const { status, body } = await analyst.post('/api/data/imports', { path: folder });
    expect(status).toBe(202);
    expect(body).toMatchObject({ kind: 'import', state: 'running' });
    const job = await jobDone();
    expect(job).toMatchObject({ id: body.id, state: 'done', share: 1 });
    expect(job.message).toContain('2 held');
    const heard = await events.stop();
    expect(heard.filter(({ kind }) => kind === 'job').at(-1)).toMatchObject({
      job: { id: body.id, state: 'done' },
    });
    const entry = await house.db
      .selectFrom('ledger')
      .select(['person_id', 'words'])
      .where('command', '=', 'data.import')
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ person_id: 'analyst', words: { path: folder } });
    const page = await analyst.get('/api/data');
    expect(page.body).toMatchObject({
      resources: [{ type: 'Patient', count: 2 }],
      imports: [{ source: folder, stored: 2 }],
    });
    expect(page.body.dataVersion).not.toBeNull();
  });

  test('findings come with file, line and what to do; who read them is in the ledger', async () => {
    const { body: page } = await analyst.get('/api/data');
    const rules = page.findingsByRule.map(({ rule }: { rule: string }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['json-broken', 'date-impossible']));
    const { body } = await analyst.get('/api/data/findings?rule=json-broken&page=0');
    expect(body.total).toBe(1);
    expect(body.findings).toMatchObject([{ line: 3, rule: 'json-broken' }]);
    expect(body.findings[0].nextStep.sv).not.toBe('');
    const read = await house.db
      .selectFrom('ledger')
      .select(['person_id', 'words'])
      .where('command', '=', 'findings.read')
      .execute();
    expect(read).toMatchObject([{ person_id: 'analyst', words: { rule: 'json-broken' } }]);
    const unknown = await analyst.get("/api/data/findings?rule=x'%20or%20true--");
    expect(unknown).toMatchObject({ status: 400, body: { code: 'rule-unknown' } });
  });

  test('others see counts, not lines, and import nothing', async () => {
    const nurse = await house.as('nurse');
    const { body } = await nurse.get('/api/data');
    expect(body).toMatchObject({ mayImport: false, maySeeFindings: false });
    for (const refused of [
      await nurse.get('/api/data/findings?rule=json-broken'),
      await nurse.post('/api/data/imports', { path: folder }),
    ])
      expect(refused).toMatchObject({ status: 403, body: { grantedBy: ['analyst'] } });
  });

  test('a folder without FHIR fails with a message, not a stack', async () => {
    house.setNow('2026-03-02T08:30:00.000Z');
    const empty = mkdtempSync(path.join(os.tmpdir(), 'gyrus-empty-'));
    await analyst.post('/api/data/imports', { path: empty });
    const job = await jobDone();
    expect(job.state).toBe('failed');
    expect(job.message).toContain('no FHIR files');
    expect(job.said).toEqual({ code: 'no-fhir-files', values: { where: empty } });
    rmSync(empty, { recursive: true });
    expect(house.troubles).toEqual([]);
  });
});

const told = (message: string): Told => ({ message, said: { code: 'tried', values: {} } });

describe('jobs', () => {
  test('run one at a time', async () => {
    let finish = () => {};
    const first = new Promise<Told>((resolve) => {
      finish = () => resolve(told('Done.'));
    });
    house.setNow('2026-03-02T09:00:00.000Z');
    const { jobs } = house.application;
    const wanted = { kind: 'evaluation', request: {}, entry: null } as const;
    await jobs.start({ ...wanted, work: () => first });
    const second = jobs.start({ ...wanted, work: async () => told('Never.') });
    await expect(second).rejects.toMatchObject({ problem: { code: 'job-running' } });
    finish();
    await jobs.idle();
    expect(await jobDone()).toMatchObject({ state: 'done', message: 'Done.' });
  });
  test('that go wrong by our own mistake say so without saying what was in the way', async () => {
    house.setNow('2026-03-02T10:00:00.000Z');
    const { jobs } = house.application;
    const work = async () => {
      throw new Error('value of a row: 19121212-1212');
    };
    await jobs.start({ kind: 'evaluation', request: {}, entry: null, work });
    await jobs.idle();
    const job = await jobDone();
    expect(job.state).toBe('failed');
    expect(job).toMatchObject({ said: { code: 'broken', values: {} } });
    expect(JSON.stringify(job)).not.toContain('1912');
  });
  test('left running by a kill are failed at the next start, and another may run', async () => {
    await house.db
      .insertInto('job')
      .values({
        ...{ id: 'killed', kind: 'import', state: 'running', request: '{}', message: 'half way' },
        said: 'null',
        ...{ share: 0.5, rate: null, seconds_left: 3, ended_at: null },
        started_at: '2036-01-01T00:00:00.000Z',
      })
      .execute();
    const { jobRunner } = await import('../../src/application/jobs/job-runner.ts');
    const jobs = await jobRunner({ ...house.application, onTrouble: () => undefined });
    expect(await jobDone()).toMatchObject({ id: 'killed', state: 'failed' });
    await jobs.start({
      kind: 'import',
      request: {},
      entry: null,
      work: async () => told('Again.'),
    });
    await jobs.idle();
  });
});

interface Heard {
  readonly kind: string;
}

/** Reads the stream of events as a browser does. */
function listenTo({ address }: RunningHouse, { cookie }: Client) {
  const controller = new AbortController();
  const heard: Heard[] = [];
  const reading = (async () => {
    const response = await fetch(`${address}/api/events`, {
      headers: { cookie },
      signal: controller.signal,
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? [])
      for (const line of decoder.decode(chunk).split('\n'))
        if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice(6)));
  })().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return {
    stop: async () => {
      controller.abort();
      await reading;
      return heard;
    },
  };
}
