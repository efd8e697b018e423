import { type ReactNode, useState } from 'react';
import type { DecidingTable } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { useCommand } from '../../request/use-command.ts';
import { useWords } from '../../words/words-context.tsx';

interface ScoreFormProps {
  readonly proposalId: string;
  readonly table: DecidingTable;
}

const points = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** One's own points on each criterion: alone, before anybody has spoken. */
export function ScoreForm({ proposalId, table }: ScoreFormProps): ReactNode {
  const words = useWords();
  const command = useCommand('proposal.score');
  const [given, setGiven] = useState<Readonly<Record<string, number>>>(table.own ?? {});
  const [wasTried, setTried] = useState(false);
  const isWhole = table.criteria.every(({ id }) => given[id] !== undefined);
  const send = () => {
    setTried(true);
    if (isWhole) command.mutate({ proposalId, points: given });
  };
  return (
    <CommandForm
      send={words.say(table.own === null ? 'table.score-send' : 'table.score-again')}
      onSend={send}
      isSending={command.isPending}
      error={command.error}
    >
      <p className="quiet">{words.say(table.own === null ? 'table.score-hint' : 'table.scored')}</p>
      {table.criteria.map(({ id, name }) => (
        <fieldset key={id} className="field points">
          <legend>{words.text(name)}</legend>
          <div>
            {points.map((one) => (
              <label key={one}>
                <input
                  type="radio"
                  name={`${proposalId}-${id}`}
                  checked={given[id] === one}
                  onChange={() => setGiven((before) => ({ ...before, [id]: one }))}
                />
                <span>{one}</span>
              </label>
            ))}
          </div>
          {wasTried && given[id] === undefined && (
            <span className="field-trouble">{words.say('do.required')}</span>
          )}
        </fieldset>
      ))}
    </CommandForm>
  );
}
