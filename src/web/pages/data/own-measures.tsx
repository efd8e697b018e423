import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DataPage } from '#api';
import { useWords } from '../../words/words-context.tsx';

/** The measures that the organisation brought itself, and how each is followed. */
export function OwnMeasures({ page }: { readonly page: DataPage }): ReactNode {
  const words = useWords();
  if (page.ownMeasures.length === 0) return null;
  return (
    <section aria-labelledby="own-measures">
      <h2 id="own-measures">{words.say('data.own-measures')}</h2>
      <ul>
        {page.ownMeasures.map(({ measureId, unitId, title, way, counted }) => (
          <li key={measureId}>
            <Link to="/units/$unitId/measures/$measureId" params={{ unitId, measureId }}>
              {words.text(title)}
            </Link>{' '}
            <span className="quiet">
              {counted === null
                ? words.say(`data.own-way.${way}`)
                : words.say('data.own-counting', { percent: Math.round(100 * counted) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
