import type { ReactNode } from 'react';
import type { Meeting } from '#api';
import { useWords } from '../../words/words-context.tsx';

interface PresentProps {
  readonly members: Meeting['forum']['members'];
  readonly ticked: readonly string[];
  readonly onTick: (ids: string[]) => void;
}

/** Who takes part: they count towards the quorum, unless they have declared an interest. */
export function Present({ members, ticked, onTick }: PresentProps): ReactNode {
  const words = useWords();
  const toggle = (id: string) =>
    onTick(ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id]);
  return (
    <fieldset className="present">
      <legend>{words.say('meeting.present')}</legend>
      <p className="quiet">{words.say('meeting.present-hint')}</p>
      <div>
        {members.map(({ id, name, chair }) => (
          <label key={id} className="tick">
            <input type="checkbox" checked={ticked.includes(id)} onChange={() => toggle(id)} />
            {name}
            {chair && <span className="quiet">{words.say('table.chair')}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
