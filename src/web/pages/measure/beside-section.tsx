import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { Beside, MeasurePage } from '#api';
import { besideChart } from '#charts';
import {
  besideByName,
  besideModelOf,
  besideNumbers,
  intervalWords,
} from '../../chart/beside-model.ts';
import { SteppedScene } from '../../chart/scene-view.tsx';
import { useWidth } from '../../chart/use-width.ts';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { countHeads } from './numbers.ts';

/** The units at this level beside each other, by name, with how sure each number is. */
export function BesideSection({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(900);
  const scene = useMemo(
    () => besideChart(besideModelOf(page, words), Math.max(320, width)),
    [page, words, width],
  );
  const shown = besideByName(page, words);
  if (shown.length < 2 || page.besidePeriod === null) return null;
  const { first, last } = page.besidePeriod;
  const absent = page.beside.length - shown.length;
  const hasUnusual = shown.some((b) => b.funnel === 'above' || b.funnel === 'below');
  return (
    <section aria-labelledby="beside">
      <h2 id="beside">{words.say('measure.beside')}</h2>
      <p className="quiet">
        {words.say('measure.beside-note', { first: words.month(first), last: words.month(last) })}{' '}
        {absent > 0 && words.say('measure.beside-absent', { count: absent })}{' '}
        {hasUnusual && words.say('measure.beside-unusual')}
      </p>
      <div className="chart" ref={box}>
        <SteppedScene scene={scene} hint={words.say('chart.hint-units')} />
      </div>
      <details className="small-fold">
        <summary>{words.say('unit.table')}</summary>
        <Table
          caption={words.say('measure.beside')}
          columns={columnsFor(page, words)}
          rows={shown}
          keyOf={(b) => b.unit.id}
        />
      </details>
    </section>
  );
}

function columnsFor(page: MeasurePage, words: Words): Column<Beside>[] {
  const numbers = besideNumbers(page, words);
  const [of, outOf] = countHeads(page.measure, words);
  const hidden = (b: Beside, shown: string) =>
    b.suppressed ? words.say('measure.suppressed') : shown;
  const none = words.say('number.not-known');
  const number = { isNumber: true } as const;
  return [
    {
      id: 'unit',
      head: words.say('column.unit'),
      isNumber: false,
      value: (b) => words.text(b.unit.name),
      show: (b) => (
        <Link
          to="/units/$unitId/measures/$measureId"
          params={{ unitId: b.unit.id, measureId: page.measure.id }}
        >
          {words.text(b.unit.name)}
        </Link>
      ),
    },
    {
      ...number,
      id: 'value',
      head: `${words.say('column.value')} (${numbers.unit})`,
      value: (b) => (b.suppressed ? null : b.value),
      show: (b) => hidden(b, b.value === null ? none : numbers.exact(b.value)),
    },
    {
      ...number,
      id: 'interval',
      head: words.say('column.interval'),
      value: (b) => (b.suppressed ? null : b.lower95),
      show: (b) => (b.suppressed ? '' : intervalWords(b, numbers)),
    },
    {
      ...number,
      id: 'of',
      head: of,
      value: (b) => (b.suppressed ? null : b.numerator),
      show: (b) => (b.suppressed ? '' : words.whole(b.numerator)),
    },
    {
      ...number,
      id: 'out-of',
      head: outOf,
      value: (b) => (b.suppressed ? null : b.denominator),
      show: (b) => (b.suppressed ? '' : words.whole(b.denominator)),
    },
  ];
}
