import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AdvicePage } from '#api';
import { Disclosure } from '../../parts/disclosure.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { settingWords } from '../../sentences/rule-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

type Row = AdvicePage['units'][number];

/** How the rule works in each unit of one's own, and what became of its advice there. */
export function UnitsTable({ page }: { readonly page: AdvicePage }): ReactNode {
  const words = useWords();
  const active = page.units.filter(isActive);
  const others = page.units.filter((row) => !isActive(row));
  return (
    <section aria-labelledby="units">
      <h2 id="units">{words.say('advice.units')}</h2>
      {page.units.length === 0 ? (
        <p className="quiet">{words.say('advice.units-none')}</p>
      ) : (
        <>
          <p className="quiet">{words.say('advice.reported')}</p>
          {active.length > 0 && <Rows rows={active} />}
          {others.length > 0 && (
            <Disclosure
              title={words.say('advice.units-idle', { count: others.length })}
              isOpen={active.length === 0}
            >
              <Rows rows={others} />
            </Disclosure>
          )}
        </>
      )}
    </section>
  );
}

/** It speaks there, or has had something to say. */
const isActive = ({ mode, shown, silent, heldBack }: Row): boolean =>
  mode === 'on' || shown + silent + heldBack > 0;

function Rows({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  const words = useWords();
  return (
    <Table
      caption={words.say('advice.units')}
      rows={rows}
      keyOf={({ unit }) => unit.id}
      columns={columns(words)}
    />
  );
}

/** Shown, and no word of what came of it: most of these were passed over. */
const untold = ({ shown, accepted, overridden }: Row): number => shown - accepted - overridden;

/** How it works there, and the practice of the unit that has set it so. */
function Setting({ row }: { readonly row: Row }): ReactNode {
  const words = useWords();
  const { adoption } = row;
  if (adoption === null) return settingWords(row, words);
  return (
    <>
      {settingWords(row, words)}, {words.say('advice.through')}{' '}
      <Link to="/adoptions/$adoptionId" params={{ adoptionId: adoption.id }}>
        {adoption.practiceTitle}
      </Link>
    </>
  );
}

function columns(words: Words): readonly Column<Row>[] {
  const number = (
    id: 'shown' | 'accepted' | 'overridden' | 'silent' | 'heldBack',
    head: string,
  ): Column<Row> => ({
    ...{ id, head, isNumber: true },
    value: (row) => row[id],
    show: (row) => words.whole(row[id]),
  });
  return [
    {
      ...{ id: 'unit', head: words.say('advice.unit'), isNumber: false },
      value: ({ unit }) => words.text(unit.name),
      show: ({ unit }) => words.text(unit.name),
    },
    {
      ...{ id: 'setting', head: words.say('advice.setting'), isNumber: false },
      value: (row) => settingWords(row, words),
      show: (row) => <Setting row={row} />,
    },
    number('shown', words.say('advice.shown')),
    number('accepted', words.say('advice.accepted')),
    number('overridden', words.say('advice.overridden')),
    {
      ...{ id: 'untold', head: words.say('advice.untold'), isNumber: true },
      value: untold,
      show: (row) => words.whole(untold(row)),
    },
    number('silent', words.say('advice.silent')),
    number('heldBack', words.say('advice.held-back')),
  ];
}
