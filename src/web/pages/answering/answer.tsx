import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Skeleton } from '../../parts/answered.tsx';
import { PageTrouble } from '../../parts/trouble.tsx';
import { welcomeQuery } from '../../request/answering-queries.ts';
import { RequestFailed } from '../../request/request.ts';
import { Enter } from './enter.tsx';
import { Forms } from './forms.tsx';
import { Left } from './left.tsx';

/** Where an invitation leads: the code first, then what there is to answer. */
export function AnswerPage(): ReactNode {
  const welcome = useQuery(welcomeQuery());
  const [left, setLeft] = useState<'own' | 'kiosk' | null>(null);
  // The part after # never leaves the browser by itself; it is sent once, with the code.
  const [token, setToken] = useState(() => location.hash.slice(1));
  const isOut = welcome.error instanceof RequestFailed && welcome.error.status === 401;
  if (left !== null) return <Left from={left} onNext={() => setLeft(null)} />;
  if (isOut || (token !== '' && !welcome.isPending))
    return (
      <Enter
        token={token === '' ? null : token}
        onEntered={() => {
          history.replaceState(history.state, '', location.pathname);
          setToken('');
        }}
      />
    );
  if (welcome.data !== undefined) return <Forms welcome={welcome.data} onLeft={setLeft} />;
  if (welcome.isError) return <PageTrouble error={welcome.error} retry={() => welcome.refetch()} />;
  return <Skeleton />;
}
