import type { SupportRequest } from '#practice';
import { type Book, forumNamed, ownerNamed, personNamed, unitNamed } from './organisation-book.ts';

export const supportShown = (book: Book, request: SupportRequest) => ({
  id: request.id,
  title: request.title,
  text: request.text,
  unit: unitNamed(book, request.unitId),
  threadId: request.threadId,
  forum: forumNamed(book, request.forumId),
  askedBy: personNamed(book, request.askedBy),
  askedAt: request.askedAt,
  state: request.state,
  owner: ownerNamed(book, request.ownerId),
  answer: request.answer,
  answeredAt: request.answeredAt,
});
