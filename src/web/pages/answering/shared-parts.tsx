import type { ReactNode } from 'react';
import type { SharedView } from '#api';
import { Table } from '../../parts/table.tsx';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { Curve, changeSentence } from './curve.tsx';

/** The first line of the page: the curve answered last. */
export function sharedAnswer({ curves }: SharedView, words: Words): string {
  const newest = curves.toSorted((a, b) => (lastAt(a) > lastAt(b) ? -1 : 1))[0];
  return newest === undefined ? words.say('shared.nothing') : changeSentence(newest, words);
}

const lastAt = ({ points }: SharedView['curves'][number]): string => points.at(-1)?.at ?? '';

interface SharedPartsProps {
  readonly view: SharedView;
  readonly isOwn: boolean;
}

/** What patient and clinician both see. */
export function SharedParts({ view, isOwn }: SharedPartsProps): ReactNode {
  const words = useWords();
  return (
    <>
      {view.curves.map((curve) => (
        <Curve key={`${curve.instrumentId} ${curve.scoreTitle.en}`} curve={curve} />
      ))}
      <section aria-labelledby="goals">
        <h2 id="goals">{words.say(isOwn ? 'shared.goals' : 'shared.goals-staff')}</h2>
        {view.goals.length === 0 ? (
          <p className="quiet">{words.say('shared.goals-none')}</p>
        ) : (
          <ul className="goals">
            {view.goals.map(({ text, since }) => (
              <li key={`${since} ${text}`}>
                <q>{text}</q>
                {since !== null && <span className="quiet"> {words.date(since)}</span>}
              </li>
            ))}
          </ul>
        )}
      </section>
      <Tried tried={view.tried} />
    </>
  );
}

type Row = SharedView['tried'][number];

function Tried({ tried }: { readonly tried: readonly Row[] }): ReactNode {
  const words = useWords();
  const day = (id: 'first' | 'last') => ({
    ...{ id, head: words.say(`shared.tried-${id}`), isNumber: false },
    value: (row: Row) => row[id],
    show: (row: Row) => words.date(row[id]),
  });
  return (
    <section aria-labelledby="tried">
      <h2 id="tried">{words.say('shared.tried')}</h2>
      {tried.length === 0 ? (
        <p className="quiet">{words.say('shared.tried-none')}</p>
      ) : (
        <Table
          caption={words.say('shared.tried')}
          rows={tried}
          keyOf={({ code }) => code}
          columns={[
            {
              ...{ id: 'what', head: words.say('shared.tried-what'), isNumber: false },
              value: (row) => treatmentWords(row, words),
              show: (row) => treatmentWords(row, words),
            },
            {
              ...{ id: 'times', head: words.say('shared.tried-times'), isNumber: true },
              value: ({ times }) => times,
              show: ({ times }) => words.whole(times),
            },
            day('first'),
            day('last'),
          ]}
        />
      )}
    </section>
  );
}

/** ATC codes begin with a letter and two figures. */
const isMedicine = (code: string): boolean => /^[A-Z]\d\d/.test(code);

function treatmentWords({ code, name }: Row, words: Words): string {
  const id = `tried.${code}`;
  if (words.has(id)) return words.say(id);
  if (name !== null) return name;
  return words.say(isMedicine(code) ? 'tried.medicine' : 'tried.treatment', { code });
}
