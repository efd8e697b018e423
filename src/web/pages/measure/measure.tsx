import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { MeasurePage as Answer } from '#api';
import { ControlChartView } from '../../chart/control-chart-view.tsx';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { AssuranceMark, VariationMark } from '../../parts/icons.tsx';
import { NextStepView } from '../../parts/next-step.tsx';
import { PageHead, withUnit } from '../../parts/page-head.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { measureQuery } from '../../request/queries.ts';
import { measureAnswer, measureQuestion, type ReadyChart } from '../../sentences/measure-answer.ts';
import { isAwaited } from '../../sentences/own-reason.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { Annotations } from './annotations.tsx';
import { BesideSection } from './beside-section.tsx';
import { Challenges } from './challenges.tsx';
import { ChartActions } from './chart-actions.tsx';
import { Definition } from './definition.tsx';
import { ExplainPatients } from './explain-patients.tsx';
import { GroupsSection } from './groups-section.tsx';
import { History } from './history.tsx';
import { NumbersTable } from './numbers-table.tsx';
import { OwnCounting } from './own-counting.tsx';
import { OwnWithoutChart } from './own-without-chart.tsx';
import { Recalculate } from './recalculate.tsx';
import { RecordingSection } from './recording-section.tsx';

export function MeasurePage(): ReactNode {
  const { unitId, measureId } = useParams({ from: '/units/$unitId/measures/$measureId' });
  return (
    <Answered query={useQuery(measureQuery(unitId, measureId))}>
      {(page) => <OneMeasure key={`${unitId} ${measureId}`} page={page} />}
    </Answered>
  );
}

function OneMeasure({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const question = measureQuestion(page, words);
  const hasChart = page.own?.way !== 'none';
  const answer = answerWords(page, words);
  return (
    <>
      <PageHead path={withUnit(page.path, page.unit)} question={question} answer={answer} />
      <OwnCounting page={page} />
      {page.chart.kind === 'chart' && (
        <Pictured page={page} chart={page.chart} question={question} answer={answer} />
      )}
      <OwnWithoutChart page={page} />
      {findsNobody(page) && <p className="next">{words.say('measure.own-nobody-next')}</p>}
      {hasChart && !isAwaited(page) && !findsNobody(page) && <NextStep page={page} />}
      {page.chart.kind === 'chart' && <NumbersTable page={page} chart={page.chart} />}
      <RecordingSection page={page} />
      <Annotations page={page} />
      <Challenges page={page} />
      <GroupsSection page={page} />
      <BesideSection page={page} />
      <Definition page={page} />
      <History page={page} />
      <Questions page={page} />
    </>
  );
}

/** A measure that was brought and finds nobody: its codes may be others than those recorded. */
const findsNobody = (page: Answer): boolean =>
  page.own !== null &&
  page.own.way !== 'none' &&
  !isAwaited(page) &&
  page.chart.kind === 'no-chart' &&
  page.chart.reason === 'no-data';

function answerWords(page: Answer, words: Words): string {
  if (page.own?.way === 'none') return words.say('answer.reports-only');
  if (findsNobody(page)) return words.say('answer.own-nobody');
  return isAwaited(page) ? words.say('answer.being-counted') : measureAnswer(page, words);
}

function NextStep({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  if (page.nextStep.kind !== 'recalculate')
    return (
      <NextStepView
        step={page.nextStep}
        unit={page.unit}
        measure={page.measure}
        mayRaiseIdea={page.mayRaiseIdea}
      />
    );
  return (
    <section className="next" aria-label={words.say('next.title')}>
      <DialogButton name={words.say('next.recalculate')} look="button">
        {(close) => <Recalculate page={page} onDone={close} />}
      </DialogButton>
    </section>
  );
}

interface PicturedProps {
  readonly page: Answer;
  readonly chart: ReadyChart;
  readonly question: string;
  readonly answer: string;
}

function Pictured({ page, chart, question, answer }: PicturedProps): ReactNode {
  const words = useWords();
  const { measure, annotations } = page;
  const charted = useMemo(
    () => ({
      measure,
      chart,
      annotations,
      title: question,
      description: answer,
    }),
    [measure, chart, annotations, question, answer],
  );
  return (
    <figure className="picture">
      <figcaption>
        <span className="quiet">{words.text(measure.sentence)}</span>
        <ul className="readings">
          <li>
            <VariationMark kind={chart.variation} /> {words.say(`variation.${chart.variation}`)}
          </li>
          {chart.assurance !== 'none' && (
            <li>
              <AssuranceMark kind={chart.assurance} /> {words.say(`assurance.${chart.assurance}`)}
            </li>
          )}
        </ul>
      </figcaption>
      <ControlChartView charted={charted} />
      <SoFar soFar={page.soFar} measure={measure} chart={chart} />
      <ChartActions page={page} charted={charted} />
    </figure>
  );
}

/** What one may ask of this number: always in the same place, at the end of the page. */
function Questions({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <section className="actions" aria-label={words.say('measure.challenge')}>
      {page.mayExplainPatients && page.chart.kind === 'chart' && (
        <DialogButton name={words.say('measure.explain')}>
          {() => <ExplainPatients page={page} />}
        </DialogButton>
      )}
      {page.mayRecalculate && page.chart.kind === 'chart' && (
        <DialogButton name={words.say('measure.recalculate')}>
          {(close) => <Recalculate page={page} onDone={close} />}
        </DialogButton>
      )}
      <Link to="/units/$unitId/quality" params={{ unitId: page.unit.id }}>
        {words.say('quality.link')}
      </Link>
      <Link to="/units/$unitId/handbook" params={{ unitId: page.unit.id }}>
        {words.say('handbook.link')}
      </Link>
      <Link to="/help">{words.say('help.question')}</Link>
    </section>
  );
}
