import { useEffect, useRef } from 'react';
import type { Message } from '#api';
import { send } from '../../request/request.ts';

/** Tells the server once that these messages stand on the reader's screen. */
export function useReadMarks(messages: readonly Message[]): void {
  const told = useRef(new Set<string>());
  const unread = messages
    .filter(({ readAt }) => readAt === null)
    .flatMap(({ id, alsoTo }) => [id, ...alsoTo.map((same) => same.id)]);
  useEffect(() => {
    for (const messageId of unread) {
      if (told.current.has(messageId)) continue;
      told.current.add(messageId);
      // One identity for each message: on a second screen it is the same reading.
      send('POST', '/api/commands/message.read', {
        ...{ messageId, requestId: `read-${messageId}-${crypto.randomUUID()}` },
      }).catch(() => told.current.delete(messageId));
    }
  });
}
