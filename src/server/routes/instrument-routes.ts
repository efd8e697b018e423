import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  alertSchema,
  bringFormSchema,
  broughtFormSchema,
  instrumentListSchema,
  invitationMadeSchema,
  inviteSchema,
  participantListSchema,
  purposeSchema,
  sharedViewSchema,
} from '#api';
import {
  alertPage,
  bringQuestionnaire,
  instrumentList,
  invitePatient,
  openKiosk,
  participantList,
  questionnaireBytesMax,
  sharedViewForStaff,
} from '#application';
import { inputAs } from '../request-input.ts';
import { type AnsweringCookies, answeringOf } from './answering-routes.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const unitParams = z.object({ unitId: id });
const participantParams = z.object({ participantId: id });
const alertParams = z.object({ alertId: id });

/** What patients answer, as staff see it: instruments, invitations, who answers, alerts. */
export const instrumentRoutes =
  ({ kiosk }: AnsweringCookies) =>
  (server: FastifyInstance, house: House): void => {
    const { contextOf, opened, cookies } = house;
    server.get('/api/units/:unitId/instruments', async (request) => {
      const { unitId } = inputAs(unitParams, request.params);
      const context = await contextOf(request);
      return instrumentListSchema.parse(await instrumentList(context, opened().library, unitId));
    });
    server.post('/api/instruments', { bodyLimit: questionnaireBytesMax }, async (request) => {
      const context = await contextOf(request);
      const { content, instrumentId } = inputAs(bringFormSchema, request.body);
      const bringing = { content, instrumentId, where: 'content' };
      return broughtFormSchema.parse(await bringQuestionnaire(context, opened().library, bringing));
    });
    server.post('/api/units/:unitId/participants', async (request) => {
      const context = await contextOf(request);
      const wanted = {
        ...inputAs(unitParams, request.params),
        ...inputAs(purposeSchema, request.body),
      };
      return participantListSchema.parse(
        await participantList(context, answeringOf(house), wanted),
      );
    });
    server.post('/api/units/:unitId/invitations', async (request) => {
      const context = await contextOf(request);
      const { unitId } = inputAs(unitParams, request.params);
      const inviting = { unitId, ...inputAs(inviteSchema, request.body) };
      return invitationMadeSchema.parse(await invitePatient(context, answeringOf(house), inviting));
    });
    server.post('/api/participants/:participantId', async (request) => {
      const context = await contextOf(request);
      const wanted = {
        ...inputAs(participantParams, request.params),
        ...inputAs(purposeSchema, request.body),
      };
      return sharedViewSchema.parse(await sharedViewForStaff(context, answeringOf(house), wanted));
    });
    server.post('/api/units/:unitId/kiosk', async (request, reply) => {
      const { unitId } = inputAs(unitParams, request.params);
      await openKiosk(await contextOf(request), unitId);
      // Whoever opened it is signed out: the screen is the patients' now.
      reply.header('set-cookie', [kiosk.signIn(unitId, Date.now()), cookies.signOut()]);
      return {};
    });
    server.get('/api/alerts/:alertId', async (request) => {
      const { alertId } = inputAs(alertParams, request.params);
      const context = await contextOf(request);
      return alertSchema.parse(await alertPage(context, opened().library, alertId));
    });
  };
