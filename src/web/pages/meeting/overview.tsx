import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Meeting, ProposalRow } from '#api';
import { CopyButton } from '../../parts/copy-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { proposalState } from '../../sentences/proposal-answer.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { SupportQueue } from '../proposal/support.tsx';
import { Dots } from './dots.tsx';

/** What was decided while this screen was open. */
export interface Minute {
  readonly title: string;
  readonly outcome: string;
  readonly reason: string;
}

interface OverviewProps {
  readonly meeting: Meeting;
  readonly presentIds: readonly string[];
  readonly onPresent: (ids: string[]) => void;
  readonly minutes: readonly Minute[];
  readonly onShow: (item: string) => void;
}

/** Who is here, what waits, and what has been decided. */
export function Overview(props: OverviewProps): ReactNode {
  const { meeting, minutes, onShow } = props;
  const words = useWords();
  const { forum, items, parked, requests, mayDo } = meeting;
  const [first] = items;
  return (
    <>
      <PageHead
        path={[forum.unit]}
        question={words.say('meeting.question', { forum: words.text(forum.name) })}
        answer={words.say('meeting.answer', { items: items.length })}
      />
      {first !== undefined && (
        <p className="next actions">
          <Button className="button" onPress={() => onShow(first.id)}>
            {words.say('meeting.begin')}
          </Button>
          <span className="quiet">{words.say('meeting.keys')}</span>
        </p>
      )}
      {forum.members.length > 0 && <Present {...props} />}
      {items.length > 0 && (
        <section aria-labelledby="matters">
          <h2 id="matters">{words.say('meeting.matters')}</h2>
          <ol className="matters">
            {items.map((item) => (
              <li key={item.id}>
                <Item item={item} onShow={onShow} />
              </li>
            ))}
          </ol>
        </section>
      )}
      <Dots meeting={meeting} />
      <SupportQueue requests={requests} mayDo={mayDo} />
      {parked.length > 0 && (
        <section aria-labelledby="parked">
          <h2 id="parked">{words.say('meeting.parked')}</h2>
          <ul className="matters">
            {parked.map((item) => (
              <li key={item.id}>
                <Item item={item} onShow={onShow} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Minutes minutes={minutes} />
    </>
  );
}

interface ItemProps {
  readonly item: ProposalRow;
  readonly onShow: (item: string) => void;
}

function Item({ item, onShow }: ItemProps): ReactNode {
  const words = useWords();
  return (
    <>
      <Button className="as-link" onPress={() => onShow(item.id)}>
        {item.title}
      </Button>
      <p className="quiet">
        {words.text(item.unit.name)}. {proposalState(item, words)}
      </p>
    </>
  );
}

function Present({ meeting, presentIds, onPresent }: OverviewProps): ReactNode {
  const words = useWords();
  const toggle = (id: string) =>
    onPresent(presentIds.includes(id) ? presentIds.filter((p) => p !== id) : [...presentIds, id]);
  return (
    <fieldset className="present">
      <legend>
        <h2>{words.say('meeting.present')}</h2>
      </legend>
      <p className="quiet">{words.say('meeting.present-hint')}</p>
      <div>
        {meeting.forum.members.map(({ id, name, chair }) => (
          <label key={id} className="tick">
            <input type="checkbox" checked={presentIds.includes(id)} onChange={() => toggle(id)} />
            {name}
            {chair && <span className="quiet">{words.say('table.chair')}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const asText = (minutes: readonly Minute[], words: Words): string =>
  minutes
    .map(({ title, outcome, reason }) => `${title}\n${said(outcome, words)}: ${reason}`)
    .join('\n\n');

const said = (outcome: string, words: Words): string => {
  const id = `outcome-said.${outcome}`;
  return words.has(id) ? words.say(id) : outcome;
};

function Minutes({ minutes }: { readonly minutes: readonly Minute[] }): ReactNode {
  const words = useWords();
  if (minutes.length === 0) return null;
  return (
    <section aria-labelledby="minutes">
      <h2 id="minutes">{words.say('meeting.decided')}</h2>
      <ul className="voices">
        {minutes.map((one) => (
          <li key={one.title}>
            <strong>{one.title}</strong>
            <p>
              {said(one.outcome, words)}: {one.reason}
            </p>
          </li>
        ))}
      </ul>
      <CopyButton name={words.say('meeting.copy')} text={() => asText(minutes, words)} />
    </section>
  );
}
