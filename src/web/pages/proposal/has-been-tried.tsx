import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { Similar } from '#api';
import { similarQuery } from '../../request/proposal-queries.ts';
import { useWords } from '../../words/words-context.tsx';

interface HasBeenTriedProps {
  readonly text: string;
  readonly chosen: readonly string[];
  readonly onChoose: (ids: string[]) => void;
}

/** A word or two find everything and nothing. */
const lettersMin = 8;
const pauseMilliseconds = 400;

/** Earlier proposals that look like what is being written, each with what became of it. */
export function HasBeenTried({ text, chosen, onChoose }: HasBeenTriedProps): ReactNode {
  const words = useWords();
  const asked = useAfterPause(text.trim());
  const isEnough = asked.length >= lettersMin;
  const { data } = useQuery({ ...similarQuery(asked), enabled: isEnough });
  const toggle = (id: string) =>
    onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <section aria-labelledby="tried" className="tried">
      <h2 id="tried">{words.say('raise.tried')}</h2>
      <div aria-live="polite">
        {!isEnough && <p className="quiet">{words.say('raise.tried-wait')}</p>}
        {isEnough && data?.similar.length === 0 && (
          <p className="quiet">{words.say('raise.tried-none')}</p>
        )}
      </div>
      {isEnough && (
        <ul className="tried-list">
          {data?.similar.map((one) => (
            <li key={one.id}>
              <Earlier one={one} />
              <label className="tick">
                <input
                  type="checkbox"
                  checked={chosen.includes(one.id)}
                  onChange={() => toggle(one.id)}
                />
                {words.say('raise.takes-further')}
              </label>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Earlier({ one }: { readonly one: Similar['similar'][number] }): ReactNode {
  const words = useWords();
  const date = words.date(one.raisedAt);
  return (
    <>
      <p>
        <Link to="/proposals/$proposalId" params={{ proposalId: one.id }}>
          {one.title}
        </Link>{' '}
        <strong>
          {words.say(
            one.verdict === null ? `proposal-state.${one.state}` : `verdict.${one.verdict}`,
          )}
        </strong>
      </p>
      <p className="quiet">
        {words.say('raise.raised-at', { unit: words.text(one.unit.name), date })}
      </p>
      {one.lastWord !== null && one.lastWord.reason !== '' && (
        <p>
          {words.say('raise.last-word', {
            date: words.date(one.lastWord.at),
            reason: one.lastWord.reason,
          })}
        </p>
      )}
    </>
  );
}

/** The value once it has not changed for a moment. */
function useAfterPause(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const later = setTimeout(() => setSettled(value), pauseMilliseconds);
    return () => clearTimeout(later);
  }, [value]);
  return settled;
}
