import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { OverviewMeasure } from '#api';
import { SparkView } from '../../chart/control-chart-view.tsx';
import { DisputeButton } from '../../parts/dispute-button.tsx';
import { AssuranceMark, VariationMark } from '../../parts/icons.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { glanceOf } from '../../sentences/glance.ts';
import type { ReadyChart } from '../../sentences/measure-answer.ts';
import { useWords } from '../../words/words-context.tsx';

interface MeasureCardProps {
  readonly overview: OverviewMeasure;
  readonly chart: ReadyChart;
  readonly unitId: string;
}

/** One measure at a glance: number, icons, small chart, and what it means in words. */
export function MeasureCard({ overview, chart, unitId }: MeasureCardProps): ReactNode {
  const words = useWords();
  const { measure } = overview;
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
        <span className="card-icons">
          <VariationMark kind={chart.variation} />
          {chart.assurance !== 'none' && <AssuranceMark kind={chart.assurance} />}
        </span>
      </div>
      <CardChart overview={overview} chart={chart} />
      <p className="card-words">{glance.change}</p>
      <SoFar soFar={overview.soFar} measure={measure} chart={chart} />
      <DisputeButton unitId={unitId} measure={measure} chart={chart} look="text-button" />
    </article>
  );
}

function CardChart({ overview, chart }: Omit<MeasureCardProps, 'unitId'>): ReactNode {
  const charted = useMemo(
    // The words of the card say what the picture shows; a second name would be read twice.
    () => ({ measure: overview.measure, chart, annotations: [], title: '', description: '' }),
    [overview.measure, chart],
  );
  return <SparkView charted={charted} />;
}
