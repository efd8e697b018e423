import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CommandAnswer, CommandInput, CommandName } from '#api';
import { RequestFailed, send } from './request.ts';

type Unsigned<N extends CommandName> = Omit<CommandInput<N>, 'requestId'>;

/** What any command may have changed; the organisation and the session stay. */
const changedByCommands = [
  'overview',
  'measure',
  'quality',
  'inbox',
  'threads',
  'thread',
  'cycle',
  'loops',
  'practices',
  'practice',
  'adoption',
  'spread',
  'balance',
  'proposals',
  'proposal',
  'meeting',
  'structure',
  'forum',
  'advice',
  'messages',
  'instruments',
  'alert',
];

export async function refetchAfterCommand(client: QueryClient): Promise<void> {
  await Promise.all(
    changedByCommands.map((name) => client.invalidateQueries({ queryKey: [name] })),
  );
}

/**
 * Gives one command to the server. The request has one identity until it is answered with yes, so that a second press
 * of the button does nothing twice. When somebody else was faster (409) the page is fetched again and the form stays.
 */
export function useCommand<N extends CommandName>(name: N) {
  const client = useQueryClient();
  const [requestId, setRequestId] = useState(() => crypto.randomUUID());
  return useMutation<CommandAnswer, Error, Unsigned<N>>({
    mutationFn: (input) => send(`POST`, `/api/commands/${name}`, { ...input, requestId }),
    onSuccess: () => {
      setRequestId(crypto.randomUUID());
      return refetchAfterCommand(client);
    },
    onError: (error) =>
      error instanceof RequestFailed && error.status === 409
        ? refetchAfterCommand(client)
        : undefined,
  });
}
