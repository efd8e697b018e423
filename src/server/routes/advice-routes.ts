import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { adviceListSchema, advicePageSchema, programsPageSchema } from '#api';
import { adviceList, advicePage, programsPage } from '#application';
import { addressOf } from '../public-address.ts';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const wanted = z.object({ ruleId: z.string().min(1).max(100) });

/** Advice at the point of care, as those see it who answer for it. */
export function adviceRoutes(server: FastifyInstance, { contextOf, opened }: House): void {
  server.get('/api/advice', async (request) =>
    adviceListSchema.parse(await adviceList(await contextOf(request), opened().clinicalSide)),
  );
  server.get('/api/programs', async (request) => {
    const page = await programsPage(await contextOf(request), opened().decisionSupport);
    return programsPageSchema.parse({ ...page, address: addressOf(request) });
  });
  server.get('/api/advice/:ruleId', async (request) => {
    const { ruleId } = inputAs(wanted, request.params);
    const context = await contextOf(request);
    return advicePageSchema.parse(await advicePage(context, opened().clinicalSide, ruleId));
  });
}
