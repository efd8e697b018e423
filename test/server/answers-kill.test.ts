import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnsweringEvent } from '#data';
import { inTransaction, type OperationalTables, saveOrganisation } from '#store';
import { digestOf } from '../../src/application/answering/answering.ts';
import { codeDigest } from '../../src/application/answering/enter.ts';
import { dataFolderKey } from '../../src/application/data-folder-key.ts';
import { answerWeek, type PatientClient, patientClient } from '../harness/answering.ts';
import { bundledProgram } from '../harness/bundled-program.ts';
import { killableServer } from '../harness/killable-server.ts';
import { freshOperationalStore } from '../harness/operational.ts';
import { clientOf } from '../harness/running-house.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

/** `GYRUS_KILLS=50` tries more; each kill comes right after another acknowledgement than the one before. */
const kills = Number(process.env.GYRUS_KILLS ?? 2);
const code = '12345678';
/** Six answers, and then the form itself. */
const handedInAfter = 7;

const bundled = bundledProgram('hold-answers');
let dataFolder = '';
const server = killableServer(bundled.file, () => dataFolder);

beforeAll(async () => {
  await bundled.make();
  const store = await freshOperationalStore<OperationalTables>();
  await inTransaction(store.db, (tx) => saveOrganisation(tx, smallOrganisation()));
  await store.close();
  dataFolder = store.dataFolder;
  inviteMany();
});
afterAll(async () => {
  await server.killAll();
  rmSync(dataFolder, { recursive: true, force: true });
  bundled.remove();
});

/** Two ways in for each kill: before it and after it. One invented patient each. */
function inviteMany(): void {
  const folder = path.join(dataFolder, 'clinical/answers');
  mkdirSync(folder, { recursive: true });
  const auditKey = dataFolderKey(dataFolder, 'audit-key');
  const at = new Date().toISOString();
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const events = Array.from({ length: kills }, (_, round): AnsweringEvent[] => {
    const participantId = `participant-${round}`;
    const invited = ['before', 'after'].map((when): AnsweringEvent => {
      const invitationId = `${when}-${round}`;
      return {
        ...{ kind: 'invited', at, invitationId, participantId, expiresAt, invitedBy: 'nurse' },
        ...{ instrumentIds: ['wellbeing-scale'], tokenDigest: digestOf(`token-${invitationId}`) },
        codeDigest: codeDigest({ auditKey }, code),
      };
    });
    return [
      { kind: 'participant', at, participantId, patientId: `p-${round}`, unitId: 'ward-1' },
      ...invited,
    ];
  }).flat();
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  writeFileSync(path.join(folder, `${at.slice(0, 7)}.ndjson`), lines);
}

async function formOf(address: string, invitationId: string) {
  const client = await patientClient({ address });
  const token = `token-${invitationId}`;
  expect((await client.enter({ token, code })).status).toBe(200);
  const { body } = await client.post('/api/answering/forms/wellbeing-scale', {});
  return { client, body };
}

/** Answers until so many were acknowledged, and hands in what is whole then. */
async function answer(client: PatientClient, responseId: string, count: number): Promise<string[]> {
  const kept: string[] = [];
  const post = (what: string, body: unknown) =>
    client.post(`/api/answering/responses/${responseId}/${what}`, body);
  const week = answerWeek('some', 'often');
  // The thought of harm first: it is what must not be lost.
  for (const one of [...week.slice(-1), ...week.slice(0, -1)].slice(0, count)) {
    expect((await post('answers', one)).status).toBe(200);
    kept.push(one.linkId);
  }
  if (count > week.length) expect((await post('end', { language: 'sv' })).status).toBe(200);
  return kept;
}

/** Responses whose resources lie in the feed's journal. */
const handedOver = (): string =>
  readdirSync(path.join(dataFolder, 'clinical/feed'))
    .filter((name) => name.endsWith('.posts'))
    .map((name) => readFileSync(path.join(dataFolder, 'clinical/feed', name), 'utf8'))
    .join('');

interface Before {
  readonly round: number;
  readonly responseId: string;
  readonly kept: readonly string[];
  readonly isHandedIn: boolean;
}

/** What was acknowledged before the kill is there after it. */
async function holds(address: string, { round, responseId, kept, isHandedIn }: Before) {
  const { body } = await formOf(address, `after-${round}`);
  const inbox = (await (await clientOf(address, 'nurse')).get('/api/inbox?unitId=ward-1')).body;
  const alerts = inbox.items.filter(({ kind }: { kind: string }) => kind === 'alert');
  expect(alerts).toHaveLength(round + 1);
  if (isHandedIn) {
    // This invitation begins a new form, and the resources of the old one are on their way.
    expect(body.responseId).not.toBe(responseId);
    expect(handedOver()).toContain(responseId);
  } else {
    expect(body.responseId).toBe(responseId);
    expect(new Set(Object.keys(body.answers))).toEqual(new Set(kept));
  }
}

test(`killed ${kills} times right after an acknowledgement, no answer and no alert is lost`, {
  timeout: 60_000 + kills * 40_000,
}, async () => {
  let before: Before | null = null;
  for (let round = 0; round < kills; round++) {
    const address = await server.start();
    if (before !== null) await holds(address, before);
    // The first kill comes after the form was handed in, the next ones after one, two … answers.
    const count = round === 0 ? handedInAfter : round % handedInAfter;
    const { client, body } = await formOf(address, `before-${round}`);
    const { responseId } = body;
    const kept = await answer(client, responseId, count);
    await server.killAll();
    before = { round, responseId, kept, isHandedIn: count === handedInAfter };
  }
  if (before !== null) await holds(await server.start(), before);
});
