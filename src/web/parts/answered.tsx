import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from '../words/words-context.tsx';
import { PageTrouble } from './trouble.tsx';

interface AnsweredProps<T> {
  readonly query: UseQueryResult<T, Error>;
  readonly children: (answer: T) => ReactNode;
}

/** The page for an answer; its skeleton while waiting, its trouble when there was no answer. */
export function Answered<T>({ query, children }: AnsweredProps<T>): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <PageTrouble error={query.error} retry={() => query.refetch()} />;
  return <Skeleton />;
}

/** The shape of a page, seen only when waiting takes longer than a blink. */
export function Skeleton(): ReactNode {
  const words = useWords();
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{words.say('app.loading')}</span>
      <div className="bone bone-title" />
      <div className="bone bone-line" />
      <div className="bone bone-line bone-short" />
      <div className="bone bone-chart" />
    </div>
  );
}
