import type { FastifyRequest } from 'fastify';
import { type Context, type Program, personSignedIn } from '#application';
import { notReady, notSignedIn } from '../problem-answer.ts';
import type { SessionCookies } from '../session-cookie.ts';

/** What the routes share: the program once it is open, and who asks. */
export interface House {
  readonly cookies: SessionCookies;
  readonly opened: () => Program;
  /** The program in the hands of whoever sent the request. */
  readonly contextOf: (request: FastifyRequest) => Promise<Context>;
}

export function house(cookies: SessionCookies, current: () => Program | null): House {
  const opened = () => {
    const application = current();
    if (application === null) throw notReady();
    return application;
  };
  const contextOf = async (request: FastifyRequest) => {
    const application = opened();
    const personId = cookies.personIn(request.headers.cookie, Date.now());
    const person = personId === null ? null : await personSignedIn(application, personId);
    if (person === null) throw notSignedIn();
    const { db, clock, newId, announce, auditKey } = application;
    return { db, clock, newId, announce, auditKey, person };
  };
  return { cookies, opened, contextOf };
}
