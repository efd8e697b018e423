import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  countedPatientsSchema,
  dataPageSchema,
  explanationSchema,
  findingsSchema,
  jobSchema,
  startImportSchema,
} from '#api';
import {
  countedPatients,
  dataPage,
  explainToReader,
  findingsPage,
  startImport,
} from '#application';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const findingsQuery = z.object({
  rule: id.optional(),
  page: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
const chartParams = z.object({ unitId: id, measureId: id });
const patientsQuery = z.object({
  month: z.string().max(10),
  purpose: z.string().max(1000).default(''),
});

const explainQuery = z.object({
  measureId: id,
  patientId: id,
  month: z.string().max(10),
  purpose: z.string().max(1000).default(''),
});

/** What came in, and what lies behind a number. */
export function dataRoutes(server: FastifyInstance, { contextOf, opened }: House): void {
  server.get('/api/data', async (request) =>
    dataPageSchema.parse(await dataPage(await contextOf(request), opened().clinical)),
  );
  server.get('/api/data/findings', async (request) => {
    const { rule = null, page } = inputAs(findingsQuery, request.query);
    const context = await contextOf(request);
    return findingsSchema.parse(await findingsPage(context, opened().clinical, { rule, page }));
  });
  server.post('/api/data/imports', async (request, reply) => {
    const context = await contextOf(request);
    const { path } = inputAs(startImportSchema, request.body);
    reply.code(202);
    return jobSchema.parse(await startImport(context, opened(), path));
  });
  server.get('/api/units/:unitId/measures/:measureId/patients', async (request) => {
    const context = await contextOf(request);
    const wanted = {
      ...inputAs(chartParams, request.params),
      ...inputAs(patientsQuery, request.query),
    };
    const { clinicalSide } = opened();
    return countedPatientsSchema.parse(await countedPatients(context, clinicalSide, wanted));
  });
  server.get('/api/explain', async (request) => {
    const context = await contextOf(request);
    const wanted = inputAs(explainQuery, request.query);
    return explanationSchema.parse(await explainToReader(context, opened().clinicalSide, wanted));
  });
}
