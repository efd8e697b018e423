import type { ReactNode } from 'react';
import type { SharedView } from '#api';
import { Table } from '../../parts/table.tsx';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { Curve, changeSentence } from './curve.tsx';

/** The first line of the page: the curve answered last. */
export function sharedAnswer(view: SharedView, words: Words): string {
  const [newest] = newestFirst(view);
  return newest === undefined ? words.say('shared.nothing') : changeSentence(newest, words);
}

const newestFirst = ({ curves }: SharedView): SharedView['curves'] =>
  curves.toSorted((a, b) => (lastAt(a) > lastAt(b) ? -1 : 1));

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
      {newestFirst(view).map((curve, i) => (
        <Curve
          key={`${curve.instrumentId} ${curve.scoreTitle.en}`}
          curve={curve}
          isSaid={i === 0}
        />
      ))}
      <Latest latest={view.latest} />
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

interface LatestProps {
  readonly latest: SharedView['latest'];
}

/** What was answered last, question by question; the newest stands open. */
function Latest({ latest }: LatestProps): ReactNode {
  const words = useWords();
  if (latest.length === 0) return null;
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">{words.say('shared.latest')}</h2>
      {latest.map(({ responseId, title, at, isFinished, answers }, i) => (
        <details key={responseId} className="latest" open={i === 0}>
          <summary>
            {words.text(title)}, {words.dateTime(at)}
            {!isFinished && ` (${words.say('shared.latest-open')})`}
          </summary>
          <dl className="answers">
            {answers.map(({ question, said }) => (
              <div key={question.en}>
                <dt>{words.text(question)}</dt>
                <dd>{said.map((one) => words.text(one)).join(', ')}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  );
}

type Row = SharedView['tried'][number];

function Tried({ tried }: { readonly tried: readonly Row[] }): ReactNode {
  const words = useWords();
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
            {
              ...{ id: 'when', head: words.say('shared.tried-when'), isNumber: false },
              value: ({ last }) => last,
              show: ({ first, last }) =>
                first === last
                  ? words.date(first)
                  : words.say('shared.tried-from-to', {
                      ...{ first: words.date(first), last: words.date(last) },
                    }),
            },
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
