import type { ReactNode } from 'react';
import type { ProposalPage } from '#api';
import { useWords } from '../../words/words-context.tsx';
import { Scores } from './scores.tsx';

/** Votes that have been: scores of earlier forums and rounds, and dots. */
export function Earlier({ page }: { readonly page: ProposalPage }): ReactNode {
  const words = useWords();
  const { before, dots } = page;
  if (before.length === 0 && dots.length === 0) return null;
  return (
    <section aria-labelledby="before">
      <h2 id="before">{words.say('table.before')}</h2>
      {before.map((one) => (
        <details key={one.at} className="small-fold">
          <summary>
            {words.say('table.before-at', {
              forum: words.text(one.forum.name),
              date: words.date(one.at),
              weighted:
                one.tally.weighted === null
                  ? words.say('number.not-known')
                  : words.decimal(one.tally.weighted),
            })}
          </summary>
          <Scores
            label={`${words.text(one.forum.name)}, ${words.date(one.at)}`}
            criteria={one.criteria}
            opened={one}
          />
        </details>
      ))}
      <ul>
        {dots.map((one) => (
          <li key={one.at}>
            {words.say('table.dots', {
              ...{ dots: one.dots, people: one.people, choices: one.choices },
              forum: words.text(one.forum.name),
              date: words.date(one.at),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
