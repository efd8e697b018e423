import type { FastifyInstance } from 'fastify';
import { sessionSchema, signInSchema } from '#api';
import { personaWanted, session } from '#application';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

export function sessionRoutes(server: FastifyInstance, { cookies, opened }: House): void {
  server.get('/api/session', async (request) => {
    const personId = cookies.personIn(request.headers.cookie, Date.now());
    return sessionSchema.parse(await session(opened(), personId));
  });
  server.post('/api/session', async (request, reply) => {
    const { personId } = inputAs(signInSchema, request.body);
    const person = await personaWanted(opened(), personId);
    reply.header('set-cookie', cookies.signIn(person.id, Date.now()));
    return sessionSchema.parse(await session(opened(), person.id));
  });
  server.delete('/api/session', async (_request, reply) => {
    reply.header('set-cookie', cookies.signOut());
    return sessionSchema.parse(await session(opened(), null));
  });
}
