import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Explanation } from '#api';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { type ExplanationAsked, explanationQuery } from '../../request/queries.ts';
import { useWords } from '../../words/words-context.tsx';

interface ExplainOneProps {
  readonly wanted: ExplanationAsked;
  readonly onBack: () => void;
}

/** One patient through the definition: each part, whether it holds, and the rows it rests on, to file and line. */
export function ExplainOne({ wanted, onBack }: ExplainOneProps): ReactNode {
  const words = useWords();
  const query = useQuery(explanationQuery(wanted));
  return (
    <>
      <Button className="button quiet small" onPress={onBack}>
        {words.say('measure.explain-back')}
      </Button>
      <h3 className="explained-who">
        {wanted.patientId}, {words.month(wanted.month)}
      </h3>
      <InlineTrouble error={query.error} />
      {query.data === undefined ? (
        <p role="status">{query.error === null && words.say('app.loading')}</p>
      ) : (
        <ul className="explained">
          {query.data.definitions.map((definition) => (
            <Part key={definition.name} definition={definition} />
          ))}
        </ul>
      )}
    </>
  );
}

type Definition = Explanation['definitions'][number];

function Part({ definition }: { readonly definition: Definition }): ReactNode {
  const words = useWords();
  return (
    <li>
      <p>
        <Holds holds={definition.holds} /> <strong>{definition.name}</strong>{' '}
        <span className="quiet">{definition.value}</span>
      </p>
      {definition.rests.length > 0 && (
        <ul className="rests">
          {definition.rests.map((row) => (
            <li key={`${row.type} ${row.id}`}>{words.say('measure.explain-line', row)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Holds({ holds }: { readonly holds: boolean | null }): ReactNode {
  const words = useWords();
  if (holds === null) return null;
  return holds ? (
    <Check size={16} aria-label={words.say('number.yes')} />
  ) : (
    <X size={16} aria-label={words.say('number.no')} />
  );
}
