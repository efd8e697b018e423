import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { SpreadPage as Answer } from '#api';
import { sankey, trendChart } from '#charts';
import { flowModelOf, placeWords } from '../chart/flow-model.ts';
import { SteppedScene } from '../chart/scene-view.tsx';
import { useWidth } from '../chart/use-width.ts';
import { Answered } from '../parts/answered.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Table } from '../parts/table.tsx';
import { spreadQuery } from '../request/queries.ts';
import { useWords } from '../words/words-context.tsx';

/** How practices and proposals travel, counted from the ledger. */
export function SpreadPage(): ReactNode {
  const words = useWords();
  return (
    <Answered query={useQuery(spreadQuery())}>
      {(page) => (
        <>
          <PageHead
            question={words.say('spread.question')}
            answer={words.say('spread.answer', {
              ...{ adoptions: page.adoptions, units: page.units, proposals: page.proposals },
            })}
          />
          <p className="about">
            <Link to="/practices">{words.say('place.practices')}</Link>
            {' · '}
            <Link to="/balance">{words.say('commons.see-balance')}</Link>
          </p>
          <Flow page={page} />
          <Curves page={page} />
          <LearningTable page={page} />
          <p className="provenance">{words.say('spread.from-ledger')}</p>
        </>
      )}
    </Answered>
  );
}

function Flow({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(900);
  const scene = useMemo(
    () => sankey(flowModelOf(page, words), Math.max(320, width)),
    [page, words, width],
  );
  return (
    <section aria-labelledby="flow">
      <h2 id="flow">{words.say('spread.flow')}</h2>
      {page.flow.length === 0 ? (
        <p className="quiet">{words.say('spread.flow-none')}</p>
      ) : (
        <>
          <p className="quiet">{words.say('spread.flow-note')}</p>
          <div className="chart flow" ref={box}>
            <SteppedScene scene={scene} hint={words.say('spread.hint')} />
          </div>
          <FlowTable page={page} />
        </>
      )}
    </section>
  );
}

function FlowTable({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const text = { isNumber: false } as const;
  return (
    <details className="small-fold">
      <summary>{words.say('unit.table')}</summary>
      <Table
        caption={words.say('spread.flow')}
        rows={page.flow}
        keyOf={({ from, to }) => `${from} ${to}`}
        columns={[
          {
            ...{ ...text, id: 'from', head: words.say('spread.from') },
            value: ({ from }) => placeWords(from, page.placeNames, words),
            show: ({ from }) => placeWords(from, page.placeNames, words),
          },
          {
            ...{ ...text, id: 'to', head: words.say('spread.to') },
            value: ({ to }) => placeWords(to, page.placeNames, words),
            show: ({ to }) => placeWords(to, page.placeNames, words),
          },
          {
            ...{ isNumber: true, id: 'count', head: words.say('spread.count') },
            value: ({ count }) => count,
            show: ({ count }) => words.whole(count),
          },
        ]}
      />
    </details>
  );
}

function Curves({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="curves">
      <h2 id="curves">{words.say('spread.curves')}</h2>
      {page.curves.length === 0 ? (
        <p className="quiet">{words.say('spread.curves-none')}</p>
      ) : (
        <>
          <p className="quiet">{words.say('spread.curves-note')}</p>
          <div className="multiples">
            {page.curves.map((curve) => (
              <Curve key={curve.practiceId} curve={curve} greatest={greatestOf(page)} />
            ))}
          </div>
        </>
      )}
    </section>
  );
}

/** Small drawings that are compared share their scale. */
const greatestOf = ({ curves }: Answer): number =>
  Math.max(1, ...curves.flatMap(({ points }) => points.map(({ begun }) => begun)));

interface CurveProps {
  readonly curve: Answer['curves'][number];
  readonly greatest: number;
}

function Curve({ curve, greatest }: CurveProps): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(400);
  const scene = useMemo(() => {
    const said = curve.points.map(({ month, inUse, begun }) => ({
      ...{ id: month, value: inUse, behind: begun },
      words: words.say('spread.curve-point', { month: words.month(month), inUse, begun }),
    }));
    return trendChart(
      {
        ...{ title: curve.title, description: words.say('spread.curves-note'), points: said },
        ...{ isSteps: true, aim: null, greatest },
        words: {
          first: words.month(curve.points[0]?.month ?? ''),
          last: words.month(curve.points.at(-1)?.month ?? ''),
          tick: (value) => (Number.isInteger(value) ? words.whole(value) : ''),
          aim: '',
        },
      },
      { width: Math.max(260, width), height: 160 },
    );
  }, [curve, greatest, words, width]);
  return (
    <div>
      <h3>
        <Link to="/practices/$practiceId" params={{ practiceId: curve.practiceId }}>
          {curve.title}
        </Link>
      </h3>
      <div className="chart" ref={box}>
        <SteppedScene scene={scene} hint="" />
      </div>
    </div>
  );
}

function LearningTable({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  if (page.learning.length === 0) return null;
  const text = { isNumber: false } as const;
  return (
    <section aria-labelledby="learning">
      <h2 id="learning">{words.say('spread.learning')}</h2>
      <Table
        caption={words.say('spread.learning')}
        rows={page.learning}
        keyOf={({ from, to }) => `${from.id} ${to.id}`}
        columns={[
          {
            ...{ ...text, id: 'from', head: words.say('spread.from') },
            value: ({ from }) => words.text(from.name),
            show: ({ from }) => words.text(from.name),
          },
          {
            ...{ ...text, id: 'to', head: words.say('spread.learned') },
            value: ({ to }) => words.text(to.name),
            show: ({ to }) => words.text(to.name),
          },
          {
            ...{ isNumber: true, id: 'practices', head: words.say('spread.practices') },
            value: ({ practices }) => practices,
            show: ({ practices }) => words.whole(practices),
          },
        ]}
      />
    </section>
  );
}
