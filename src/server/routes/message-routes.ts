import type { FastifyInstance } from 'fastify';
import { messageEffectPageSchema, messagesPageSchema } from '#api';
import { messageEffectPage, messagesPage } from '#application';
import type { House } from './opened.ts';
import { unsubscribeRoutes } from './unsubscribe-routes.ts';

/** What is worth knowing, and whether telling it helps. */
export function messageRoutes(server: FastifyInstance, house: House): void {
  server.get('/api/messages', async (request) =>
    messagesPageSchema.parse(await messagesPage(await house.contextOf(request))),
  );
  server.get('/api/messages/effect', async (request) =>
    messageEffectPageSchema.parse(await messageEffectPage(await house.contextOf(request))),
  );
  unsubscribeRoutes(server, house);
}
