import type { ReactNode } from 'react';
import type { Criterion, OpenedScores } from '#api';
import { pointsMax, spanOf } from '../../sentences/scores-span.ts';
import { useWords } from '../../words/words-context.tsx';

interface ScoresProps {
  /** Names the table for those who do not see where it stands. */
  readonly label: string;
  readonly criteria: readonly Criterion[];
  readonly opened: OpenedScores;
}

/** The opened scores: for each criterion the mean, how far apart the members are, and what each of them gave. */
export function Scores({ label, criteria, opened }: ScoresProps): ReactNode {
  const words = useWords();
  const { scores, tally } = opened;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="table-box" tabIndex={0} aria-label={label}>
      <table className="scores">
        <thead>
          <tr>
            <th scope="col">{words.say('table.criterion')}</th>
            <th scope="col" className="number">
              {words.say('table.weight')}
            </th>
            <th scope="col" className="number">
              {words.say('table.mean')}
            </th>
            <th scope="col">{words.say('table.range')}</th>
            {scores.map(({ by, counted }) => (
              <th key={by.id} scope="col" className="number">
                {by.name}
                {!counted && <div className="quiet">{words.say('table.voice')}</div>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {criteria.map(({ id, name, weight }) => {
            const own = tally.criteria.find(({ criterionId }) => criterionId === id);
            return (
              <tr key={id}>
                <th scope="row">{words.text(name)}</th>
                <td className="number">{weight}</td>
                <td className="number">
                  {own?.mean == null ? words.say('number.not-known') : words.decimal(own.mean)}
                </td>
                <td>
                  <Span lowest={own?.lowest ?? null} highest={own?.highest ?? null} />
                </td>
                {scores.map(({ by, points }) => (
                  <td key={by.id} className="number">
                    {points[id] ?? words.say('number.not-known')}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface SpanProps {
  readonly lowest: number | null;
  readonly highest: number | null;
}

/** How far apart the members are, on a line from 0 to 10; the numbers stand beside it. */
function Span({ lowest, highest }: SpanProps): ReactNode {
  const words = useWords();
  if (lowest === null || highest === null) return words.say('number.not-known');
  const { from, width } = spanOf(lowest, highest);
  return (
    <span className="span">
      <svg width={104} height={12} aria-hidden viewBox={`-2 0 ${pointsMax * 10 + 4} 12`}>
        <line x1={0} x2={pointsMax * 10} y1={6} y2={6} className="span-line" />
        <rect x={from} y={3} width={width} height={6} rx={3} className="span-mark" />
      </svg>
      {lowest === highest ? lowest : `${lowest}–${highest}`}
    </span>
  );
}
