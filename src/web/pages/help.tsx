import { type ReactNode, useMemo } from 'react';
import type { Ink, Scene, Shape } from '#charts';
import { StillScene } from '../chart/scene-view.tsx';
import { AssuranceMark, VariationMark } from '../parts/icons.tsx';
import { PageHead } from '../parts/page-head.tsx';
import type { MessageId } from '../words/en/index.ts';
import { useWords } from '../words/words-context.tsx';

interface Meaning {
  readonly shape: Shape;
  readonly fill: Ink;
  readonly words: MessageId;
}

const meanings: readonly Meaning[] = [
  { shape: 'circle', fill: 'paper', words: 'help.common' },
  { shape: 'circle', fill: 'ink', words: 'help.outside' },
  { shape: 'diamond', fill: 'ink', words: 'help.shift' },
  { shape: 'triangle-up', fill: 'ink', words: 'help.trend' },
  { shape: 'square', fill: 'ink', words: 'help.two-of-three' },
];

const variations = ['common-cause', 'improvement-high', 'concern-high', 'neutral-high'] as const;
const assurances = ['pass', 'inconsistent', 'fail'] as const;

/** How to read a chart, with the very shapes and icons that are drawn. */
export function HelpPage(): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead question={words.say('help.question')} answer={words.say('help.answer')} />
      <section aria-labelledby="shapes">
        <h2 id="shapes">{words.say('help.shapes')}</h2>
        <p>{words.say('help.band')}</p>
        <ul className="meanings">
          {meanings.map((meaning) => (
            <li key={meaning.words}>
              <ShapeMark {...meaning} />
              <span>{words.say(meaning.words)}</span>
            </li>
          ))}
        </ul>
        <p>{words.say('help.colours')}</p>
      </section>
      <section aria-labelledby="icons">
        <h2 id="icons">{words.say('help.icons')}</h2>
        <h3>{words.say('help.icons-variation')}</h3>
        <ul className="meanings">
          {variations.map((kind) => (
            <li key={kind}>
              <VariationMark kind={kind} />
              <span>{words.say(`variation.${kind}`)}</span>
            </li>
          ))}
        </ul>
        <h3>{words.say('help.icons-assurance')}</h3>
        <ul className="meanings">
          {assurances.map((kind) => (
            <li key={kind}>
              <AssuranceMark kind={kind} />
              <span>{words.say(`assurance.${kind}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="groups">
        <h2 id="groups">{words.say('groups.method')}</h2>
        <p>{words.say('help.groups')}</p>
        <p className="quiet">
          {words.say('help.method-page', { file: 'docs/methods/group-gaps.md' })}
        </p>
      </section>
      <section aria-labelledby="recording">
        <h2 id="recording">{words.say('recording.method')}</h2>
        <p>{words.say('help.recording')}</p>
        <p className="quiet">
          {words.say('help.method-page', { file: 'docs/methods/recording-or-care.md' })}
        </p>
      </section>
    </>
  );
}

function ShapeMark({ shape, fill }: Pick<Meaning, 'shape' | 'fill'>): ReactNode {
  const scene = useMemo<Scene>(() => {
    const stroke = fill === 'paper' ? 'common' : fill;
    const mark = {
      kind: 'symbol',
      shape,
      x: 12,
      y: 12,
      radius: 6,
      fill,
      stroke,
      spot: null,
    } as const;
    return { width: 24, height: 24, title: '', description: '', marks: [mark] };
  }, [shape, fill]);
  return <StillScene scene={scene} />;
}
