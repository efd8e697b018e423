import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, verifyLedger } from '#store';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';

let house: RunningHouse;
beforeAll(async () => {
  house = await runningHouse();
});
afterAll(() => house.stop());

const endOthers = sql`select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and datname = current_database()`;

test('connections that the database ends, idle or in a transaction, do not end the program', async () => {
  const nurse = await house.as('nurse');
  const interrupted = inTransaction(house.db, async (tx) => {
    await sql`select 1`.execute(tx);
    // Between two queries of a transaction: nobody waits for an answer on this connection just now.
    await endOthers.execute(house.db);
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
    await sql`select 1`.execute(tx);
  });
  await expect(interrupted).rejects.toThrow();
  const idea = { unitId: 'ward-1', title: 'After the outage', text: 'T' };
  expect((await nurse.give('thread.raise-idea', idea)).status).toBe(200);
  expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole', entries: 1 });
});
