import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { organisationSchema, threadListSchema, threadPageSchema } from '#api';
import { organisation, threadPage, threads } from '#application';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const threadQuery = z.object({
  unitId: id.optional(),
  state: z.enum(['open', 'parked', 'closed']).optional(),
});
const threadParams = z.object({ threadId: id });

/** What is read: every page's answer, cut to the contract. */
export function pageRoutes(server: FastifyInstance, { contextOf }: House): void {
  server.get('/api/organisation', async (request) =>
    organisationSchema.parse(await organisation(await contextOf(request))),
  );
  server.get('/api/threads', async (request) => {
    const { unitId = null, state = null } = inputAs(threadQuery, request.query);
    return threadListSchema.parse(await threads(await contextOf(request), { unitId, state }));
  });
  server.get('/api/threads/:threadId', async (request) => {
    const { threadId } = inputAs(threadParams, request.params);
    return threadPageSchema.parse(await threadPage(await contextOf(request), threadId));
  });
}
