import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { AdvicePage as Answer, MeasureRef } from '#api';
import { ControlChartView } from '../../chart/control-chart-view.tsx';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { adviceQuery } from '../../request/queries.ts';
import type { ReadyChart } from '../../sentences/measure-answer.ts';
import { signalLine } from '../../sentences/signal-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { effectSentence } from './advice-words.ts';
import { Reasons } from './reasons.tsx';
import { SetRule } from './set-rule.tsx';
import { UnitsTable } from './units-table.tsx';

/** One rule: does it help? */
export function AdviceRulePage(): ReactNode {
  const { ruleId } = useParams({ from: '/advice/$ruleId' });
  return (
    <Answered query={useQuery(adviceQuery(ruleId))}>
      {(page) => <OneRule key={ruleId} page={page} />}
    </Answered>
  );
}

interface PageProps {
  readonly page: Answer;
}

function OneRule({ page }: PageProps): ReactNode {
  const words = useWords();
  const { rule, effect } = page;
  return (
    <>
      <PageHead
        question={words.say('advice.rule-question', { title: words.text(rule.title) })}
        answer={effectSentence(page, words)}
      />
      <p>
        {words.text(rule.sentence)}{' '}
        {words.say('advice.judged-by', { measure: words.text(rule.measureTitle) })}{' '}
        {effect.kind === 'effect' &&
          effect.leftOut > 0 &&
          words.say('advice.left-out', { count: effect.leftOut })}
      </p>
      <BroughtBy page={page} />
      {page.units.some(({ maySet }) => maySet) && (
        <section className="next" aria-label={words.say('next.title')}>
          <DialogButton name={words.say('advice.set')} look="button">
            {(close) => <SetRule page={page} onDone={close} />}
          </DialogButton>
        </section>
      )}
      <Overrides page={page} />
      <UnitsTable page={page} />
      <Reasons page={page} />
    </>
  );
}

/** The practices that switch the rule on where they are taken up. */
function BroughtBy({ page: { practices } }: PageProps): ReactNode {
  const words = useWords();
  if (practices.length === 0) return null;
  return (
    <p>
      {words.say('advice.brought-by')}{' '}
      {practices.map(({ id, title }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <Link to="/practices/$practiceId" params={{ practiceId: id }}>
            {title}
          </Link>
        </span>
      ))}
      .
    </p>
  );
}

function Overrides({ page }: PageProps): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="overrides">
      <h2 id="overrides">{words.say('advice.overrides')}</h2>
      <Drift page={page} />
      {page.overrides.kind === 'chart' ? (
        <OverridesChart chart={page.overrides} measureId={page.rule.measureId} />
      ) : (
        <p className="quiet">{words.say('advice.overrides-none')}</p>
      )}
    </section>
  );
}

/** What the chart has said that somebody should look at, and where it is talked about. */
function Drift({ page: { drift } }: PageProps): ReactNode {
  const words = useWords();
  if (drift === null || drift.threadId === null) return null;
  return (
    <p>
      {signalLine(drift, words)}.{' '}
      <Link to="/threads/$threadId" params={{ threadId: drift.threadId }}>
        {words.say('advice.drift-thread')}
      </Link>
    </p>
  );
}

interface ChartProps {
  readonly chart: ReadyChart;
  readonly measureId: string;
}

function OverridesChart({ chart, measureId }: ChartProps): ReactNode {
  const words = useWords();
  const charted = useMemo(
    () => ({
      measure: overrideMeasure(measureId, words),
      ...{ chart, annotations: [] },
      title: words.say('advice.overrides'),
      description: words.say('advice.reported'),
    }),
    [chart, measureId, words],
  );
  return <ControlChartView charted={charted} height={260} />;
}

/** The share of cards not followed, in the form every chart is drawn from. */
function overrideMeasure(measureId: string, words: Words): MeasureRef {
  const name = words.say('advice.overrides-measure');
  const both = { en: name, sv: name };
  return {
    ...{ id: measureId, version: '', title: both, sentence: both, scoring: 'proportion' },
    ...{ interest: 'front-line', kind: 'process', direction: 'down', chart: 'p' },
    ...{ target: null, multiplier: 1, unitLabel: { en: '%', sv: '%' } },
  };
}
