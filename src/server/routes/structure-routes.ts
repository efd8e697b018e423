import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { forumPageSchema, structureLoadSchema, structurePageSchema } from '#api';
import { forumPage, structureLoadPage, structurePage } from '#application';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const forumParams = z.object({ forumId: id });
const loadQuery = z.object({
  seed: z.coerce.number().int().min(0).max(0xff_ff_ff_ff).default(1),
  factor: z.coerce.number().min(0).max(20).default(1),
  kind: id.optional(),
  cadenceDays: z.coerce.number().int().min(1).max(366).default(14),
  mattersPerMeeting: z.coerce.number().int().min(1).max(100).default(6),
});

/** Who decides what, how it bears its load, and each forum with its agenda. */
export function structureRoutes(server: FastifyInstance, { contextOf }: House): void {
  server.get('/api/structure', async (request) =>
    structurePageSchema.parse(await structurePage(await contextOf(request))),
  );
  server.get('/api/structure/load', async (request) => {
    const { seed, factor, kind, ...meets } = inputAs(loadQuery, request.query);
    const change = kind === undefined ? null : { kind, ...meets };
    const asked = { seed, factor, change };
    return structureLoadSchema.parse(await structureLoadPage(await contextOf(request), asked));
  });
  server.get('/api/forums/:forumId', async (request) => {
    const { forumId } = inputAs(forumParams, request.params);
    return forumPageSchema.parse(await forumPage(await contextOf(request), forumId));
  });
}
