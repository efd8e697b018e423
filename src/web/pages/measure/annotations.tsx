import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MeasurePage } from '#api';
import { annotationLabel, type NumberedAnnotation, numbered } from '../../chart/chart-model.ts';
import { signalLine } from '../../sentences/signal-words.ts';
import { useWords } from '../../words/words-context.tsx';

/** The flags of the chart, by their numbers, each with its way into the thread; and the signals. */
export function Annotations({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  const flags = numbered(page.annotations);
  return (
    <section aria-labelledby="annotations">
      <h2 id="annotations">{words.say('measure.annotations')}</h2>
      {flags.length === 0 && <p className="quiet">{words.say('measure.no-annotations')}</p>}
      <ul className="happenings">
        {flags.map((flag) => (
          <Happening key={flag.mark} flag={flag} />
        ))}
      </ul>
      <Signals page={page} />
    </section>
  );
}

function Happening({ flag }: { readonly flag: NumberedAnnotation }): ReactNode {
  const words = useWords();
  const { annotation, mark } = flag;
  const label = annotationLabel(annotation, words);
  const by = annotation.by === null ? '' : ` ${annotation.by.name}.`;
  return (
    <li>
      <span className="happening-mark">{mark}</span>
      <span className="quiet">{words.month(annotation.month)}</span>
      <span>
        {annotation.threadId === null ? (
          label
        ) : (
          <Link to="/threads/$threadId" params={{ threadId: annotation.threadId }}>
            {label}
          </Link>
        )}
        {annotation.kind === 'recalculation' &&
          ` (${words.say('entry.recalculation').toLowerCase()})`}
        .{by} {annotation.reason}
      </span>
    </li>
  );
}

function Signals({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  if (page.signals.length === 0) return null;
  return (
    <>
      <h3>{words.say('measure.signals')}</h3>
      <ul className="happenings">
        {page.signals.map((signal) => {
          const said = signalLine(signal, words);
          return (
            <li key={signal.id}>
              <span className="happening-mark" aria-hidden />
              <span className="quiet">{words.month(signal.month)}</span>
              {signal.threadId === null ? (
                <span>
                  {said}{' '}
                  {signal.state === 'closed' && (
                    <span className="quiet">({words.say('signal.past')})</span>
                  )}
                </span>
              ) : (
                <Link to="/threads/$threadId" params={{ threadId: signal.threadId }}>
                  {said}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
