import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  attributeListSchema,
  meetingSchema,
  proposalKinds,
  proposalListSchema,
  proposalOrigins,
  proposalPageSchema,
  proposalStateSchema,
  similarSchema,
} from '#api';
import {
  matterAttributes,
  meetingPage,
  proposalPage,
  proposalsPage,
  similarPage,
} from '#application';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const listQuery = z.object({
  unitId: id.optional(),
  state: proposalStateSchema.optional(),
  kind: z.enum(proposalKinds).optional(),
  origin: z.enum(proposalOrigins).optional(),
  forumId: id.optional(),
  text: z.string().max(300).default(''),
  page: z.coerce.number().int().min(0).max(100_000).default(0),
});
const similarQuery = z.object({ text: z.string().max(4300).default('') });
const proposalParams = z.object({ proposalId: id });
const forumParams = z.object({ forumId: id });

/** Proposals, and a forum's meeting. */
export function decidingRoutes(server: FastifyInstance, { contextOf }: House): void {
  server.get('/api/proposals', async (request) => {
    const asked = inputAs(listQuery, request.query);
    const { unitId = null, state = null, kind = null, origin = null, forumId = null } = asked;
    const { text, page } = asked;
    const wanted = { unitId, state, kind, origin, forumId, text: text.trim(), page };
    return proposalListSchema.parse(await proposalsPage(await contextOf(request), wanted));
  });
  server.get('/api/proposals/similar', async (request) => {
    const { text } = inputAs(similarQuery, request.query);
    return similarSchema.parse(await similarPage(await contextOf(request), text));
  });
  server.get('/api/proposals/:proposalId', async (request) => {
    const { proposalId } = inputAs(proposalParams, request.params);
    return proposalPageSchema.parse(await proposalPage(await contextOf(request), proposalId));
  });
  server.get('/api/forums/:forumId/meeting', async (request) => {
    const { forumId } = inputAs(forumParams, request.params);
    return meetingSchema.parse(await meetingPage(await contextOf(request), forumId));
  });
  server.get('/api/attributes', async (request) =>
    attributeListSchema.parse(await matterAttributes(await contextOf(request))),
  );
}
