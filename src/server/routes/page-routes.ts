import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  cyclePageSchema,
  inboxSchema,
  loopsSchema,
  measureListSchema,
  measurePageSchema,
  organisationSchema,
  overviewAnswerSchema,
  threadListSchema,
  threadPageSchema,
} from '#api';
import {
  cyclePage,
  inbox,
  loops,
  measurePage,
  measures,
  organisation,
  overview,
  threadPage,
  threads,
} from '#application';
import { chartInColumns } from '../chart-columns.ts';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const threadQuery = z.object({
  unitId: id.optional(),
  state: z.enum(['open', 'parked', 'closed']).optional(),
});
const threadParams = z.object({ threadId: id });
const cycleParams = z.object({ cycleId: id });
const unitWanted = z.object({ unitId: id });
const measureWanted = z.object({ unitId: id, measureId: id });
const unitOptional = z.object({ unitId: id.optional() });

/** What is read: every page's answer, cut to the contract. */
export function pageRoutes(server: FastifyInstance, house: House): void {
  chartRoutes(server, house);
  threadRoutes(server, house);
  server.get('/api/organisation', async (request) =>
    organisationSchema.parse(await organisation(await house.contextOf(request))),
  );
  server.get('/api/inbox', async (request) => {
    const { unitId } = inputAs(unitWanted, request.query);
    return inboxSchema.parse(await inbox(await house.contextOf(request), unitId));
  });
  server.get('/api/loops', async (request) => {
    const { unitId = null } = inputAs(unitOptional, request.query);
    return loopsSchema.parse(await loops(await house.contextOf(request), unitId));
  });
}

function chartRoutes(server: FastifyInstance, { contextOf, opened }: House): void {
  server.get('/api/measures', async (request) =>
    measureListSchema.parse(await measures(await contextOf(request))),
  );
  server.get('/api/units/:unitId/overview', async (request) => {
    const { unitId } = inputAs(unitWanted, request.params);
    const page = await overview(await contextOf(request), unitId);
    const measures = page.measures.map((one) => ({ ...one, chart: chartInColumns(one.chart) }));
    return overviewAnswerSchema.parse({ ...page, measures });
  });
  server.get('/api/units/:unitId/measures/:measureId', async (request) => {
    const wanted = inputAs(measureWanted, request.params);
    const context = await contextOf(request);
    return measurePageSchema.parse(await measurePage(context, opened().library, wanted));
  });
}

function threadRoutes(server: FastifyInstance, { contextOf }: House): void {
  server.get('/api/threads', async (request) => {
    const { unitId = null, state = null } = inputAs(threadQuery, request.query);
    return threadListSchema.parse(await threads(await contextOf(request), { unitId, state }));
  });
  server.get('/api/threads/:threadId', async (request) => {
    const { threadId } = inputAs(threadParams, request.params);
    return threadPageSchema.parse(await threadPage(await contextOf(request), threadId));
  });
  server.get('/api/cycles/:cycleId', async (request) => {
    const { cycleId } = inputAs(cycleParams, request.params);
    return cyclePageSchema.parse(await cyclePage(await contextOf(request), cycleId));
  });
}
