import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  inTransaction,
  type OperationalTables,
  openOperationalStore,
  saveOrganisation,
  verifyLedger,
} from '#store';
import { bundledProgram } from '../harness/bundled-program.ts';
import { killableServer } from '../harness/killable-server.ts';
import { freshOperationalStore } from '../harness/operational.ts';
import { addMeasure, type Client, clientOf } from '../harness/running-house.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

/** `GYRUS_KILLS=50` tries as many moments as a release promises; a few are enough to see a mistake. */
const kills = Number(process.env.GYRUS_KILLS ?? 5);
const seed = Number(process.env.GYRUS_SEED ?? 20_260_302);
const clients = 4;

const bundled = bundledProgram('hold-house');
let dataFolder = '';
const server = killableServer(bundled.file, () => dataFolder);

beforeAll(async () => {
  await bundled.make();
  const store = await freshOperationalStore<OperationalTables>();
  await inTransaction(store.db, (tx) => saveOrganisation(tx, smallOrganisation()));
  await addMeasure(store.db, 'waiting-days');
  await store.close();
  dataFolder = store.dataFolder;
});
afterAll(async () => {
  await server.end('SIGKILL');
  rmSync(dataFolder, { recursive: true, force: true });
  bundled.remove();
});

interface Acknowledged {
  readonly name: string;
  readonly input: object;
  readonly requestId: string;
  readonly answer: { readonly ledgerSeq: number };
}

/** Gives one command after another until the server is gone; keeps what was acknowledged. */
async function workUntilGone(client: Client, random: () => number): Promise<Acknowledged[]> {
  const done: Acknowledged[] = [];
  let threadId: string | null = null;
  for (;;) {
    const startAnew = threadId === null || random() < 0.3;
    const name: string = startAnew ? 'thread.raise-idea' : 'thread.comment';
    const input: object = startAnew
      ? { unitId: 'ward-1', title: `Idea ${done.length}`, text: 'Text' }
      : { threadId, text: `Comment ${done.length}` };
    const requestId = randomUUID();
    const answer = await client.give(name, input, requestId).catch(() => null);
    if (answer === null) return done;
    // A database that is gone before its server makes the server say that something went wrong.
    if (answer.status === 500) return done;
    if (answer.status !== 200) throw new Error(`${name}: ${JSON.stringify(answer.body)}`);
    threadId = answer.body.threadId;
    done.push({ name, input, requestId, answer: answer.body });
  }
}

test(`killed ${kills} times at random moments, the server keeps every command it acknowledged`, {
  timeout: 60_000 + kills * 30_000,
}, async () => {
  const random = generator(seed);
  let acknowledged: Acknowledged[] = [];
  let sum = 0;
  for (let round = 0; round < kills; round++) {
    const nurse = await clientOf(await server.start(), 'nurse');
    // The same request again gives the same answer: it is there, at its place in the ledger.
    for (const { name, input, requestId, answer } of acknowledged)
      expect((await nurse.give(name, input, requestId)).body).toEqual(answer);
    const working = Promise.all(
      Array.from({ length: clients }, () => workUntilGone(nurse, random)),
    );
    await pause(20 + random() * 700);
    if (random() < 0.5) server.killDatabase();
    await server.end('SIGKILL');
    acknowledged = (await working).flat();
    sum += acknowledged.length;
  }
  expect(sum).toBeGreaterThan(kills);
  const nurse = await clientOf(await server.start(), 'nurse');
  for (const { name, input, requestId, answer } of acknowledged)
    expect((await nurse.give(name, input, requestId)).body).toEqual(answer);
  await server.end('SIGTERM');
  const store = await openOperationalStore<OperationalTables>({ dataFolder });
  const check = await verifyLedger(store.db);
  await store.close();
  expect(check).toMatchObject({ kind: 'whole' });
  expect(check.kind === 'whole' && check.entries).toBeGreaterThanOrEqual(sum);
});

/** Park and Miller's generator: a failing run can be repeated with its seed. */
function generator(start: number): () => number {
  let state = start % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
