import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ProblemBody } from '#api';
import { RequestFailed } from '../request/request.ts';
import { problemWords } from '../sentences/problem-words.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';

interface Said {
  readonly title: string;
  readonly message: string;
  readonly tip: string;
}

const roleWords = (role: string, words: Words): string => {
  const id = `role.${role}`;
  return words.has(id) ? words.say(id) : role;
};

function forbidden(problem: ProblemBody, words: Words): Said {
  const own = problemWords(problem, words);
  const roles = (problem.grantedBy ?? []).map((role) => roleWords(role, words).toLowerCase());
  const granted =
    roles.length === 0 ? own.tip : words.say('trouble.granted-by', { roles: roles.join(', ') });
  return { title: words.say('trouble.forbidden'), message: own.message, tip: granted };
}

/** Staff sign in; patients are let in, and told in other words when they are not. */
const isPatients = ({ problem }: RequestFailed): boolean => problem.code !== 'not-signed-in';

const signedOut = (words: Words): Said => ({
  title: words.say('trouble.signed-out'),
  message: '',
  tip: words.say('trouble.signed-out-next'),
});

/** What happened, what it means for the reader, and what to do. */
export function troubleWords(error: Error, words: Words): Said {
  if (!(error instanceof RequestFailed))
    return { title: words.say('trouble.title'), message: error.message, tip: '' };
  const own = problemWords(error.problem, words);
  switch (error.status) {
    case 0:
      return {
        title: words.say('trouble.title'),
        message: words.say('trouble.offline'),
        tip: words.say('trouble.offline-next'),
      };
    case 401:
      return isPatients(error)
        ? { title: words.say('trouble.not-let-in'), ...own }
        : signedOut(words);
    case 403:
      return forbidden(error.problem, words);
    case 404:
      return { title: words.say('trouble.not-found'), ...own };
    case 503:
      return { title: words.say('app.name'), ...own };
    case 409:
      return { title: words.say('trouble.changed'), ...own };
    default:
      return { title: words.say('trouble.title'), ...own };
  }
}

/** Trouble inside a form or a panel; it is read aloud when it comes. */
export function InlineTrouble({ error }: { readonly error: Error | null }): ReactNode {
  const words = useWords();
  if (error === null) return null;
  const { title, message, tip } = troubleWords(error, words);
  return (
    <div role="alert" className="trouble-inline">
      <p>
        <strong>{title}.</strong> {message} {tip}
      </p>
    </div>
  );
}

interface PageTroubleProps {
  readonly error: Error;
  readonly retry: () => void;
}

/** A whole page that could not be had, with the one step that may help. */
export function PageTrouble({ error, retry }: PageTroubleProps): ReactNode {
  const words = useWords();
  const { title, message, tip } = troubleWords(error, words);
  return (
    <section className="state" role="alert">
      <h1>{title}</h1>
      <p>
        {message} {tip}
      </p>
      <TroubleStep error={error} retry={retry} />
    </section>
  );
}

function TroubleStep({ error, retry }: PageTroubleProps): ReactNode {
  const words = useWords();
  const status = error instanceof RequestFailed ? error.status : 0;
  if (error instanceof RequestFailed && status === 401)
    return isPatients(error) ? (
      <Link to="/answer" className="button">
        {words.say('trouble.write-code')}
      </Link>
    ) : (
      <Link to="/sign-in" className="button">
        {words.say('trouble.sign-in')}
      </Link>
    );
  if (status === 403 || status === 404)
    return (
      <Link to="/" className="button">
        {words.say('app.back-home')}
      </Link>
    );
  return (
    <Button className="button" onPress={retry}>
      {words.say('app.retry')}
    </Button>
  );
}
