import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError, problem } from '#core';

/** Everything comes from ourselves; nobody frames us. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const;

/** Headers on every answer, and the checks that keep other sites from acting in a reader's name. */
export function secure(server: FastifyInstance, isLoopback: boolean): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    if (isLoopback) refuseForeignName(request);
    // Calls of CDS Hooks and of the live feed come from other programs, which prove themselves by a signed token, never by
    // our session.
    if (/^\/(cds-services|fhir)(\/|$)/.test(request.url)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeignSite(request);
  });
}

const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Another site's name may be pointed at this machine: only our own names are answered. */
function refuseForeignName(request: FastifyRequest): void {
  if (ownNames.test(request.headers.host ?? '')) return;
  throw new ProblemError(
    problem(
      'host-not-allowed',
      'This server answers to localhost only.',
      'Open it as http://localhost with its port, or start it with another --host.',
      'host',
    ),
  );
}

/** A change must come from our own pages: same origin, as the browser says it, and JSON, which a form cannot send. */
function refuseForeignSite(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const sameOrigin = origin === undefined || hostOf(origin) === host;
  const sameSite = site === undefined || site === 'same-origin' || site === 'none';
  if (sameOrigin && sameSite) return;
  throw new ProblemError(
    problem(
      'other-site',
      'The request came from another site.',
      'Make the change on a page of Gyrus itself.',
      'origin',
    ),
  );
}

const hostOf = (origin: string): string | null =>
  URL.canParse(origin) ? new URL(origin).host : null;
