import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { MeasureRef, Message, MessageWeights } from '#api';
import { SparkView } from '../../chart/control-chart-view.tsx';
import { Table } from '../../parts/table.tsx';
import type { ReadyChart } from '../../sentences/measure-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { becameWords, twoDecimals } from './message-words.ts';

interface CardProps {
  readonly message: Message;
  readonly weights: MessageWeights;
}

/** One message: what it is in plain words, one picture, one next step, and why it was chosen. */
export function MessageCard({ message, weights }: CardProps): ReactNode {
  const words = useWords();
  const { title, text, chart, measure } = message;
  return (
    <article className="message">
      <h3>{words.text(title)}</h3>
      <p>{words.text(text)}</p>
      {chart?.kind === 'chart' && measure !== null && (
        <Picture chart={chart} measure={measure} title={words.text(title)} />
      )}
      <p className="message-end">
        <StepLink message={message} />
        {message.actedAt !== null && <span className="quiet">{becameWords(message, words)}</span>}
        {message.alsoTo.length > 0 && (
          <span className="quiet">
            {words.say('messages.also-to', {
              names: message.alsoTo.map(({ recipient }) => words.text(recipient.name)).join(', '),
            })}
          </span>
        )}
      </p>
      <Why message={message} weights={weights} />
    </article>
  );
}

interface PictureProps {
  readonly chart: ReadyChart;
  readonly measure: MeasureRef;
  readonly title: string;
}

function Picture({ chart, measure, title }: PictureProps): ReactNode {
  const charted = useMemo(
    () => ({ measure, chart, annotations: [], title, description: '' }),
    [measure, chart, title],
  );
  return <SparkView charted={charted} />;
}

function StepLink({ message }: { readonly message: Message }): ReactNode {
  const words = useWords();
  const { step, unit, measure } = message;
  const name = words.text(message.stepName);
  switch (step.page) {
    case 'thread':
      return (
        <Link to="/threads/$threadId" params={{ threadId: step.id }} className="button">
          {name}
        </Link>
      );
    case 'cycle':
      return (
        <Link to="/cycles/$cycleId" params={{ cycleId: step.id }} className="button">
          {name}
        </Link>
      );
    case 'adoption':
      return (
        <Link to="/adoptions/$adoptionId" params={{ adoptionId: step.id }} className="button">
          {name}
        </Link>
      );
    case 'advice':
      return (
        <Link to="/advice/$ruleId" params={{ ruleId: step.id }} className="button">
          {name}
        </Link>
      );
    case 'measure':
      return measure === null ? (
        <Link to="/units/$unitId" params={{ unitId: unit.id }} className="button">
          {name}
        </Link>
      ) : (
        <Link
          to="/units/$unitId/measures/$measureId"
          params={{ unitId: unit.id, measureId: measure.id }}
          className="button"
        >
          {name}
        </Link>
      );
  }
}

const parts = ['new', 'actionable', 'important', 'preferred', 'unsaid'] as const;

function Why({ message, weights }: CardProps): ReactNode {
  const words = useWords();
  return (
    <details className="message-why">
      <summary>{words.say('messages.why')}</summary>
      <p>{words.text(message.why)}</p>
      <Table
        caption={words.say('messages.why')}
        rows={parts}
        keyOf={(part) => part}
        columns={[
          {
            ...{ id: 'part', head: words.say('messages.part'), isNumber: false },
            value: (part) => words.say(`messages.part-${part}`),
            show: (part) => words.say(`messages.part-${part}`),
          },
          {
            ...{ id: 'value', head: words.say('messages.value'), isNumber: true },
            value: (part) => message.parts[part],
            show: (part) => twoDecimals(message.parts[part], words),
          },
          {
            ...{ id: 'weight', head: words.say('messages.weight'), isNumber: true },
            value: (part) => weights.parts[part],
            show: (part) => String(weights.parts[part]),
          },
        ]}
      />
    </details>
  );
}
