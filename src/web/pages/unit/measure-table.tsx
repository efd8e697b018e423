import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview, OverviewMeasure } from '#api';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { glanceOf } from '../../sentences/glance.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

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

export function MeasureTable({ overview }: { readonly overview: Overview }): ReactNode {
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
