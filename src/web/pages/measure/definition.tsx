import type { ReactNode } from 'react';
import type { MeasurePage } from '#api';
import { Disclosure } from '../../parts/disclosure.tsx';
import { methodAnswer } from '../../sentences/method-answer.ts';
import { isAwaited, ownReason } from '../../sentences/own-reason.ts';
import { useWords } from '../../words/words-context.tsx';

/** How the number is made, in words and in full, and which data it was made from. */
export function Definition({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  const { measure } = page;
  const made = [
    words.say('measure.version', { id: measure.id, version: measure.version }),
    page.dataVersion === null || isAwaited(page)
      ? null
      : words.say('unit.data-version', { version: page.dataVersion }),
    page.evaluatedAt === null || isAwaited(page)
      ? null
      : words.say('unit.evaluated', { at: words.dateTime(page.evaluatedAt) }),
  ].filter((part) => part !== null);
  return (
    <Disclosure title={words.say('measure.definition')}>
      <p>{words.text(measure.sentence)}</p>
      <Brought page={page} />
      <h3>{words.say('measure.rationale')}</h3>
      <p>{words.text(measure.rationale)}</p>
      {page.chart.kind === 'chart' && (
        <>
          <h3>{words.say('measure.chart-method')}</h3>
          <p>{methodAnswer(measure, page.chart, words)}</p>
        </>
      )}
      <h3>{words.say('measure.populations')}</h3>
      <dl className="pairs">
        {measure.populations.map((p) => (
          <div key={p.population}>
            <dt>{words.say(`population.${p.population}`)}</dt>
            <dd>{p.definition}</dd>
          </div>
        ))}
      </dl>
      <h3>{words.say('measure.cql')}</h3>
      {measure.cql === '' ? (
        <p className="quiet">{words.say('measure.cql-none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <pre tabIndex={0}>{measure.cql}</pre>
      )}
      <p className="provenance">{made.join(' · ')}</p>
    </Disclosure>
  );
}

function Brought({ page: { own } }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  if (own === null || own.way === 'none') return null;
  if (own.way === 'sql') return <p>{words.say('measure.own-brought')}</p>;
  const { reason, forWriter } = ownReason(own, words);
  return (
    <>
      <p>
        {words.say('measure.own-memory')} {reason}
      </p>
      {forWriter !== null && <p className="quiet">{forWriter}</p>}
    </>
  );
}
