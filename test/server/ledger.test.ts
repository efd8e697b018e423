import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendEntry, inTransaction, type LedgerCheck, type NewEntry, verifyLedger } from '#store';
import { canonicalJson } from '../../src/store/operational/canonical-json.ts';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';

let house: RunningHouse;
beforeAll(async () => {
  house = await runningHouse();
  for (let i = 1; i <= 6; i++) await append(`entry ${i}`);
});
afterAll(() => house.stop());

const entry = (text: string): NewEntry => ({
  at: '2026-03-02T08:00:00.123Z',
  personId: 'nurse',
  command: 'thread.comment',
  requestId: null,
  requestDigest: null,
  unitId: 'ward-1',
  threadId: null,
  proposalId: null,
  cycleId: null,
  measureId: null,
  signalId: null,
  forumId: null,
  words: { text },
  detail: { outcome: 'å 😀 "quoted" \\ \u2028', ownerId: '' },
});
const append = (text: string) => inTransaction(house.db, (tx) => appendEntry(tx, entry(text)));

/** Does what nobody may do, looks, and puts everything back. */
async function afterTampering(tamper: string): Promise<LedgerCheck> {
  let check: LedgerCheck | undefined;
  class Enough extends Error {}
  await house.db
    .transaction()
    .execute(async (tx) => {
      await sql`alter table ledger disable trigger user`.execute(tx);
      await sql.raw(tamper).execute(tx);
      check = await verifyLedger(tx);
      throw new Enough();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Enough)) throw error;
    });
  if (check === undefined) throw new Error('not checked');
  return check;
}

describe('the ledger', () => {
  test('is whole as written', async () => {
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole', entries: 6 });
  });

  test.each([
    "update ledger set words = '{}' where seq = 3",
    'delete from ledger where seq = 3',
    // Without cascade the database refuses it before any trigger: other tables name its entries.
    'truncate ledger cascade',
    'update ledger set seq = seq',
  ])('refuses: %s', async (statement) => {
    await expect(sql.raw(statement).execute(house.db)).rejects.toThrow('append-only');
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole', entries: 6 });
  });

  test.each([
    ['a word', `update ledger set words = '{"text": "other"}' where seq = 4`, 4],
    ['a time, by a millisecond', `update ledger set at = at + interval '1 ms' where seq = 2`, 2],
    ['a person', `update ledger set person_id = 'manager' where seq = 5`, 5],
    ['a unit', 'update ledger set unit_id = null where seq = 5', 5],
    ['a detail', `update ledger set detail = '{"outcome": "try"}' where seq = 1`, 1],
    ['a hash', `update ledger set hash = repeat('a', 64) where seq = 3`, 3],
    ['the last hash', `update ledger set hash = repeat('a', 64) where seq = 6`, 6],
    ['an entry taken out', 'delete from ledger where seq = 4', 4],
    ['the first entry taken out', 'delete from ledger where seq = 1', 1],
    ['the last entry taken out', 'delete from ledger where seq = 6', 6],
    ['everything taken out', 'delete from ledger', 1],
    [
      'two entries changed places',
      'update ledger set seq = -seq where seq in (2, 3);' +
        'update ledger set seq = 5 + seq where seq in (-2, -3)',
      2,
    ],
    ['the mark of the end set back', 'update ledger_head set seq = 5', 5],
    ['the mark of the end taken out', 'delete from ledger_head', 6],
  ])('names the first bad entry after tampering with %s', async (_, tamper, seq) => {
    const check = await afterTampering(tamper);
    expect(check).toMatchObject({ kind: 'broken', seq });
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole', entries: 6 });
  });

  test('finds an entry that was forged with a right hash of its own but no place in the chain', async () => {
    const check = await afterTampering(
      `insert into ledger select 7, at, person_id, command, null, null, unit_id, thread_id, proposal_id, cycle_id,
        measure_id, signal_id, forum_id, words, detail, previous_hash, hash from ledger where seq = 6`,
    );
    expect(check).toMatchObject({ kind: 'broken', seq: 7 });
  });

  test('takes appends one after another, and readers do not wait', async () => {
    const before = await verifyLedger(house.db);
    await inTransaction(house.db, async (tx) => {
      await appendEntry(tx, entry('slow'));
      const waiting = append('waits for the slow one');
      // While an append is under way the chain can be read, without it.
      expect(await verifyLedger(house.db)).toEqual(before);
      const first = await Promise.race([waiting.then(() => 'appended'), pause(100)]);
      expect(first).toBe('still waiting');
    });
    await Promise.all(Array.from({ length: 20 }, (_, i) => append(`at once ${i}`)));
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole', entries: 28 });
  });

  test('holds whatever people write and programs estimate, as it was', async () => {
    const text = fc
      .string({ unit: 'grapheme-composite', maxLength: 40 })
      .filter((one) => !one.includes('\0') && one.isWellFormed());
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(text, text, { maxKeys: 4 }),
        number,
        number,
        async (words, a, b) => {
          const effect = {
            kind: 'not-estimable',
            reason: `${a}`,
            difference: a,
            lower95: b,
          } as const;
          await inTransaction(house.db, (tx) =>
            appendEntry(tx, { ...entry(''), words: { ...words }, detail: { effect } }),
          );
          expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole' });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('keeps nothing of a transaction that failed', async () => {
    const before = await verifyLedger(house.db);
    const failing = inTransaction(house.db, async (tx) => {
      await appendEntry(tx, entry('never happened'));
      throw new Error('something later failed');
    });
    await expect(failing).rejects.toThrow('something later failed');
    expect(await verifyLedger(house.db)).toEqual(before);
  });
});

test('canonical JSON is one text for one value', () => {
  expect(canonicalJson({ b: 1, a: { d: [1, { z: null, y: 'å' }], c: undefined } })).toBe(
    '{"a":{"d":[1,{"y":"å","z":null}]},"b":1}',
  );
  expect(canonicalJson({ b: 1, a: 2 })).toBe(canonicalJson({ a: 2, b: 1 }));
});

const pause = (milliseconds: number) =>
  new Promise<string>((resolve) => {
    setTimeout(() => resolve('still waiting'), milliseconds);
  });
