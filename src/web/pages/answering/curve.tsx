import { type ReactNode, useMemo } from 'react';
import type { OwnCurve } from '#api';
import { ownCurve } from '#charts';
import { SteppedScene } from '../../chart/scene-view.tsx';
import { useWidth } from '../../chart/use-width.ts';
import { Disclosure } from '../../parts/disclosure.tsx';
import { Table } from '../../parts/table.tsx';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

/** What the curve says, in plain words. */
export function changeSentence({ points, change }: OwnCurve, words: Words): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return words.say('shared.nothing');
  const said = { first: number(first.value, words), last: number(last.value, words) };
  const values = { ...said, date: words.date(first.at) };
  switch (change.kind) {
    case 'too-few':
      return words.say('shared.too-few', { value: said.last });
    case 'no-margin':
      return words.say('shared.no-margin', values);
    case 'change': {
      const margin = number(change.margin, words);
      const sentence = words.say(`shared.${change.reading}`, { ...values, margin });
      return change.assumed ? `${sentence} ${words.say('shared.assumed')}` : sentence;
    }
  }
}

const number = (value: number, words: Words): string =>
  Number.isInteger(value) ? words.whole(value) : words.decimal(value);

const height = 240;

interface CurveProps {
  readonly curve: OwnCurve;
  /** The sentence stands at the top of the page already. */
  readonly isSaid: boolean;
}

/** One score over time with its sentence, its table, and how it is made. */
export function Curve({ curve, isSaid }: CurveProps): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(640);
  const title = `${words.text(curve.scoreTitle)} – ${words.text(curve.title)}`;
  const id = `curve-${curve.instrumentId}`;
  const scene = useMemo(
    () => ownCurve(modelOf(curve, title, words), { width: Math.max(280, width), height }),
    [curve, title, words, width],
  );
  const { points, min, max, margin, change } = curve;
  const direction = words.say(curve.higherIsBetter ? 'shared.higher' : 'shared.lower');
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {!isSaid && <p>{changeSentence(curve, words)}</p>}
      <div className="chart" ref={box}>
        <SteppedScene scene={scene} hint={`${min}–${max}. ${direction}`} />
      </div>
      {margin !== null && change.kind === 'change' && (
        <p className="quiet">
          <span className="band-key" aria-hidden="true" /> {words.say('shared.band')} (±
          {number(margin, words)})
        </p>
      )}
      <Disclosure title={words.say('shared.how')}>
        <p>{words.text(curve.method)}</p>
        {curve.source !== null && <p>{words.text(curve.source)}</p>}
        <Table
          caption={title}
          rows={points.toReversed()}
          keyOf={({ at }) => at}
          columns={[
            {
              ...{ id: 'at', head: words.say('shared.date'), isNumber: false },
              value: ({ at }) => at,
              show: ({ at }) => words.date(at),
            },
            {
              ...{ id: 'value', head: words.say('shared.score'), isNumber: true },
              value: ({ value }) => value,
              show: ({ value }) => number(value, words),
            },
          ]}
        />
      </Disclosure>
    </section>
  );
}

function modelOf(curve: OwnCurve, title: string, words: Words) {
  const { points, min, max, margin } = curve;
  const day = (at: string | undefined) => (at === undefined ? '' : words.date(at));
  return {
    ...{ title, description: changeSentence(curve, words), min, max, margin },
    points: points.map(({ at, value }, i) => ({
      ...{ id: `${i}`, at: Date.parse(at), value },
      words: `${day(at)}: ${number(value, words)}`,
    })),
    words: {
      ...{ first: day(points[0]?.at), last: day(points.at(-1)?.at) },
      tick: (value: number) => number(value, words),
    },
  };
}
