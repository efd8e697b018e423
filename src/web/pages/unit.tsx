import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { Overview, OverviewMeasure, UnitRef } from '#api';
import { SparkView } from '../chart/control-chart-view.tsx';
import { Answered } from '../parts/answered.tsx';
import { Empty } from '../parts/empty.tsx';
import { AssuranceMark, VariationMark } from '../parts/icons.tsx';
import { NextStepView } from '../parts/next-step.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Table } from '../parts/table.tsx';
import type { Column } from '../parts/table-text.ts';
import { overviewQuery } from '../request/queries.ts';
import type { ReadyChart } from '../sentences/measure-answer.ts';
import { firstConcern, loopAnswer, overviewAnswer } from '../sentences/overview-answer.ts';
import { glanceOf } from '../sentences/overview-table.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';

export function UnitPage(): ReactNode {
  const { unitId } = useParams({ from: '/units/$unitId' });
  return (
    <Answered query={useQuery(overviewQuery(unitId))}>
      {(overview) => <HowAreWeDoing key={unitId} overview={overview} />}
    </Answered>
  );
}

function HowAreWeDoing({ overview }: { readonly overview: Overview }): ReactNode {
  const words = useWords();
  const unit = words.text(overview.unit.name);
  return (
    <>
      <PageHead
        path={overview.path}
        question={words.say('unit.question', { unit })}
        answer={overviewAnswer(overview, words)}
      />
      <FirstStep overview={overview} />
      {overview.measures.length === 0 ? (
        <Empty what={words.say('unit.empty', { unit })} next={words.say('unit.empty-next')}>
          <Link to="/data" className="button">
            {words.say('unit.go-to-data')}
          </Link>
        </Empty>
      ) : (
        <Measures overview={overview} />
      )}
      <Below units={overview.children} unit={unit} />
      <section aria-labelledby="loops">
        <h2 id="loops">{words.say('unit.loops')}</h2>
        <p>
          {loopAnswer(overview.loop, words)}{' '}
          <Link to="/threads" search={{ unitId: overview.unit.id }}>
            {words.say('unit.see-threads')}
          </Link>
        </p>
      </section>
      <Provenance overview={overview} />
    </>
  );
}

/** One next step for the whole page: what is worst, else what waits, else an idea. */
function FirstStep({ overview }: { readonly overview: Overview }): ReactNode {
  const words = useWords();
  const unitId = overview.unit.id;
  const first = firstConcern(overview.measures);
  if (first !== null)
    return (
      <p className="next">
        <Link
          to="/units/$unitId/measures/$measureId"
          params={{ unitId, measureId: first.measure.id }}
          className="button"
        >
          {words.say('next.look-at-measure', { measure: words.text(first.measure.title) })}
        </Link>
      </p>
    );
  const count = overview.counts.needsUs;
  if (count > 0)
    return (
      <p className="next">
        <Link to="/needs-us" search={{ unitId }} className="button">
          {words.say('next.needs-us', { count })}
        </Link>
      </p>
    );
  return <NextStepView step={{ kind: 'raise-idea' }} unit={overview.unit} measure={null} />;
}

const interests = ['front-line', 'management', 'authority'] as const;

function Measures({ overview }: { readonly overview: Overview }): ReactNode {
  const words = useWords();
  const [view, setView] = useState<'charts' | 'table'>('charts');
  return (
    <>
      <ToggleButtonGroup
        className="toggle"
        aria-label={words.say('unit.view')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={(keys) => setView(keys.has('table') ? 'table' : 'charts')}
      >
        <ToggleButton id="charts">{words.say('unit.charts')}</ToggleButton>
        <ToggleButton id="table">{words.say('unit.table')}</ToggleButton>
      </ToggleButtonGroup>
      {view === 'table' ? (
        <MeasureTable overview={overview} />
      ) : (
        interests.map((interest) => (
          <InterestGroup
            key={interest}
            interest={interest}
            unitId={overview.unit.id}
            measures={overview.measures.filter((m) => m.measure.interest === interest)}
          />
        ))
      )}
      <p className="quiet scale-note">
        {words.say('chart.kept-scale')} {words.say('unit.scale-note')}
      </p>
    </>
  );
}

interface InterestGroupProps {
  readonly interest: (typeof interests)[number];
  readonly unitId: string;
  readonly measures: readonly OverviewMeasure[];
}

function InterestGroup({ interest, unitId, measures }: InterestGroupProps): ReactNode {
  const words = useWords();
  if (measures.length === 0) return null;
  return (
    <section aria-labelledby={`interest-${interest}`}>
      <h2 id={`interest-${interest}`}>{words.say(`interest.${interest}`)}</h2>
      <ul className="cards">
        {measures.map((measure) => (
          <li key={measure.measure.id}>
            <MeasureCard overview={measure} unitId={unitId} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface MeasureCardProps {
  readonly overview: OverviewMeasure;
  readonly unitId: string;
}

function MeasureCard({ overview, unitId }: MeasureCardProps): ReactNode {
  const words = useWords();
  const { measure, chart } = overview;
  const glance = glanceOf(overview, words);
  return (
    <article className="card">
      <h3>
        <Link
          to="/units/$unitId/measures/$measureId"
          params={{ unitId, measureId: measure.id }}
          className="card-link"
        >
          {glance.title}
        </Link>
      </h3>
      <div className="card-now">
        <p>
          <span className="card-value">{glance.bare}</span>
          <span className="card-unit">{glance.unit}</span>{' '}
          <span className="quiet">{glance.month}</span>
        </p>
        {chart.kind === 'chart' && (
          <span className="card-icons">
            <VariationMark kind={chart.variation} />
            {chart.assurance !== 'none' && <AssuranceMark kind={chart.assurance} />}
          </span>
        )}
      </div>
      {chart.kind === 'chart' ? (
        <CardChart overview={overview} chart={chart} />
      ) : (
        <div className="spark spark-empty" />
      )}
      <p className="card-words">{glance.change}</p>
    </article>
  );
}

function CardChart(props: {
  readonly overview: OverviewMeasure;
  readonly chart: ReadyChart;
}): ReactNode {
  const { overview, chart } = props;
  const charted = useMemo(
    // The words of the card say what the picture shows; a second name would be read twice.
    () => ({ measure: overview.measure, chart, annotations: [], title: '', description: '' }),
    [overview.measure, chart],
  );
  return <SparkView charted={charted} />;
}

const columnsIn = (unitId: string, words: Words): Column<OverviewMeasure>[] => {
  const text = (row: OverviewMeasure) => glanceOf(row, words);
  return [
    {
      id: 'measure',
      head: words.say('column.measure'),
      isNumber: false,
      value: (row) => text(row).title,
      show: (row) => (
        <Link
          to="/units/$unitId/measures/$measureId"
          params={{ unitId, measureId: row.measure.id }}
        >
          {text(row).title}
        </Link>
      ),
    },
    column('last', words.say('column.last'), (row) => text(row).value, true),
    column('month', words.say('column.month'), (row) => text(row).month, false),
    column('target', words.say('column.target'), (row) => text(row).target, true),
    column('change', words.say('column.variation'), (row) => text(row).change, false),
    column(
      'assurance',
      words.say('column.assurance'),
      (row) => words.say(`assurance.${row.chart.kind === 'chart' ? row.chart.assurance : 'none'}`),
      false,
    ),
  ];
};

const column = (
  id: string,
  head: string,
  value: (row: OverviewMeasure) => string,
  isNumber: boolean,
): Column<OverviewMeasure> => ({ id, head, isNumber, value, show: value });

function MeasureTable({ overview }: { readonly overview: Overview }): ReactNode {
  const words = useWords();
  const caption = words.say('unit.question', { unit: words.text(overview.unit.name) });
  return (
    <Table
      caption={caption}
      columns={columnsIn(overview.unit.id, words)}
      rows={overview.measures}
      keyOf={(row) => row.measure.id}
    />
  );
}

function Below(props: { readonly units: readonly UnitRef[]; readonly unit: string }): ReactNode {
  const words = useWords();
  if (props.units.length === 0) return null;
  return (
    <section aria-labelledby="below">
      <h2 id="below">{words.say('unit.below', { unit: props.unit })}</h2>
      <ul className="links">
        {props.units.map((unit) => (
          <li key={unit.id}>
            <Link to="/units/$unitId" params={{ unitId: unit.id }}>
              {words.text(unit.name)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Provenance({ overview }: { readonly overview: Overview }): ReactNode {
  const words = useWords();
  const said = [
    overview.lastMonth === null
      ? null
      : words.say('unit.data', { month: words.month(overview.lastMonth) }),
    overview.evaluatedAt === null
      ? null
      : words.say('unit.evaluated', { at: words.dateTime(overview.evaluatedAt) }),
    overview.dataVersion === null
      ? null
      : words.say('unit.data-version', { version: overview.dataVersion }),
  ].filter((part) => part !== null);
  return <footer className="provenance">{said.join(' · ')}</footer>;
}
