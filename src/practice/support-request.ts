import { problem } from '#core';
import { allowed, type Ruling, refused } from './ruling.ts';

/** Something somebody asks the support unit for: in a queue, then in somebody's hands, then answered. */
export interface SupportRequest {
  readonly id: string;
  readonly unitId: string;
  /** The thread it serves; null when it serves none. */
  readonly threadId: string | null;
  /** The support unit's forum. */
  readonly forumId: string;
  readonly title: string;
  readonly text: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly state: 'asked' | 'taken' | 'answered';
  readonly ownerId: string | null;
  readonly takenAt: string | null;
  readonly answer: string | null;
  readonly answeredAt: string | null;
}

/** Somebody takes a request from the queue, or takes it over. */
export const takeRequest = (
  request: SupportRequest,
  ownerId: string,
  at: string,
): Ruling<SupportRequest> => {
  if (request.state === 'answered') return refused(alreadyAnswered(request));
  if (request.ownerId === ownerId)
    return refused(
      problem(
        'request-already-yours',
        'This request is in your hands already.',
        'Answer it when you have something to say.',
        request.id,
      ),
    );
  return allowed({ ...request, state: 'taken', ownerId, takenAt: at });
};

/** The answer ends the request; who answers without having taken it owns it from then on. */
export const answerRequest = (
  request: SupportRequest,
  {
    personId,
    answer,
    at,
  }: { readonly personId: string; readonly answer: string; readonly at: string },
): Ruling<SupportRequest> =>
  request.state === 'answered'
    ? refused(alreadyAnswered(request))
    : allowed({
        ...request,
        state: 'answered',
        ownerId: request.ownerId ?? personId,
        takenAt: request.takenAt ?? at,
        answer,
        answeredAt: at,
      });

const alreadyAnswered = (request: SupportRequest) =>
  problem(
    'request-already-answered',
    'This request is answered already.',
    'Read the answer, and ask anew if something is missing.',
    request.id,
  );
