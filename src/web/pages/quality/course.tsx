import { type ReactNode, useMemo } from 'react';
import type { QualityPage } from '#api';
import { trendChart } from '#charts';
import { SteppedScene } from '../../chart/scene-view.tsx';
import { useWidth } from '../../chart/use-width.ts';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { shareWords } from '../../sentences/share-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

type Check = QualityPage['checks'][number];
type CheckMonth = Check['months'][number];

interface CourseProps {
  readonly check: Check;
}

/** How the share of bad rows has moved, month by month, against what is tolerated: drawn, and as a table. */
export function Course({ check }: CourseProps): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(400);
  const scene = useMemo(
    () => trendChart(modelOf(check, words), { width: Math.max(260, width), height: 170 }),
    [check, words, width],
  );
  return (
    <div>
      <h3>{words.text(check.title)}</h3>
      <div className="chart" ref={box}>
        <SteppedScene scene={scene} hint="" />
      </div>
      <details className="small-fold">
        <summary>{words.say('unit.table')}</summary>
        <Table
          caption={words.text(check.title)}
          columns={monthColumns(words)}
          rows={check.months}
          keyOf={({ month }) => month}
        />
      </details>
    </div>
  );
}

/** Beyond what is usual without any fault, as the alarm reads it. */
export const toleratedOf = ({ expected, threshold }: Check): number =>
  Math.min(1, expected + threshold);

export const toleratedWords = (check: Check, words: Words): string =>
  `${words.short(Number((100 * toleratedOf(check)).toPrecision(2)))}\u00a0%`;

const share = ({ bad, checked }: CheckMonth): number | null =>
  checked === 0 ? null : bad / checked;

const pointWords = (point: CheckMonth, words: Words): string =>
  words.say('quality.course-point', {
    month: words.month(point.month),
    share: shareWords(point.bad, point.checked, words),
    bad: words.whole(point.bad),
    checked: words.whole(point.checked),
  });

function modelOf(check: Check, words: Words) {
  return {
    ...{ title: words.text(check.title), description: words.text(check.rule) },
    points: check.months.map((point) => ({
      ...{ id: point.month, value: share(point), behind: null, words: pointWords(point, words) },
    })),
    ...{ isSteps: false, aim: toleratedOf(check), greatest: 1 },
    words: {
      first: words.month(check.months[0]?.month ?? ''),
      last: words.month(check.months.at(-1)?.month ?? ''),
      tick: (value: number) => `${words.short(100 * value)}\u00a0%`,
      aim: words.say('quality.course-tolerated', { share: toleratedWords(check, words) }),
    },
  };
}

function monthColumns(words: Words): Column<CheckMonth>[] {
  const number = (id: 'bad' | 'checked'): Column<CheckMonth> => ({
    ...{ id, head: words.say(`quality.course-${id}`), isNumber: true },
    value: (row) => row[id],
    show: (row) => words.whole(row[id]),
  });
  return [
    {
      ...{ id: 'month', head: words.say('column.month'), isNumber: false },
      value: ({ month }) => month,
      show: ({ month }) => words.month(month),
    },
    number('checked'),
    number('bad'),
    {
      ...{ id: 'share', head: words.say('quality.course-share'), isNumber: true },
      value: share,
      show: ({ bad, checked }) => shareWords(bad, checked, words),
    },
  ];
}
