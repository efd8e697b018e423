import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { liveEventSchema } from '#api';
import { ProblemError, problem } from '#core';
import type { House } from './opened.ts';

/** Open screens at once; more would be a mistake or an attack, and each holds a connection. */
const listenersMax = 500;
/** Below the minute after which proxies close a silent connection. */
const heartbeatMilliseconds = 25_000;

/** Server-sent events: what changes while somebody looks. */
export function eventRoutes(server: FastifyInstance, { contextOf, opened }: House): void {
  const streams = new Set<ServerResponse>();
  server.get('/api/events', async (request, reply) => {
    await contextOf(request);
    if (streams.size >= listenersMax) throw tooMany();
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // The stream is the connection's last answer: a server that closes need not wait for another request on it.
      connection: 'close',
      'x-accel-buffering': 'no',
    });
    stream.write(': open\n\n');
    streams.add(stream);
    const stop = opened().listen((news) => {
      stream.write(`data: ${JSON.stringify(liveEventSchema.parse(news))}\n\n`);
    });
    stream.on('close', () => {
      stop();
      streams.delete(stream);
    });
  });
  const heartbeat = setInterval(() => {
    for (const stream of streams) stream.write(': still here\n\n');
  }, heartbeatMilliseconds);
  server.addHook('preClose', async () => {
    clearInterval(heartbeat);
    for (const stream of streams) stream.end();
  });
}

const tooMany = () =>
  new ProblemError(
    problem(
      'too-many-screens',
      `${listenersMax} screens already listen for news.`,
      'Close some; the pages work without news and are fresh when loaded again.',
    ),
  );
