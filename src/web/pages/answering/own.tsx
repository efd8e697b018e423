import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Answered } from '../../parts/answered.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ownViewQuery } from '../../request/answering-queries.ts';
import { RequestFailed } from '../../request/request.ts';
import { useWords } from '../../words/words-context.tsx';
import { SharedParts, sharedAnswer } from './shared-parts.tsx';

/** A person's own page: how it goes, what matters, what has been tried. */
export function OwnPage(): ReactNode {
  const words = useWords();
  const query = useQuery(ownViewQuery());
  if (query.error instanceof RequestFailed && query.error.status === 401)
    return <Navigate to="/answer" />;
  return (
    <Answered query={query}>
      {(view) => (
        <>
          <PageHead
            question={words.say('shared.question-own')}
            answer={sharedAnswer(view, words)}
          />
          <SharedParts view={view} isOwn />
          <div className="answer-end">
            <Link to="/answer" className="button quiet">
              {words.say('answer.back-to-forms')}
            </Link>
          </div>
        </>
      )}
    </Answered>
  );
}
