import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { QualityPage as Answer } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { PageHead, withUnit } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { qualityQuery } from '../../request/quality-queries.ts';
import { subjectsNamed } from '../../sentences/quality-words.ts';
import { shareWords } from '../../sentences/share-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { Course, toleratedOf, toleratedWords } from './course.tsx';
import { RowsBehind } from './rows-behind.tsx';
import { ThresholdForm } from './threshold-form.tsx';

export function QualityPage(): ReactNode {
  const { unitId } = useParams({ from: '/units/$unitId/quality' });
  return (
    <Answered query={useQuery(qualityQuery(unitId))}>{(page) => <Checks page={page} />}</Answered>
  );
}

type Check = Answer['checks'][number];

const dimensions = ['conformance', 'completeness', 'plausibility'] as const;

function Checks({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const above = page.checks.filter(({ alarms }) => alarms.length > 0);
  return (
    <>
      <PageHead
        path={withUnit(page.path, page.unit)}
        question={words.say('quality.question', { unit: words.text(page.unit.name) })}
        answer={answerOf(page, above.length, words)}
      />
      {above.length > 0 && (
        <section aria-labelledby="found">
          <h2 id="found">{words.say('quality.found')}</h2>
          {above.map((check) => (
            <Found key={check.id} check={check} page={page} />
          ))}
        </section>
      )}
      <Courses checks={page.checks} />
      {dimensions.map((dimension) => (
        <section key={dimension} aria-labelledby={dimension} className="checks">
          <h2 id={dimension}>{words.say(`quality.dimension.${dimension}`)}</h2>
          <Table
            caption={words.say(`quality.dimension.${dimension}`)}
            columns={checkColumns(page, words)}
            rows={page.checks.filter((check) => check.dimension === dimension)}
            keyOf={(check) => check.id}
          />
        </section>
      ))}
      <footer className="provenance">
        <Link to="/units/$unitId/handbook" params={{ unitId: page.unit.id }}>
          {words.say('handbook.link')}
        </Link>
      </footer>
    </>
  );
}

function Courses({ checks }: { readonly checks: readonly Check[] }): ReactNode {
  const words = useWords();
  const moved = checks.filter(({ bad }) => bad > 0);
  if (moved.length === 0) return null;
  return (
    <section aria-labelledby="course">
      <h2 id="course">{words.say('quality.course')}</h2>
      <p className="quiet">{words.say('quality.course-note')}</p>
      <div className="multiples">
        {moved.map((check) => (
          <Course key={check.id} check={check} />
        ))}
      </div>
    </section>
  );
}

function answerOf({ measuredAt, checks }: Answer, above: number, words: Words): string {
  if (measuredAt === null) return words.say('quality.answer-none');
  const said = { count: checks.length, above, at: words.dateTime(measuredAt) };
  return words.say(above === 0 ? 'quality.answer-clean' : 'quality.answer-above', said);
}

function Found({ check, page }: { readonly check: Check; readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <article>
      <h3>{words.text(check.title)}</h3>
      <p>{words.text(check.rule)}</p>
      <ul>
        {check.alarms.map((alarm) => (
          <li key={alarm.unit.id}>
            {words.say(
              alarm.firstMonth === alarm.lastMonth ? 'quality.alarm-month' : 'quality.alarm',
              {
                unit: words.text(alarm.unit.name),
                first: words.month(alarm.firstMonth),
                last: words.month(alarm.lastMonth),
                bad: words.whole(alarm.bad),
                checked: words.whole(alarm.checked),
                subjects: subjectsNamed(alarm.subjects, words),
              },
            )}
          </li>
        ))}
      </ul>
      <p>{words.text(check.nextStep)}</p>
      {check.open.map((challenge) => (
        <p key={challenge.id} className="next">
          {challenge.owner === null
            ? words.say('quality.no-owner')
            : words.say('quality.owner', { owner: challenge.owner.name })}{' '}
          <Link to="/threads/$threadId" params={{ threadId: challenge.threadId }}>
            {words.say('quality.to-thread')}
          </Link>
        </p>
      ))}
      {page.maySeeRows && (
        <DialogButton name={words.say('quality.rows')}>
          {() => <RowsBehind check={check} unitId={page.unit.id} />}
        </DialogButton>
      )}
    </article>
  );
}

function checkColumns(page: Answer, words: Words): Column<Check>[] {
  const lastOf = ({ months }: Check) => months.at(-2) ?? months.at(-1) ?? { bad: 0, checked: 0 };
  return [
    {
      id: 'check',
      head: words.say('quality.check'),
      isNumber: false,
      value: (check) => words.text(check.title),
      show: (check) => (
        <>
          {words.text(check.title)}
          <div className="quiet">{words.text(check.rule)}</div>
        </>
      ),
    },
    {
      id: 'share',
      head: words.say('quality.share'),
      isNumber: true,
      value: (check) => (check.checked === 0 ? null : check.bad / check.checked),
      show: (check) => shareWords(check.bad, check.checked, words),
    },
    {
      id: 'trend',
      head: words.say('quality.trend'),
      isNumber: true,
      value: (check) => lastOf(check).bad,
      show: (check) => shareWords(lastOf(check).bad, lastOf(check).checked, words),
    },
    {
      id: 'threshold',
      head: words.say('quality.threshold'),
      isNumber: true,
      value: toleratedOf,
      show: (check) => toleratedWords(check, words),
    },
    {
      id: 'state',
      head: words.say('quality.state'),
      isNumber: false,
      value: (check) => check.alarms.length,
      show: (check) => (
        <>
          {words.say(check.alarms.length === 0 ? 'quality.within' : 'quality.above')}{' '}
          {page.maySetThreshold && (
            <DialogButton
              name={words.say('quality.set-threshold')}
              label={words.say('quality.set-threshold-label', { check: words.text(check.title) })}
              look="text-button"
            >
              {(close) => <ThresholdForm check={check} onDone={close} />}
            </DialogButton>
          )}
        </>
      ),
    },
  ];
}
