import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { groupBy } from '#core';
import { periodDays } from '#practice';
import {
  appendEntry,
  type Database,
  inTransaction,
  type MailState,
  type OperationalTables,
  saveMessageWish,
  saveOrganisation,
  unspokenWish,
  verifyLedger,
} from '#store';
import { blankEntry } from '../../src/application/command.ts';
import { messageClock } from '../../src/application/messages/message-clock.ts';
import { type HandOverMail, smtpServer } from '../../src/application/messages/smtp.ts';
import { type MailSink, mailSink } from '../harness/mail-sink.ts';
import { freshOperationalStore, type TestOperationalStore } from '../harness/operational.ts';
import { addMeasure, addResults, storeSignal } from '../harness/running-house.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

/** Ten in the morning in Stockholm, on the first Monday of a period. */
const start = '2026-03-02T09:00:00.000Z';
const publicUrl = 'https://gyrus.example';
const dayMilliseconds = 86_400_000;

let store: TestOperationalStore<OperationalTables>;
let db: Database;
let sink: MailSink;
let now = start;
const troubles: unknown[] = [];

beforeAll(async () => {
  store = await freshOperationalStore<OperationalTables>();
  db = store.db;
  sink = await mailSink();
  await inTransaction(db, (tx) => saveOrganisation(tx, smallOrganisation()));
  await addMeasure(db, 'waiting-days', {
    ...{ scoring: 'proportion', chart: 'p', direction: 'up', target: 0.95 },
    title: { en: 'Seen in time', sv: 'Sedda i tid' },
  });
  // 80 of 100 in every month, and 60 in the last two: a change for the worse that nobody has looked at.
  await addResults(db, { unitId: 'ward-1', measureId: 'waiting-days' }, (_month, i) => ({
    ...{ numerator: i >= 46 ? 60 : 80, denominator: 100 },
  }));
  await storeSignal(
    db,
    { id: 's-1', unitId: 'ward-1', measureId: 'waiting-days', month: '2026-02' },
    '2026-03-01T00:00:00.000Z',
  );
});
afterAll(async () => {
  expect(troubles).toEqual([]);
  expect(await verifyLedger(db)).toMatchObject({ kind: 'whole' });
  await sink.stop();
  await store.remove();
});

const settings = () => ({ smtpUrl: sink.url, from: 'Gyrus <gyrus@hospital.example>', publicUrl });
const application = { clock: () => now, newId: randomUUID };

const clockOver = (handOver: HandOverMail | null) =>
  messageClock({
    application: { ...application, db },
    timeZone: 'Europe/Stockholm',
    mail: handOver === null ? null : { settings: settings(), handOver },
    onTrouble: (error) => troubles.push(error),
  });

/** Another program on the same database, as after a restart. */
const turnAfterRestart = () => clockOver(smtpServer(settings())).turn();

async function wish(personId: string, more: Partial<typeof unspokenWish> = {}) {
  await inTransaction(db, (tx) =>
    saveMessageWish(
      tx,
      {
        ...{ ...unspokenWish, address: `${personId}@hospital.example`, ...more },
        ...{ personId, token: `token-${personId}` },
      },
      now,
    ),
  );
}

const nextPeriod = (instant: string): string =>
  new Date(Date.parse(instant) + periodDays * dayMilliseconds).toISOString();

const mailsOf = async (
  personId: string,
): Promise<readonly { state: MailState; period: string }[]> =>
  db
    .selectFrom('message_mail')
    .select(['state', 'period', 'problem', 'attempts'])
    .where('person_id', '=', personId)
    .orderBy('period')
    .execute();

/** Each test has a period of its own, in which there is something to mail. */
beforeEach(async () => {
  sink.behave('take');
  await db.deleteFrom('message').execute();
  await db.deleteFrom('message_wish').execute();
  now = nextPeriod(now);
});

const entries = (command: string) =>
  db.selectFrom('ledger').selectAll().where('command', '=', command).orderBy('seq').execute();

describe('a round', () => {
  test('tells the manager of the concern on their ward, and nobody gets more than two', async () => {
    await clockOver(null).turn();
    const rows = await db.selectFrom('message').selectAll().orderBy('score', 'desc').execute();
    const told = rows.filter(({ outcome }) => outcome === 'chosen');
    expect(told.find(({ recipient_id }) => recipient_id === 'manager')).toMatchObject({
      ...{ type: 'concern', unit_id: 'ward-1', place: 1, actionable: 'yours' },
    });
    expect(told.find(({ recipient_id }) => recipient_id === 'manager-2')).toBeUndefined();
    const byRecipient = groupBy(told, (one) => `${one.recipient_kind} ${one.recipient_id}`);
    for (const own of byRecipient.values()) expect(own.length).toBeLessThanOrEqual(2);
    // The target is missed on the same chart: the log keeps it, with why it was not told.
    expect(
      rows.find((row) => row.recipient_id === 'manager' && row.type === 'target-missed'),
    ).toMatchObject({ outcome: 'not-chosen', because: 'same-chart' });
  });
  test('is made once in a period, whoever tries again', async () => {
    await Promise.all([clockOver(null).turn(), clockOver(null).turn()]);
    const before = await db.selectFrom('message').select('id').orderBy('id').execute();
    await clockOver(null).turn();
    expect(await db.selectFrom('message').select('id').orderBy('id').execute()).toEqual(before);
    const rounds = await db.selectFrom('message_round').selectAll().execute();
    expect(new Set(rounds.map(({ period }) => period)).size).toBe(rounds.length);
  });
  test('leaves an entry in the ledger for each that was told, with ids and no words', async () => {
    await clockOver(null).turn();
    const sent = (await entries('message.sent')).at(-1);
    expect(sent).toMatchObject({ person_id: null, words: {} });
    expect(sent?.detail.messages?.length).toBeGreaterThan(0);
  });
});

describe('mail', () => {
  test('comes in the reader’s language, with the way out, and without a number that rests on few', async () => {
    await wish('manager', { language: 'sv' });
    await turnAfterRestart();
    const mail = sink.mails.at(-1);
    expect(mail?.to).toEqual(['manager@hospital.example']);
    expect(mail?.headers.get('list-unsubscribe')).toBe(
      '<https://gyrus.example/unsubscribe/token-manager>',
    );
    expect(mail?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(mail?.body).toContain('Sedda i tid har blivit sämre på Avdelning 1');
    // 60 of 100: nothing small, so number and picture may leave. 80 % is the height of most months.
    expect(mail?.body).toContain('60\u00a0%');
    expect(mail?.body).toContain('██████████▁▁');
    expect(mail?.body).toContain('https://gyrus.example/messages?open=');
    expect(await mailsOf('manager')).toMatchObject([{ state: 'sent' }]);
    expect((await entries('message.mailed')).at(-1)?.detail.messagesTo).toEqual({
      ...{ kind: 'person', id: 'manager' },
    });
  });
  test('of a month in which five were missed tells no number and draws no picture', async () => {
    await db
      .updateTable('result')
      .set({ numerator: 55, denominator: 60 })
      .where('month', '>=', 12 * 2026 + 1)
      .execute();
    await wish('manager');
    await turnAfterRestart();
    const body = sink.mails.at(-1)?.body ?? '';
    expect(body).toContain('Seen in time');
    expect(body).not.toMatch(/\d\s?%/);
    expect(body).not.toMatch(/[▁▂▃▄▅▆▇█]/);
    await db
      .updateTable('result')
      .set({ numerator: 60, denominator: 100 })
      .where('month', '>=', 12 * 2026 + 1)
      .execute();
  });
  test('holds nothing that a person wrote', async () => {
    const written = 'Written about somebody';
    await db.updateTable('thread').set({ title: written }).execute();
    await wish('manager');
    await turnAfterRestart();
    expect(sink.mails.at(-1)?.raw).not.toContain(written);
  });
  test('waits for the quiet hours to end', async () => {
    const morning = now;
    now = `${now.slice(0, 10)}T04:00:00.000Z`;
    await wish('manager');
    const before = sink.mails.length;
    await turnAfterRestart();
    expect(sink.mails.length).toBe(before);
    now = morning;
    await turnAfterRestart();
    expect(sink.mails.length).toBe(before + 1);
  });
  test('does not come to those who want none, and not after unsubscribing', async () => {
    await wish('manager', { frequency: 'never' });
    await wish('nurse', { unsubscribedAt: start });
    const before = sink.mails.length;
    await turnAfterRestart();
    expect(sink.mails.length).toBe(before);
    expect(
      await db
        .selectFrom('message_mail')
        .select('id')
        .where('made_at', '>=', new Date(now))
        .execute(),
    ).toEqual([]);
  });
  test('does not leave to somebody who unsubscribed while it waited', async () => {
    sink.behave('busy');
    await wish('manager');
    await turnAfterRestart();
    await wish('manager', { unsubscribedAt: now });
    sink.behave('take');
    now = later(now, 60);
    const before = sink.mails.length;
    await turnAfterRestart();
    expect(sink.mails.length).toBe(before);
    expect((await mailsOf('manager')).at(-1)).toMatchObject({
      state: 'dropped',
      problem: 'not-wanted',
    });
  });
});

const later = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

describe('no mail is sent twice', () => {
  test('when the program is killed after the server took it and before that was written down', async () => {
    await wish('manager');
    const before = sink.mails.length;
    // The server has the mail; the program hears nothing any more, as after kill -9.
    const killed = clockOver(async (mail) => {
      await smtpServer(settings())(mail);
      return new Promise(() => undefined);
    });
    void killed.turn();
    await until(() => sink.mails.length === before + 1);
    await turnAfterRestart();
    now = later(now, 24 * 60);
    await turnAfterRestart();
    expect(sink.mails.length).toBe(before + 1);
    expect((await mailsOf('manager')).at(-1)).toMatchObject({
      state: 'unclear',
      problem: 'program-ended',
    });
  });
  test('when the server takes the mail and cuts the line without an answer', async () => {
    sink.behave('hang-up');
    await wish('manager');
    const before = sink.mails.length;
    await turnAfterRestart();
    sink.behave('take');
    now = later(now, 24 * 60);
    await turnAfterRestart();
    expect(sink.mails.length).toBe(before + 1);
    expect((await mailsOf('manager')).at(-1)).toMatchObject({ state: 'unclear' });
  });
  test('when two turns take the same mail', async () => {
    await wish('manager');
    const before = sink.mails.length;
    const clock = clockOver(smtpServer(settings()));
    await Promise.all([clock.turn(), clock.turn()]);
    expect(sink.mails.length).toBe(before + 1);
  });
});

describe('a mail that surely did not leave', () => {
  test('is tried again when the server was busy, and then sent once', async () => {
    sink.behave('busy');
    await wish('manager');
    const before = sink.mails.length;
    await turnAfterRestart();
    expect((await mailsOf('manager')).at(-1)).toMatchObject({
      state: 'waiting',
      problem: 'smtp-450',
    });
    sink.behave('take');
    await turnAfterRestart();
    expect(sink.mails.length).toBe(before); // five minutes have not passed
    now = later(now, 6);
    await turnAfterRestart();
    expect(sink.mails.length).toBe(before + 1);
  });
  test('is tried again when there was no server', async () => {
    await wish('manager');
    const elsewhere = { ...settings(), smtpUrl: 'smtp://127.0.0.1:1' };
    await clockOver(smtpServer(elsewhere)).turn();
    expect((await mailsOf('manager')).at(-1)).toMatchObject({ state: 'waiting' });
  });
  test('is given up when there is no such reader, and its code says why, not the server’s words', async () => {
    sink.behave('unknown');
    await wish('manager');
    await turnAfterRestart();
    expect((await mailsOf('manager')).at(-1)).toMatchObject({
      state: 'given-up',
      problem: 'smtp-550',
    });
  });
});

test('what was done on the thread counts as acted on, by whom it was told to', async () => {
  await clockOver(null).turn();
  const thread = await db.selectFrom('thread').select('id').executeTakeFirstOrThrow();
  now = later(now, 5);
  await inTransaction(db, async (tx) => {
    const act = { at: now, command: 'thread.comment', unitId: 'ward-1', threadId: thread.id };
    await appendEntry(tx, { ...blankEntry, ...act, personId: 'nurse' });
  });
  now = later(now, 1);
  await clockOver(null).turn();
  const acted = await db
    .selectFrom('message')
    .select(['recipient_kind', 'recipient_id'])
    .where('acted_at', 'is not', null)
    .orderBy('recipient_kind')
    .execute();
  // The nurse, and the nurse's team; not the manager, who did nothing.
  expect(acted).toEqual([
    { recipient_kind: 'person', recipient_id: 'nurse' },
    { recipient_kind: 'team', recipient_id: 'ward-1' },
  ]);
  expect((await entries('message.acted-on')).at(-1)).toMatchObject({ person_id: 'nurse' });
});

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !isSo(); i++) await new Promise((next) => setTimeout(next, 10));
  expect(isSo()).toBe(true);
}
