import { ArrowDown, ArrowLeftRight, ArrowUp, Circle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProposalPage, ProposalStep } from '#api';
import { useWords } from '../../words/words-context.tsx';

const glyphs: Readonly<Record<ProposalStep['direction'], LucideIcon>> = {
  up: ArrowUp,
  down: ArrowDown,
  sideways: ArrowLeftRight,
  stays: Circle,
};

/** The way so far, step by step: who, where, which way, and why. */
export function Route({ page }: { readonly page: ProposalPage }): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="route">
      <h2 id="route">{words.say('proposal.route')}</h2>
      <ol className="timeline">
        {page.steps.map((step) => (
          <Step key={step.ledgerSeq} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step }: { readonly step: ProposalStep }): ReactNode {
  const words = useWords();
  const Glyph = glyphs[step.direction];
  const forum = words.text(step.forum.name);
  return (
    <li className="entry">
      <span className="entry-glyph">
        <Glyph aria-hidden size={16} />
      </span>
      <article>
        <header>
          <h3>{words.say(`proposal.move.${step.move}`)}</h3>
          <p className="quiet">
            {step.by?.name ?? words.say('thread.by-program')} ·{' '}
            <time dateTime={step.at}>{words.date(step.at)}</time> · {forum} ·{' '}
            {words.say('thread.ledger', { seq: step.ledgerSeq })}
          </p>
        </header>
        {step.toForum !== null && (
          <p>
            {words.say('entry.handed-to', {
              forum: words.text(step.toForum.name),
              direction: words.say(`direction.${step.direction}`),
            })}
          </p>
        )}
        {step.move !== 'raise' && step.reason !== '' && <p>{step.reason}</p>}
        {step.because !== null && (
          <p className="quiet">
            {words.say('entry.because', { because: words.text(step.because) })}
          </p>
        )}
      </article>
    </li>
  );
}
