import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProblemError } from '#core';
import type { AnsweringEvent } from '#data';
import {
  type ClinicalStore,
  exposureCounts,
  openAnswerJournal,
  openClinicalStore,
  openExposureLog,
  openFeedJournal,
  unfoldPosts,
} from '#store';
import { openFeed } from '../../src/application/feed/feed.ts';
import { importPaths } from '../../src/application/import/import-paths.ts';

// Synthetic: every name here is invented. What stands in a damaged line must not be told.
const secret = 'Invented Name';
const damaged = `{"kind":"answered","text":"${secret}"\n`;
const cutShort = `{"kind":"answered","text":"${secret}`;
const at = '2026-03-02T08:00:00.000Z';
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-lines-'));
let clinical: ClinicalStore;

beforeAll(async () => {
  clinical = await openClinicalStore({ dataFolder, memoryMb: 256 });
});
afterAll(async () => {
  await clinical.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function failure(work: Promise<unknown>): Promise<ProblemError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('it did not fail with a problem');
  expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain(secret);
  return error;
}

describe('a patient’s answers', () => {
  const answered = (text: string): AnsweringEvent => ({
    ...{ kind: 'answered', at, responseId: 'response', linkId: 'matter' },
    ...{ values: [{ kind: 'text', value: text }], alerts: [] },
  });
  const fresh = () => mkdtempSync(path.join(dataFolder, 'answers-'));
  const readAll = async (folder: string) => {
    const events: AnsweringEvent[] = [];
    for await (const event of openAnswerJournal(folder).readAll()) events.push(event);
    return events;
  };

  async function kept(folder: string, ...texts: readonly string[]): Promise<string> {
    const journal = openAnswerJournal(folder);
    for (const text of texts) await journal.append(answered(text));
    await journal.close();
    return path.join(folder, 'answers/2026-03.ndjson');
  }

  test('are read whatever characters they hold', async () => {
    const folder = fresh();
    const texts = ['one\u2028two', 'one\u2029two', 'one\r\ntwo', 'ett\u0085två'];
    await kept(folder, ...texts);
    expect(await readAll(folder)).toEqual(texts.map(answered));
  });

  test('that a kill cut short were never acknowledged, and do not stand in the way', async () => {
    const folder = fresh();
    appendFileSync(await kept(folder, 'kept'), cutShort);
    expect(await readAll(folder)).toEqual([answered('kept')]);
  });

  test('that were damaged are told with file and line, not with what they say', async () => {
    const folder = fresh();
    const file = await kept(folder, 'before');
    appendFileSync(file, damaged);
    await kept(folder, 'after');
    const { problem } = await failure(readAll(folder));
    expect(problem).toMatchObject({ code: 'kept-line-unreadable', where: file });
    expect(problem.message).toContain('Line 2');
  });
});

describe('advice that was given', () => {
  const log = path.join(dataFolder, 'clinical/exposures/2026-03.ndjson');
  const given = async (card: string) => {
    const exposures = openExposureLog(clinical.folder);
    await exposures.append({
      ...{ kind: 'exposure', card, at, rule: 'rule', version: '1.0.0', hook: 'patient-view' },
      ...{ arm: 'shown', unit: 'ward-1', patient: 'mark' },
    });
    await exposures.close();
  };
  const cards = async () =>
    (await exposureCounts(clinical, 'rule')).reduce((sum, one) => sum + one.cards, 0);

  test('is counted though a kill cut the last line short, before anything new is written', async () => {
    await given('one');
    appendFileSync(log, cutShort);
    await openExposureLog(clinical.folder).close();
    expect(await cards()).toBe(1);
  });

  test('that was damaged is told with file and line, not with what it says', async () => {
    appendFileSync(log, damaged);
    await given('two');
    const { problem } = await failure(cards());
    expect(problem).toMatchObject({ code: 'kept-line-unreadable', where: log });
    expect(problem.message).toContain('Line 2');
  });
});

describe('a post', () => {
  const folder = path.join(dataFolder, 'posts');
  const post = (id: string) => ({
    ...{ source: 'test', receivedAt: at },
    lines: [JSON.stringify({ resourceType: 'Observation', id, status: 'final' })],
  });

  test('that was damaged, or is none, is told with file and line, not with what it says', async () => {
    mkdirSync(folder);
    const journal = openFeedJournal(folder);
    await journal.append(post('o-1'));
    const [sealed] = await journal.seal();
    if (sealed === undefined) throw new Error('nothing was sealed');
    for (const line of [damaged, `{"text":"${secret}"}\n`]) {
      appendFileSync(sealed.file, line);
      const { problem } = await failure(unfoldPosts(sealed));
      expect(problem).toMatchObject({ code: 'kept-line-unreadable', where: sealed.file });
      expect(problem.message).toContain('Line 2');
    }
    await journal.close();
  });

  test('that was damaged is laid aside and told, and those that come after are taken in', async () => {
    const told: string[] = [];
    const feed = openFeed({
      ...{ clinical, clock: () => at, evaluate: async () => undefined },
      importFrom: (paths, importing = {}) => importPaths(clinical, paths, importing),
      onTrouble: (error) => told.push(String(error)),
    });
    await feed.take(post('o-2'));
    const posts = path.join(clinical.folder, 'feed');
    const [file = ''] = readdirSync(posts);
    appendFileSync(path.join(posts, file), damaged);
    feed.start();
    await feed.settled();
    expect(feed.state()).toMatchObject({ laidAside: 1 });
    expect(told.join()).toContain('Line 2');
    expect(told.join()).not.toContain(secret);
    await feed.take(post('o-3'));
    await feed.settled();
    const rows = await clinical.query("select id from archive.held where id = 'o-3'");
    expect(rows).toHaveLength(1);
    expect(readdirSync(posts)).toContain(`${file}.refused`);
    await feed.close();
  });
});
