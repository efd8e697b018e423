import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Disagreement } from '#api';
import { useWords } from '../words/words-context.tsx';

interface DisagreementsProps {
  readonly disagreements: readonly Disagreement[];
}

/** Where levels do not agree: what was decided, and beside it what speaks against it. Both stand. */
export function Disagreements({ disagreements }: DisagreementsProps): ReactNode {
  const words = useWords();
  if (disagreements.length === 0) return null;
  return (
    <section aria-labelledby="disagree" className="disagree">
      <h2 id="disagree">{words.say('disagree.title')}</h2>
      <p className="quiet">{words.say('disagree.note')}</p>
      {disagreements.map((one) => (
        <div key={one.decided.ledgerSeq} className="disagree-sides">
          <Decided decided={one.decided} />
          <ul>
            {one.against.map((against) => (
              <li key={`${against.kind} ${against.at}`}>
                <Against against={against} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Decided({ decided }: { readonly decided: Disagreement['decided'] }): ReactNode {
  const words = useWords();
  const forum = words.text(decided.forum.name);
  const id = decided.stateAfter === 'mandated' ? 'disagree.mandated' : 'disagree.spread';
  return (
    <div>
      <p>
        <strong>{words.say(id, { forum, date: words.date(decided.at) })}</strong>
      </p>
      <p>{decided.reason}</p>
    </div>
  );
}

function Against({ against }: { readonly against: Disagreement['against'][number] }): ReactNode {
  const words = useWords();
  const date = words.date(against.at);
  return (
    <>
      <p>
        <strong>
          {against.kind === 'declined' && against.forum !== null
            ? words.say('disagree.declined', { forum: words.text(against.forum.name), date })
            : words.say('disagree.found-not-to-work', {
                unit: words.text(against.unit.name),
                date,
              })}
        </strong>
      </p>
      <p>{against.reason}</p>
      {against.cycleId !== null && (
        <Link to="/cycles/$cycleId" params={{ cycleId: against.cycleId }}>
          {words.say('disagree.to-cycle')}
        </Link>
      )}
    </>
  );
}
