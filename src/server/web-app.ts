import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { nothingThere } from './problem-answer.ts';

/** The built web app: files with a hash in their name never change, everything else is asked for anew. */
export function webApp(server: FastifyInstance, folder: string): void {
  const index = path.join(folder, 'index.html');
  if (existsSync(index)) {
    server.register(fastifyStatic, {
      root: folder,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, file) => {
        const isHashed = path.relative(folder, file).startsWith(`assets${path.sep}`);
        reply.setHeader(
          'cache-control',
          isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  }
  const page = existsSync(index) ? readFileSync(index) : null;
  server.setNotFoundHandler((request, reply) => {
    // Any address of ours is a page; the web app finds out which.
    if (page !== null && request.method === 'GET' && isPageAddress(request.url))
      return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
    return reply.code(404).send(nothingThere);
  });
}

/**
 * Neither an answer of the server nor a file: a script or picture that is gone must say so, not come as a page. Ids in
 * addresses of pages may hold dots, so only names at the top count as files.
 */
const isPageAddress = (url: string): boolean => {
  const address = url.split(/[?#]/, 1)[0] ?? '';
  return !/^\/(?:api|assets)(?:\/|$)/.test(address) && !/^\/[^/]+\.[a-z0-9]+$/i.test(address);
};
