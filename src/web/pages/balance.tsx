import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { BalancePage as Answer, BalanceFigure } from '#api';
import { trendChart } from '#charts';
import { SteppedScene } from '../chart/scene-view.tsx';
import { useWidth } from '../chart/use-width.ts';
import { Answered } from '../parts/answered.tsx';
import { DialogButton } from '../parts/dialog-button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Table } from '../parts/table.tsx';
import type { Column } from '../parts/table-text.ts';
import { balanceQuery } from '../request/queries.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';
import { AimsForm } from './balance/aims-form.tsx';

type Drift = Answer['drift'][number];

/** The balance between top-down and bottom-up, and where the organisation wants it. */
export function BalancePage(): ReactNode {
  const words = useWords();
  return (
    <Answered query={useQuery(balanceQuery())}>
      {(page) => (
        <>
          <PageHead question={words.say('balance.question')} answer={answerOf(page, words)} />
          <p className="about">
            <Link to="/practices">{words.say('place.practices')}</Link>
            {' · '}
            <Link to="/spread">{words.say('commons.see-spread')}</Link>
          </p>
          <Figures page={page} />
          {page.maySet && (
            <p className="next">
              <DialogButton name={words.say('balance.set')} look="button">
                {(close) => <AimsForm page={page} onDone={close} />}
              </DialogButton>
            </p>
          )}
          <DriftSection page={page} />
          <Origins page={page} />
          <Levels page={page} />
          <p className="provenance">{words.say('spread.from-ledger')}</p>
        </>
      )}
    </Answered>
  );
}

function answerOf({ fromBelow, mandated, from, drift, aims }: Answer, words: Words): string {
  const month = words.month(from);
  const share =
    fromBelow.total === 0
      ? words.say('balance.answer-none', { month })
      : words.say('balance.answer-share', {
          ...{ of: fromBelow.of, total: fromBelow.total, month, mandated: mandated.of },
        });
  const outside = drift.filter(({ within }) => within === false).length;
  const stands =
    aims === null ? words.say('balance.no-aims') : words.say('balance.answer-aims', { outside });
  return `${share} ${stands}`;
}

const isDays = (figure: BalanceFigure): boolean => figure === 'days-to-decision';
const isAtMost = (figure: BalanceFigure): boolean => isDays(figure) || figure === 'mandated';

/** A share in whole percent, or days. */
function figureWords(figure: BalanceFigure, value: number | null, words: Words): string {
  if (value === null) return words.say('number.not-known');
  return isDays(figure)
    ? words.say('number.days', { count: Math.round(value) })
    : `${words.whole(value * 100)}\u00a0%`;
}

function aimWords({ figure, aim }: Pick<Drift, 'figure' | 'aim'>, words: Words): string {
  if (aim === null) return words.say('balance.not-set');
  const value = figureWords(figure, aim, words);
  return words.say(isAtMost(figure) ? 'balance.at-most' : 'balance.at-least', { value });
}

function Figures({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">{words.say('balance.figures')}</h2>
      <Table
        caption={words.say('balance.figures')}
        rows={page.drift}
        keyOf={({ figure }) => figure}
        columns={figureColumns(page, words)}
      />
      {page.inconsistent.of > 0 && (
        <p className="quiet">
          {words.say('balance.inconsistent', {
            ...{ of: page.inconsistent.of, total: page.inconsistent.total },
          })}
        </p>
      )}
      {page.aims !== null && (
        <p className="quiet">
          {words.say('balance.set-by', {
            ...{ name: page.aims.by?.name ?? '', date: words.date(page.aims.at) },
            reason: page.aims.reason,
          })}
        </p>
      )}
    </section>
  );
}

const counted = (page: Answer, figure: BalanceFigure) => {
  switch (figure) {
    case 'from-below':
      return page.fromBelow;
    case 'mandated':
      return page.mandated;
    case 'adapted':
      return page.adapted;
    case 'answered':
      return page.answered;
    case 'days-to-decision':
      return null;
  }
};

function figureColumns(page: Answer, words: Words): Column<Drift>[] {
  const stands = ({ within }: Drift) =>
    within === null ? '' : words.say(within ? 'balance.within' : 'balance.outside');
  return [
    {
      ...{ isNumber: false, id: 'figure', head: words.say('balance.figure') },
      value: ({ figure }) => words.say(`balance.figure.${figure}`),
      show: ({ figure }) => words.say(`balance.figure.${figure}`),
    },
    {
      ...{ isNumber: true, id: 'now', head: words.say('balance.now') },
      value: ({ value }) => value,
      show: ({ figure, value }) => {
        const share = counted(page, figure);
        return (
          <>
            {figureWords(figure, value, words)}
            {share !== null && share.total > 0 && (
              <div className="quiet">
                {words.say('balance.of', { of: share.of, total: share.total })}
              </div>
            )}
          </>
        );
      },
    },
    {
      ...{ isNumber: true, id: 'aim', head: words.say('balance.aim') },
      value: ({ aim }) => aim,
      show: (drift) => aimWords(drift, words),
    },
    {
      ...{ isNumber: false, id: 'stands', head: words.say('balance.stands') },
      value: stands,
      show: stands,
    },
  ];
}

function DriftSection({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const shown = page.drift.filter(({ halfYears }) => halfYears.some(({ value }) => value !== null));
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="drift">
      <h2 id="drift">{words.say('balance.drift')}</h2>
      <p className="quiet">{words.say('balance.drift-note')}</p>
      <div className="multiples">
        {shown.map((drift) => (
          <DriftChart key={drift.figure} drift={drift} />
        ))}
      </div>
    </section>
  );
}

function DriftChart({ drift }: { readonly drift: Drift }): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(400);
  const { figure, aim, halfYears } = drift;
  const scene = useMemo(() => {
    const said = (value: number | null) => figureWords(figure, value, words);
    return trendChart(
      {
        title: words.say(`balance.figure.${figure}`),
        description: words.say('balance.drift-note'),
        points: halfYears.map(({ from, value }) => ({
          ...{ id: from, value, behind: null },
          words: words.say('balance.half-year', { month: words.month(from), value: said(value) }),
        })),
        ...{ isSteps: false, aim, greatest: isDays(figure) ? null : 1 },
        words: {
          first: words.month(halfYears[0]?.from ?? ''),
          last: words.month(halfYears.at(-1)?.from ?? ''),
          tick: (value) =>
            isDays(figure) ? words.whole(value) : `${words.whole(value * 100)}\u00a0%`,
          aim: words.say('balance.aim-line', { value: aimWords({ figure, aim }, words) }),
        },
      },
      { width: Math.max(260, width), height: 170 },
    );
  }, [figure, aim, halfYears, words, width]);
  return (
    <div>
      <h3>{words.say(`balance.figure.${figure}`)}</h3>
      <div className="chart" ref={box}>
        <SteppedScene scene={scene} hint="" />
      </div>
    </div>
  );
}

function Origins({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  if (page.fromBelow.total === 0) return null;
  return (
    <section aria-labelledby="origins">
      <h2 id="origins">{words.say('balance.origins')}</h2>
      <Table
        caption={words.say('balance.origins')}
        rows={page.origins}
        keyOf={({ origin }) => origin}
        columns={[
          {
            ...{ isNumber: false, id: 'origin', head: words.say('balance.origin') },
            value: ({ origin }) => words.say(`proposal-origin.${origin}`),
            show: ({ origin }) => words.say(`proposal-origin.${origin}`),
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

function Levels({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  if (page.daysToDecision.length === 0) return null;
  const name = (place: string) => {
    const found = page.placeNames.find(({ id }) => id === place);
    return found === undefined ? words.say('spread.other') : words.text(found.name);
  };
  return (
    <section aria-labelledby="levels">
      <h2 id="levels">{words.say('balance.levels')}</h2>
      <Table
        caption={words.say('balance.levels')}
        rows={page.daysToDecision}
        keyOf={({ place }) => place}
        columns={[
          {
            ...{ isNumber: false, id: 'level', head: words.say('balance.level') },
            value: ({ place }) => name(place),
            show: ({ place }) => name(place),
          },
          {
            ...{ isNumber: true, id: 'decisions', head: words.say('balance.decisions') },
            value: ({ decisions }) => decisions,
            show: ({ decisions }) => words.whole(decisions),
          },
          {
            ...{ isNumber: true, id: 'days', head: words.say('balance.days') },
            value: ({ medianDays }) => medianDays,
            show: ({ medianDays }) => words.whole(medianDays),
          },
        ]}
      />
    </section>
  );
}
