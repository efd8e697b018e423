import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { CyclePage as Answer, Effect } from '#api';
import { effectChart } from '#charts';
import { ControlChartView } from '../chart/control-chart-view.tsx';
import { StillScene } from '../chart/scene-view.tsx';
import { useWidth } from '../chart/use-width.ts';
import { Answered } from '../parts/answered.tsx';
import { DialogButton } from '../parts/dialog-button.tsx';
import { DisputeButton } from '../parts/dispute-button.tsx';
import { PageHead, withUnit } from '../parts/page-head.tsx';
import { cycleQuery } from '../request/queries.ts';
import { cycleAnswer, effectModelOf } from '../sentences/effect-answer.ts';
import type { ReadyChart } from '../sentences/measure-answer.ts';
import { predictionWords } from '../sentences/prediction-words.ts';
import { methodWords } from '../sentences/reasons.ts';
import { threadTitle } from '../sentences/signal-words.ts';
import { useWords } from '../words/words-context.tsx';
import { CycleForms } from './cycle-forms.tsx';
import { MakeForm } from './practice/make-form.tsx';

export function CyclePage(): ReactNode {
  const { cycleId } = useParams({ from: '/cycles/$cycleId' });
  return (
    <Answered query={useQuery(cycleQuery(cycleId))}>
      {(cycle) => <OneCycle key={cycle.id} cycle={cycle} />}
    </Answered>
  );
}

function OneCycle({ cycle }: { readonly cycle: Answer }): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead
        path={withUnit(cycle.path, cycle.unit)}
        question={words.say('cycle.question', { title: cycle.title })}
        answer={cycleAnswer(cycle, words)}
      />
      <p className="about">
        {words.say('cycle.thread')}{' '}
        <Link to="/threads/$threadId" params={{ threadId: cycle.thread.id }}>
          {threadTitle(cycle.thread, words)}
        </Link>
        {' · '}
        <Link
          to="/units/$unitId/measures/$measureId"
          params={{ unitId: cycle.unit.id, measureId: cycle.measure.id }}
        >
          {words.text(cycle.measure.title)}
        </Link>
      </p>
      {cycle.chart.kind === 'chart' && <CycleChart cycle={cycle} chart={cycle.chart} />}
      {cycle.effect.kind === 'estimate' && <EffectSection cycle={cycle} effect={cycle.effect} />}
      {cycle.mayAct && cycle.state !== 'closed' && <CycleForms cycle={cycle} />}
      <PracticeOfCycle cycle={cycle} />
      <Intention cycle={cycle} />
      <Steps cycle={cycle} />
    </>
  );
}

/** What became of a kept change: a practice, or the way to make one. */
function PracticeOfCycle({ cycle }: { readonly cycle: Answer }): ReactNode {
  const words = useWords();
  if (cycle.practiceId !== null)
    return (
      <p className="next">
        <Link
          to="/practices/$practiceId"
          params={{ practiceId: cycle.practiceId }}
          className="button"
        >
          {words.say('cycle.to-practice')}
        </Link>
      </p>
    );
  if (!cycle.mayMakePractice) return null;
  return (
    <p className="next">
      <DialogButton name={words.say('make.title')} look="button">
        {(close) => <MakeForm cycle={cycle} onCancel={close} />}
      </DialogButton>
    </p>
  );
}

function CycleChart(props: { readonly cycle: Answer; readonly chart: ReadyChart }): ReactNode {
  const words = useWords();
  const { cycle, chart } = props;
  const charted = useMemo(
    () => ({
      measure: cycle.measure,
      chart,
      annotations: cycle.annotations,
      title: words.text(cycle.measure.title),
      description: cycleAnswer(cycle, words),
    }),
    [cycle, chart, words],
  );
  return (
    <figure className="picture">
      <ControlChartView charted={charted} height={320} />
      <DisputeButton
        unitId={cycle.unit.id}
        measure={cycle.measure}
        chart={chart}
        look="text-button"
      />
    </figure>
  );
}

type Estimated = Extract<Effect, { kind: 'estimate' }>;

function EffectSection(props: { readonly cycle: Answer; readonly effect: Estimated }): ReactNode {
  const words = useWords();
  const { cycle, effect } = props;
  const [box, width] = useWidth<HTMLDivElement>(640);
  const scene = useMemo(
    () => effectChart(effectModelOf(cycle, effect, words), Math.max(300, width)),
    [cycle, effect, words, width],
  );
  return (
    <section aria-labelledby="effect">
      <h2 id="effect">{words.say('cycle.effect')}</h2>
      <div className="chart effect-chart" ref={box}>
        <StillScene scene={scene} />
      </div>
      <p className="provenance">
        {words.say('cycle.effect-method', {
          method: methodWords(effect.method, words),
          version: effect.dataVersion,
          at: words.date(effect.estimatedAt),
        })}
      </p>
    </section>
  );
}

/** What was meant: aim, change, prediction, and what must not get worse. */
function Intention({ cycle }: { readonly cycle: Answer }): ReactNode {
  const words = useWords();
  return (
    <section aria-label={words.say('cycle.aim')}>
      <dl className="pairs">
        <div>
          <dt>{words.say('cycle.aim')}</dt>
          <dd>{cycle.aim}</dd>
        </div>
        <div>
          <dt>{words.say('cycle.change')}</dt>
          <dd>{cycle.change}</dd>
        </div>
        <div>
          <dt>{words.say('cycle.prediction')}</dt>
          <dd>{predictionWords(cycle, words)}</dd>
        </div>
        {cycle.balancingMeasures.length > 0 && (
          <div>
            <dt>{words.say('cycle.balancing')}</dt>
            <dd>
              <ul className="links">
                {cycle.balancingMeasures.map((measure) => (
                  <li key={measure.id}>
                    <Link
                      to="/units/$unitId/measures/$measureId"
                      params={{ unitId: cycle.unit.id, measureId: measure.id }}
                    >
                      {words.text(measure.title)}
                    </Link>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

const steps = ['plan', 'do', 'study', 'act'] as const;

function Steps({ cycle }: { readonly cycle: Answer }): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{words.say('cycle.steps')}</h2>
      <ol className="steps">
        {steps.map((step) => {
          const recorded = cycle.steps.filter((s) => s.step === step);
          return (
            <li key={step} className={recorded.length === 0 ? 'step-empty' : undefined}>
              <h3>{words.say(`cycle.step.${step}`)}</h3>
              {recorded.length === 0 && <p className="quiet">{words.say('cycle.step-empty')}</p>}
              {recorded.map((one) => (
                <div key={one.at}>
                  <p>{one.text}</p>
                  <p className="quiet">
                    {one.by.name}, {words.date(one.at)}
                  </p>
                </div>
              ))}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
