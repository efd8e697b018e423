import { type ReactNode, useState } from 'react';
import type { AdvicePage } from '#api';
import { ChoiceField } from '../../parts/fields.tsx';
import { Table } from '../../parts/table.tsx';
import { useWords } from '../../words/words-context.tsx';
import { reasonWords } from './advice-words.ts';

const everywhere = '';

/** Why people did not follow the advice: everywhere, or in one unit of the reader's. */
export function Reasons({ page }: { readonly page: AdvicePage }): ReactNode {
  const words = useWords();
  const [unitId, setUnitId] = useState(everywhere);
  const units = page.units.filter(({ overrideReasons }) => overrideReasons.length > 0);
  const rows = units.find(({ unit }) => unit.id === unitId)?.overrideReasons ?? page.reasons;
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">{words.say('advice.reasons')}</h2>
      {page.reasons.length === 0 ? (
        <p className="quiet">{words.say('advice.reasons-none')}</p>
      ) : (
        <>
          {units.length > 0 && (
            <ChoiceField
              label={words.say('advice.reasons-where')}
              choices={[
                { id: everywhere, name: words.say('advice.reasons-everywhere') },
                ...units.map(({ unit }) => ({ id: unit.id, name: words.text(unit.name) })),
              ]}
              value={unitId}
              onChange={setUnitId}
            />
          )}
          <ReasonsTable rows={rows} />
        </>
      )}
    </section>
  );
}

function ReasonsTable({ rows }: { readonly rows: AdvicePage['reasons'] }): ReactNode {
  const words = useWords();
  return (
    <Table
      caption={words.say('advice.reasons')}
      rows={rows}
      keyOf={({ reason }) => reason ?? ''}
      columns={[
        {
          ...{ id: 'reason', head: words.say('advice.reason'), isNumber: false },
          value: (one) => reasonWords(one, words),
          show: (one) => reasonWords(one, words),
        },
        {
          ...{ id: 'cards', head: words.say('advice.cards'), isNumber: true },
          value: ({ cards }) => cards,
          show: ({ cards }) => words.whole(cards),
        },
      ]}
    />
  );
}
