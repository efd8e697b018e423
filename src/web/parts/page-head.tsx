import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { UnitRef } from '#api';
import { useWords } from '../words/words-context.tsx';

interface PageHeadProps {
  readonly question: string;
  readonly answer: ReactNode;
  /** From the top of the organisation to the unit whose page lies above this one. */
  readonly path?: readonly UnitRef[];
}

// The first page of a visit leaves the focus where the browser puts it; every later page moves it to its question.
let isFirstPage = true;

/** The question and its answer: the first lines of every page. */
export function PageHead({ question, answer, path = [] }: PageHeadProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  useEffect(() => {
    document.title = `${question} · Gyrus`;
  }, [question]);
  return (
    <header className="page-head">
      <Path units={path} />
      <h1 ref={heading} tabIndex={-1}>
        {question}
      </h1>
      {/* Not a live region: the focus is on the question, and the answer is what is read next. */}
      <div className="answer">{typeof answer === 'string' ? <p>{answer}</p> : answer}</div>
    </header>
  );
}

/** What lies above a page that is not the unit's own: everything above the unit, and the unit. */
export const withUnit = (path: readonly UnitRef[], unit: UnitRef): readonly UnitRef[] =>
  path.some((u) => u.id === unit.id) ? path : [...path, unit];

function Path({ units }: { readonly units: readonly UnitRef[] }): ReactNode {
  const words = useWords();
  if (units.length === 0) return null;
  return (
    <nav aria-label={words.say('path.label')} className="path">
      <ol>
        {units.map((unit) => (
          <li key={unit.id}>
            <Link to="/units/$unitId" params={{ unitId: unit.id }}>
              {words.text(unit.name)}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
