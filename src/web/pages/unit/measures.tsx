import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { Overview, OverviewMeasure } from '#api';
import { useWords } from '../../words/words-context.tsx';
import { MeasureCard } from './measure-card.tsx';
import { MeasureTable } from './measure-table.tsx';

const interests = ['front-line', 'management', 'authority'] as const;

/** The measures of a unit by who asks, as small charts or as a table. */
export function Measures({ overview }: { readonly overview: Overview }): ReactNode {
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
  const ready = measures.flatMap((overview) =>
    overview.chart.kind === 'chart' ? [{ overview, chart: overview.chart }] : [],
  );
  const silent = measures.filter((m) => m.chart.kind === 'no-chart');
  return (
    <section aria-labelledby={`interest-${interest}`}>
      <h2 id={`interest-${interest}`}>{words.say(`interest.${interest}`)}</h2>
      {ready.length > 0 && (
        <ul className="cards">
          {ready.map(({ overview, chart }) => (
            <li key={overview.measure.id}>
              <MeasureCard overview={overview} chart={chart} unitId={unitId} />
            </li>
          ))}
        </ul>
      )}
      {silent.length > 0 && <Silent unitId={unitId} measures={silent} />}
    </section>
  );
}

/** Measures without a chart, in one line: a unit without beds has no length of stay, and that is no news. */
function Silent({ unitId, measures }: Omit<InterestGroupProps, 'interest'>): ReactNode {
  const words = useWords();
  return (
    <p className="silent">
      {words.say('unit.silent')}{' '}
      {measures.map(({ measure }, i) => (
        <span key={measure.id}>
          {i > 0 && ', '}
          <Link to="/units/$unitId/measures/$measureId" params={{ unitId, measureId: measure.id }}>
            {words.text(measure.title)}
          </Link>
        </span>
      ))}
    </p>
  );
}
