import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '#store';
import { type RunningServer, startServer, type Trouble } from '../../src/server/index.ts';
import { sessionCookies } from '../../src/server/session-cookie.ts';
import {
  type Client,
  clientOf,
  type RunningHouse,
  runningHouse,
} from '../harness/running-house.ts';

let house: RunningHouse;
let nurse: Client;
const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-edge-'));
beforeAll(async () => {
  house = await runningHouse();
  nurse = await house.as('nurse');
});
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

const comment = { requestId: 'r-12345678', threadId: 'x', text: 'x' };

describe('every answer', () => {
  test.each(['/healthz', '/api/session', '/api/threads', '/nothing', '/api/nothing'])(
    '%s carries the headers that keep other sites out',
    async (address) => {
      const { headers } = await nurse.get(address);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('same-origin');
    },
  );
  test('that is long is compressed for whoever can read it so', async () => {
    const idea = { unitId: 'ward-1', title: 'Long', text: 'Word after word. '.repeat(200) };
    const { threadId } = (await nurse.give('thread.raise-idea', idea)).body;
    await nurse.give('thread.comment', { threadId, text: idea.text });
    const ask = async (encoding: string) => {
      const response = await fetch(`${house.address}/api/threads/${threadId}`, {
        headers: { cookie: nurse.cookie, 'accept-encoding': encoding },
      });
      return { encoding: response.headers.get('content-encoding'), text: await response.text() };
    };
    const [zipped, plain] = [await ask('gzip'), await ask('identity')];
    expect([zipped.encoding, plain.encoding]).toEqual(['gzip', null]);
    expect(zipped.text).toBe(plain.text);
    expect(plain.text.length).toBeGreaterThan(4096);
  });
  test('of the API is not kept by any cache', async () => {
    expect((await nurse.get('/api/threads')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('another site', () => {
  test.each([
    ['names its own origin', { origin: 'https://elsewhere.example' }],
    ['has no origin to name', { origin: 'null' }],
    ['is told apart by the browser', { 'sec-fetch-site': 'cross-site' }],
    ['on a sister domain is told apart too', { 'sec-fetch-site': 'same-site' }],
  ])('that %s changes nothing', async (_, headers: Record<string, string>) => {
    const answer = await nurse.post('/api/commands/thread.comment', comment, headers);
    expect(answer).toMatchObject({ status: 400, body: { code: 'other-site' } });
  });
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'cannot send %s, as a form would',
    async (type) => {
      const answer = await nurse.post('/api/commands/thread.comment', JSON.stringify(comment), {
        'content-type': type,
      });
      expect(answer.status).toBe(415);
    },
  );
  test('with its own name for this machine is not answered', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(house.address);
      const sent = rawRequest(
        { port, host: '127.0.0.1', path: '/api/session', headers: { host: 'evil.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.on('error', reject);
      sent.end();
    });
    expect(status).toBe(400);
  });
  test('our own pages are heard', async () => {
    const own = { origin: house.address, 'sec-fetch-site': 'same-origin' };
    const answer = await nurse.post('/api/commands/thread.comment', comment, own);
    expect(answer.body.code).toBe('thread-not-found');
  });
});

describe('the session', () => {
  test('is a cookie that no script reads and no other site sends', async () => {
    const nobody = await house.as(null);
    const { headers } = await nobody.post('/api/session', { personId: 'nurse' });
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
  });
  test('says who one is and what one may do', async () => {
    const { body } = await nurse.get('/api/session');
    expect(body.person).toMatchObject({ id: 'nurse', role: 'nurse', unit: { id: 'ward-1' } });
    expect(body.permissions).toContain('cycle.start');
    expect(body.permissions).not.toContain('proposal.decide');
    expect(body.personas.map(({ id }: { id: string }) => id)).not.toContain('hidden');
  });
  test('ends when one signs out', async () => {
    const response = await fetch(`${house.address}/api/session`, {
      method: 'DELETE',
      headers: { 'content-type': 'application/json', cookie: nurse.cookie },
      body: '{}',
    });
    expect(await response.json()).toMatchObject({ person: null });
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
  });
  test.each([
    ['somebody who is not offered', { personId: 'hidden' }, 404],
    ['nobody', { personId: 'nobody' }, 404],
    ['nothing', {}, 400],
  ])('cannot be of %s', async (_, body, status) => {
    const nobody = await house.as(null);
    expect((await nobody.post('/api/session', body)).status).toBe(status);
  });
  test('cannot be forged, moved to another person or prolonged', () => {
    const cookies = sessionCookies(Buffer.alloc(32, 1));
    const others = sessionCookies(Buffer.alloc(32, 2));
    const now = Date.parse('2026-03-02T08:00:00Z');
    const cookie = cookies.signIn('nurse', now).split(';')[0] ?? '';
    const [person = '', until = '', signature = ''] = cookie.replace(/^[^=]+=/, '').split('.');
    const read = (text: string, at = now) => cookies.personIn(`gyrus_session=${text}`, at);
    expect(cookies.personIn(`a=b; ${cookie}; c=d`, now)).toBe('nurse');
    expect(others.personIn(cookie, now)).toBeNull();
    const chair = Buffer.from('chair').toString('base64url');
    expect(read(`${chair}.${until}.${signature}`)).toBeNull();
    expect(read(`${person}.${Number(until) + 1}.${signature}`)).toBeNull();
    expect(read(`${person}.${until}.`)).toBeNull();
    expect(read('')).toBeNull();
    expect(cookies.personIn(undefined, now)).toBeNull();
    expect(cookies.personIn(cookie, now + 12 * 3_600_000 - 1)).toBe('nurse');
    expect(cookies.personIn(cookie, now + 12 * 3_600_000)).toBeNull();
  });
});

describe('a server', () => {
  const dataFolder = path.join(folder, 'data');
  const webFolder = path.join(folder, 'web');
  const troubles: Trouble[] = [];
  let server: RunningServer;
  let client: Client;
  beforeAll(async () => {
    mkdirSync(path.join(webFolder, 'assets'), { recursive: true });
    writeFileSync(path.join(webFolder, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(path.join(webFolder, 'assets/app-1a2b.js'), 'const plain = 1;');
    writeFileSync(path.join(webFolder, 'assets/app-1a2b.js.gz'), gzipSync('const zipped = 1;'));
    server = await startServer({
      ...{ dataFolder, webFolder, port: 0, host: '127.0.0.1' },
      onTrouble: (trouble) => troubles.push(trouble),
    });
    client = await clientOf(server.address, null);
  });
  afterAll(() => server.close());

  test('that is starting says so, and is ready when it is opened', async () => {
    expect(await client.get('/healthz')).toMatchObject({
      status: 503,
      body: { status: 'starting' },
    });
    expect(await client.get('/api/session')).toMatchObject({
      status: 503,
      body: { code: 'starting', tip: expect.stringMatching(/.{5,}/) },
    });
    server.open(house.application);
    expect(await client.get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect((await client.get('/api/session')).status).toBe(200);
  });
  test('serves the web app at every address of its own', async () => {
    for (const address of ['/', '/units/ward-1', '/threads/any']) {
      const { status, body, headers } = await client.get(address);
      expect(status).toBe(200);
      expect(body).toContain('<title>page</title>');
      expect(headers.get('cache-control')).toBe('no-cache');
    }
    expect((await client.get('/api/any')).status).toBe(404);
  });
  test.each(['/assets/gone-9z8y.js', '/assets', '/assets/?x=1', '/robots.txt', '/gone.png'])(
    'has no page at %s: a file that is gone says so',
    async (address) => {
      const { status, body } = await client.get(address);
      expect(status).toBe(404);
      expect(body).toMatchObject({ code: 'address-not-found' });
    },
  );
  test('serves a page for an id with dots in it', async () => {
    expect((await client.get('/units/se.region.ward-1')).status).toBe(200);
  });
  test('serves files that never change for ever, compressed where they are', async () => {
    const { headers, body } = await client.get('/assets/app-1a2b.js');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(body).toBe('const zipped = 1;');
  });
  test('answers for its folders, and for those who ask without a body', async () => {
    for (const address of ['/', '/assets/', '/assets', '/assets/nothing.js', '//', '/%2e%2e/'])
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const { status } = await fetch(`${server.address}${address}`, { method });
        expect(status, `${method} ${address}`).toBeLessThan(500);
      }
    expect(troubles).toEqual([]);
  });
  test('gives no file outside the web app', async () => {
    const { body } = await client.get('/..%2fdata%2fsession-key');
    expect(body).not.toEqual(expect.stringMatching(/[^\x20-\x7e\s]/));
  });
  test('keeps its keys to itself', () => {
    expect(statSync(path.join(dataFolder, 'session-key')).mode & 0o077).toBe(0);
  });
  test('says so when its port is taken', async () => {
    const port = Number(new URL(server.address).port);
    const second = startServer({
      ...{ dataFolder, webFolder, port, host: '127.0.0.1' },
      onTrouble: () => undefined,
    });
    await expect(second).rejects.toMatchObject({ problem: { code: 'port-not-free' } });
  });
  test('answers our own mistake with a number, and tells its keeper where, not what', async () => {
    const broken = { ...house.application, clock: () => 'value of a row' };
    server.open(broken);
    const signedIn = await clientOf(server.address, 'nurse');
    const answer = await signedIn.give('thread.raise-idea', {
      unitId: 'ward-1',
      title: 'T',
      text: 'T',
    });
    server.open(house.application);
    expect(answer).toMatchObject({ status: 500, body: { code: 'our-mistake' } });
    expect(JSON.stringify(answer.body)).not.toContain('value of a row');
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toMatchObject({
      incident: answer.body.where,
      request: 'POST /api/commands/:name',
    });
    expect(troubles[0]?.error).toMatch(/\bat /);
    expect(troubles[0]?.error).not.toContain('value of a row');
  });
  test('that closes first answers what is under way, and ends the streams of news', async () => {
    const second = await startServer({
      ...{ dataFolder, webFolder, port: 0, host: '127.0.0.1' },
      onTrouble: () => undefined,
    });
    second.open(house.application);
    const signedIn = await clientOf(second.address, 'nurse');
    const stream = await fetch(`${second.address}/api/events`, {
      headers: { cookie: signedIn.cookie },
    });
    const idea = { unitId: 'ward-1', title: 'Before the end', text: 'T' };
    let closing: Promise<void> | undefined;
    const underWay = await inTransaction(house.db, async (tx) => {
      // While this holds the ledger's end, the commands have arrived and wait.
      await sql`select from ledger_head for update`.execute(tx);
      const given = [1, 2, 3].map(() => signedIn.give('thread.raise-idea', idea));
      await pause(300);
      closing = second.close();
      await pause(100);
      return given.map((one) => one.then(({ status }) => status));
    }).then((given) => Promise.all(given));
    expect(underWay).toEqual([200, 200, 200]);
    await closing;
    await stream.text();
    await expect(fetch(`${second.address}/healthz`)).rejects.toThrow();
  });
});
