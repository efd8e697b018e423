import type { FastifyRequest } from 'fastify';

/** This server as others see it; behind a proxy, as it was told. */
export function addressOf({ protocol, headers }: FastifyRequest): string {
  const address = process.env.GYRUS_PUBLIC_URL ?? `${protocol}://${headers.host}`;
  return address.replace(/\/$/, '');
}
