import { problem } from '#core';
import { mayReadMessages } from '#practice';
import { lockMessage, markRead } from '#store';
import { command } from '../command.ts';
import { Conflict, found } from '../trouble.ts';

type Input = { readonly requestId: string; readonly messageId: string };

/** Somebody has read a message of theirs, of their team or of a board they sit in; the first time counts. */
export const readMessage = command({
  name: 'message.read',
  load: async (tx, { messageId }: Input, { forums }) => {
    const message = found(await lockMessage(tx, messageId), 'message', messageId);
    const { kind, id } = message.recipient;
    return { message, forum: kind === 'board' ? forums.find((one) => one.id === id) : undefined };
  },
  unitOf: ({ message }) => message.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: null,
  run: async (tx, { message }, _input, { person, at, organisation }) => {
    const { id, outcome, recipient, unitId, readAt } = message;
    if (outcome !== 'chosen' || !mayReadMessages(person, recipient, organisation))
      throw new Conflict(notTheirs);
    if (readAt === null) await markRead(tx, id, at);
    return { entry: { unitId, detail: { messages: [id], messagesTo: recipient } } };
  },
});

const notTheirs = problem(
  'message-not-yours',
  'This message was not told to you, to your team or to a board you sit in.',
  'Your own messages are on the page Messages.',
  'messageId',
);
