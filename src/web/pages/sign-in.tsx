import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Persona } from '#api';
import { rememberUnit } from '../app/place.ts';
import { Answered } from '../parts/answered.tsx';
import { Empty } from '../parts/empty.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { InlineTrouble } from '../parts/trouble.tsx';
import { sessionQuery } from '../request/queries.ts';
import { send } from '../request/request.ts';
import { useWords } from '../words/words-context.tsx';

/** Only addresses of our own may be gone back to. */
const ownAddress = (from: string | undefined): string =>
  from?.startsWith('/') && !from.startsWith('//') && from !== '/sign-in' ? from : '/';

export function SignInPage(): ReactNode {
  const words = useWords();
  const session = useQuery(sessionQuery());
  const client = useQueryClient();
  const navigate = useNavigate();
  const { from } = useSearch({ from: '/sign-in' });
  const signIn = useMutation<unknown, Error, Persona>({
    mutationFn: (persona) => send('POST', '/api/session', { personId: persona.id }),
    onSuccess: async (_, persona) => {
      rememberUnit(persona.unit.id);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      await client.refetchQueries(sessionQuery());
      await navigate({ to: ownAddress(from) });
    },
  });
  return (
    <Answered query={session}>
      {({ personas }) => (
        <>
          <PageHead question={words.say('sign-in.question')} answer={words.say('sign-in.answer')} />
          <InlineTrouble error={signIn.error} />
          {personas.length === 0 && (
            <Empty what={words.say('sign-in.nobody')} next={words.say('sign-in.nobody-next')} />
          )}
          <ul className="personas">
            {personas.map((persona) => (
              <li key={persona.id}>
                <PersonaButton persona={persona} onPress={() => signIn.mutate(persona)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Answered>
  );
}

interface PersonaButtonProps {
  readonly persona: Persona;
  readonly onPress: () => void;
}

function PersonaButton({ persona, onPress }: PersonaButtonProps): ReactNode {
  const words = useWords();
  const title = words.text(persona.title);
  const unit = words.text(persona.unit.name);
  return (
    <Button className="persona" onPress={onPress}>
      <strong>{persona.name}</strong>
      <span>{title}</span>
      {!title.includes(unit) && <small>{unit}</small>}
    </Button>
  );
}
