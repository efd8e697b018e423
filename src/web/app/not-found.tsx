import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageHead } from '../parts/page-head.tsx';
import { useWords } from '../words/words-context.tsx';

export function NotFound(): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead
        question={words.say('trouble.not-found')}
        answer={words.say('trouble.not-found-next')}
      />
      <Link to="/" className="button">
        {words.say('app.back-home')}
      </Link>
    </>
  );
}
