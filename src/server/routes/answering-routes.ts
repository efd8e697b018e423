import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  answerFormSchema,
  enterSchema,
  finishSchema,
  saveAnswerSchema,
  sharedViewSchema,
  welcomeSchema,
} from '#api';
import {
  type Answering,
  enterAtKiosk,
  enterByLink,
  finishForm,
  openForm,
  saveAnswer,
  sharedView,
  welcome,
  whoIsIn,
} from '#application';
import { notReady, visitOver } from '../problem-answer.ts';
import { inputAs } from '../request-input.ts';
import type { SessionCookies } from '../session-cookie.ts';
import type { House } from './opened.ts';

const id = z.string().min(1).max(100);
const formParams = z.object({ instrumentId: id });
const responseParams = z.object({ responseId: id });

/** The cookies of this corner: who was let in by an invitation, and which unit's screen this is. */
export interface AnsweringCookies {
  readonly invited: SessionCookies;
  readonly kiosk: SessionCookies;
}

export const answeringOf = ({ opened }: House): Answering => {
  const { answering } = opened();
  if (answering === null) throw notReady();
  return answering;
};

/** Patients' own pages: they are let in by an invitation, and reach nothing that is not their own. */
export const answeringRoutes =
  ({ invited, kiosk }: AnsweringCookies) =>
  (server: FastifyInstance, house: House): void => {
    const who = (request: FastifyRequest) => {
      const answering = answeringOf(house);
      const invitationId = invited.personIn(request.headers.cookie, Date.now());
      const invitation = invitationId === null ? null : whoIsIn(answering, invitationId);
      if (invitation === null) throw visitOver();
      return { answering, invitation };
    };
    const kioskUnit = (request: FastifyRequest) =>
      kiosk.personIn(request.headers.cookie, Date.now());
    const welcomed = async (request: FastifyRequest, asked = who(request)) =>
      welcomeSchema.parse({
        ...(await welcome(asked.answering, asked.invitation)),
        isKiosk: kioskUnit(request) !== null,
      });

    server.post('/api/answering/entries', async (request, reply) => {
      const answering = answeringOf(house);
      const { token, code } = inputAs(enterSchema, request.body);
      const unitId = kioskUnit(request);
      const isAtKiosk = token === null && unitId !== null;
      const letIn = isAtKiosk
        ? await enterAtKiosk(answering, { unitId, code })
        : await enterByLink(answering, { token: token ?? '', code, from: request.ip });
      const invitation = whoIsIn(answering, letIn.invitationId);
      if (invitation === null) throw visitOver();
      reply.header('set-cookie', invited.signIn(letIn.invitationId, Date.now()));
      return welcomed(request, { answering, invitation });
    });
    server.get('/api/answering', async (request) => welcomed(request));
    server.delete('/api/answering', async (request, reply) => {
      const { answering, invitation } = who(request);
      const { invitationId } = invitation;
      await answering.keep({ kind: 'left', at: answering.clock(), invitationId });
      reply.header('set-cookie', invited.signOut());
      return {};
    });
    server.post('/api/answering/forms/:instrumentId', async (request) => {
      const { answering, invitation } = who(request);
      const { instrumentId } = inputAs(formParams, request.params);
      return answerFormSchema.parse(await openForm(answering, invitation, instrumentId));
    });
    server.post('/api/answering/responses/:responseId/answers', async (request) => {
      const { answering, invitation } = who(request);
      const { responseId } = inputAs(responseParams, request.params);
      const { linkId, values } = inputAs(saveAnswerSchema, request.body);
      const saved = await saveAnswer(answering, invitation, { responseId, linkId, values });
      return answerFormSchema.parse(saved);
    });
    server.post('/api/answering/responses/:responseId/end', async (request) => {
      const { answering, invitation } = who(request);
      const { responseId } = inputAs(responseParams, request.params);
      const { language } = inputAs(finishSchema, request.body);
      const finished = await finishForm(answering, invitation, { responseId, language });
      return answerFormSchema.parse(finished);
    });
    server.get('/api/answering/own', async (request) => {
      const { answering, invitation } = who(request);
      const view = await sharedView(answering, invitation.participantId);
      return sharedViewSchema.parse({ ...view, patientId: null });
    });
  };
