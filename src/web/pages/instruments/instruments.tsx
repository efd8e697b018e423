import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InstrumentList } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { instrumentsQuery } from '../../request/answering-queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { BringForm } from './bring-form.tsx';
import { ChooseForm } from './choose-form.tsx';

type Instrument = InstrumentList['instruments'][number];

/** What patients of a unit answer, and what else there is to choose from. */
export function InstrumentsPage(): ReactNode {
  const { unitId } = useParams({ from: '/patients/$unitId' });
  return (
    <Answered query={useQuery(instrumentsQuery(unitId))}>
      {(list) => <Instruments key={unitId} list={list} />}
    </Answered>
  );
}

function Instruments({ list }: { readonly list: InstrumentList }): ReactNode {
  const words = useWords();
  const unit = words.text(list.unit.name);
  const used = list.instruments.filter(({ inUse }) => inUse);
  const ready = list.instruments.filter(({ inUse, form }) => !inUse && form !== null);
  const known = list.instruments.filter(({ inUse, form }) => !inUse && form === null);
  return (
    <>
      <PageHead
        question={words.say('instruments.question', { unit })}
        answer={words.say('instruments.answer', {
          ...{ unit, used: used.length, ready: ready.length },
          names: words.list(
            used.map(({ title }) => words.say('text.quoted', { title: words.text(title) })),
          ),
        })}
      />
      {list.mayInvite && used.length > 0 && (
        <section className="next" aria-label={words.say('next.title')}>
          <Link
            to="/patients/$unitId/participants"
            params={{ unitId: list.unit.id }}
            className="button"
          >
            {words.say('instruments.next')}
          </Link>
        </section>
      )}
      <Part title={words.say('instruments.in-use')} list={list} instruments={used} />
      <Part title={words.say('instruments.ready')} list={list} instruments={ready} />
      <Part title={words.say('instruments.catalogue')} list={list} instruments={known} />
      {list.mayBring && (
        <DialogButton name={words.say('instruments.bring')}>
          {(close) => <BringForm list={list} onDone={close} />}
        </DialogButton>
      )}
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly list: InstrumentList;
  readonly instruments: readonly Instrument[];
}

function Part({ title, list, instruments }: PartProps): ReactNode {
  const words = useWords();
  return (
    <section>
      <h2>{title}</h2>
      {instruments.length === 0 && <p className="quiet">{words.say('instruments.none-here')}</p>}
      {instruments.map((instrument) => (
        <OneInstrument key={instrument.id} instrument={instrument} list={list} />
      ))}
    </section>
  );
}

interface OneProps {
  readonly instrument: Instrument;
  readonly list: InstrumentList;
}

function OneInstrument({ instrument, list }: OneProps): ReactNode {
  const words = useWords();
  const { inUse, form, minutes, languages } = instrument;
  const unit = words.text(list.unit.name);
  const title = words.text(instrument.title);
  const act = inUse ? 'rest' : 'take';
  const about = [
    words.say('instruments.minutes', { minutes }),
    words.say('instruments.languages', {
      languages: words.list(languages.map(words.languageName)),
    }),
  ];
  return (
    <article className="instrument">
      <div>
        <h3>{title}</h3>
        <p>{words.text(instrument.measures)}</p>
        <p className="quiet">{about.join(' · ')}</p>
        {instrument.safety.map(({ id, role, acknowledgeMinutes }) => (
          <p key={id}>
            {words.say('instruments.safety', {
              ...{ role: roleWords(role, words), minutes: acknowledgeMinutes },
            })}
          </p>
        ))}
        <Facts instrument={instrument} />
      </div>
      {list.mayChoose && form !== null && (
        <DialogButton
          name={words.say(`instruments.${act}`)}
          title={words.say(`instruments.${act}-title`, { title, unit })}
        >
          {(close) => (
            <ChooseForm
              unitId={list.unit.id}
              instrumentId={instrument.id}
              inUse={!inUse}
              onDone={close}
            />
          )}
        </DialogButton>
      )}
    </article>
  );
}

export function roleWords(role: string, words: Words): string {
  const id = `role.${role}`;
  return words.has(id) ? words.say(id).toLowerCase() : role;
}

/** Score, margin, licence, source and how to get the form. */
function Facts({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const words = useWords();
  const { form, scores, licence, source, getting } = instrument;
  return (
    <details className="facts">
      <summary>
        {words.say('instruments.scoring')}, {words.say('instruments.licence').toLowerCase()},{' '}
        {words.say('instruments.source').toLowerCase()}
        <span className="unseen">: {words.text(instrument.title)}</span>
      </summary>
      <dl>
        {scores.map((score) => (
          <div key={score.title.en}>
            <dt>{words.text(score.title)}</dt>
            <dd>
              {words.say('instruments.range', {
                ...{ min: words.whole(score.min), max: words.whole(score.max) },
                direction: words.say(
                  score.higherIsBetter ? 'instruments.higher' : 'instruments.lower',
                ),
              })}
              . {words.text(score.method)}{' '}
              {score.margin === null || score.source === null
                ? words.say('instruments.no-margin')
                : words.say('instruments.margin', {
                    ...{
                      points: marginWords(score.margin, words),
                      source: words.text(score.source),
                    },
                  })}
            </dd>
          </div>
        ))}
        <div>
          <dt>{words.say('instruments.licence')}</dt>
          <dd>{words.text(licence)}</dd>
        </div>
        <div>
          <dt>{words.say('instruments.source')}</dt>
          <dd>{source}</dd>
        </div>
        {form !== null && (
          <div>
            <dt>{words.say('instruments.version')}</dt>
            <dd>{form.slice(form.lastIndexOf('|') + 1)}</dd>
          </div>
        )}
        {getting !== null && (
          <div>
            <dt>{words.say('instruments.getting')}</dt>
            <dd>{words.text(getting)}</dd>
          </div>
        )}
      </dl>
    </details>
  );
}

const marginWords = (margin: number, words: Words): string =>
  Number.isInteger(margin) ? words.whole(margin) : words.decimal(margin);
