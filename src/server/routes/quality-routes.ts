import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { badRowsSchema, handbookSchema, qualityPageSchema } from '#api';
import { badRowsPage, handbook, qualityPage } from '#application';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const unitWanted = z.object({ unitId: id });
const rowsWanted = z.object({ unitId: id, checkId: id });
const rowsQuery = z.object({
  month: z.string().max(10),
  purpose: z.string().max(1000).default(''),
});

/** Whether the data can be trusted, and what has to be recorded. */
export function qualityRoutes(server: FastifyInstance, { contextOf, opened }: House): void {
  server.get('/api/units/:unitId/quality', async (request) => {
    const { unitId } = inputAs(unitWanted, request.params);
    return qualityPageSchema.parse(await qualityPage(await contextOf(request), unitId));
  });
  server.get('/api/units/:unitId/quality/:checkId/rows', async (request) => {
    const context = await contextOf(request);
    const wanted = {
      ...inputAs(rowsWanted, request.params),
      ...inputAs(rowsQuery, request.query),
    };
    return badRowsSchema.parse(await badRowsPage(context, opened().clinical, wanted));
  });
  server.get('/api/units/:unitId/handbook', async (request) => {
    const { unitId } = inputAs(unitWanted, request.params);
    const context = await contextOf(request);
    return handbookSchema.parse(await handbook(context, opened().clinicalSide, unitId));
  });
}
