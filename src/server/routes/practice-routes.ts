import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  adoptionPageSchema,
  balancePageSchema,
  commonsSchema,
  originSchema,
  practicePageSchema,
  spreadPageSchema,
} from '#api';
import { adoptionPage, balancePage, commonsPage, practicePage, spreadPage } from '#application';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const sought = z.object({
  text: z.string().trim().min(1).max(200).optional(),
  measureId: id.optional(),
  origin: originSchema.optional(),
  shown: z.enum(['offered', 'all']).default('offered'),
});
const practiceWanted = z.object({ practiceId: id });
const adoptionWanted = z.object({ adoptionId: id });

/** Practices, their adoption, their spread and the balance. */
export function practiceRoutes(server: FastifyInstance, { contextOf }: House): void {
  server.get('/api/practices', async (request) => {
    const { text = null, measureId = null, origin = null, shown } = inputAs(sought, request.query);
    const wanted = { text, measureId, origin, offeredOnly: shown === 'offered' };
    return commonsSchema.parse(await commonsPage(await contextOf(request), wanted));
  });
  server.get('/api/practices/:practiceId', async (request) => {
    const { practiceId } = inputAs(practiceWanted, request.params);
    return practicePageSchema.parse(await practicePage(await contextOf(request), practiceId));
  });
  server.get('/api/adoptions/:adoptionId', async (request) => {
    const { adoptionId } = inputAs(adoptionWanted, request.params);
    return adoptionPageSchema.parse(await adoptionPage(await contextOf(request), adoptionId));
  });
  server.get('/api/spread', async (request) =>
    spreadPageSchema.parse(await spreadPage(await contextOf(request))),
  );
  server.get('/api/balance', async (request) =>
    balancePageSchema.parse(await balancePage(await contextOf(request))),
  );
}
