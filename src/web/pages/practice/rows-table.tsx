import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AdoptionRow, PracticePage } from '#api';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { partSetWords, practiceNumbers } from '../../sentences/practice-words.ts';
import { reasonWords } from '../../sentences/reasons.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

/** What differed between the units, beside what worked. */
export function RowsTable({ page }: { readonly page: PracticePage }): ReactNode {
  const words = useWords();
  if (page.rows.length === 0) return null;
  return (
    <section aria-labelledby="differed">
      <h2 id="differed">{words.say('practice.differed')}</h2>
      <Table
        caption={words.say('practice.differed')}
        columns={[...howColumns(words), ...effectColumns(page, words)]}
        rows={page.rows}
        keyOf={(row) => row.adoptionId ?? row.unit.id}
      />
    </section>
  );
}

const text = { isNumber: false } as const;

function howColumns(words: Words): Column<AdoptionRow>[] {
  const stage = (row: AdoptionRow) =>
    row.stage === null ? words.say('practice.origin-row') : words.say(`stage.${row.stage}`);
  const set = (row: AdoptionRow) => row.partsSet.map((part) => partSetWords(part, words));
  return [
    {
      ...text,
      id: 'unit',
      head: words.say('practice.unit'),
      value: (row) => words.text(row.unit.name),
      show: (row) =>
        row.adoptionId === null ? (
          words.text(row.unit.name)
        ) : (
          <Link to="/adoptions/$adoptionId" params={{ adoptionId: row.adoptionId }}>
            {words.text(row.unit.name)}
          </Link>
        ),
    },
    {
      ...text,
      id: 'stage',
      head: words.say('practice.stage'),
      value: stage,
      show: (row) => (
        <>
          {stage(row)}
          {row.basis !== null && <div className="quiet">{words.say(`basis.${row.basis}`)}</div>}
          {row.startMonth !== null && <div className="quiet">{words.month(row.startMonth)}</div>}
        </>
      ),
    },
    {
      ...text,
      id: 'set',
      head: words.say('practice.set-otherwise'),
      value: (row) => set(row).join('; '),
      show: (row) => <Lines lines={set(row)} none={words.say('practice.nothing')} />,
    },
    {
      ...text,
      id: 'done',
      head: words.say('practice.done-otherwise'),
      value: (row) => row.adaptations.map((one) => one.text).join('; '),
      show: (row) => (
        <Lines
          lines={row.adaptations.map(
            (one) => `${one.text} (${words.say(`frame.fidelity.${one.fidelity}`)})`,
          )}
          none={words.say('practice.nothing')}
        />
      ),
    },
    {
      ...text,
      id: 'kept',
      head: words.say('practice.essentials-kept'),
      value: (row) => row.essentialsKept,
      show: (row) => keptWords(row, words),
    },
  ];
}

function Lines({ lines, none }: { readonly lines: readonly string[]; readonly none: string }) {
  if (lines.length === 0) return <span className="quiet">{none}</span>;
  return lines.map((line) => <div key={line}>{line}</div>);
}

function keptWords({ adoptionId, essentialsKept, essentials }: AdoptionRow, words: Words): string {
  if (adoptionId === null) return '';
  return essentialsKept === null
    ? words.say('practice.not-checked')
    : words.say('practice.essentials-of', { kept: essentialsKept, all: essentials });
}

function effectColumns(page: PracticePage, words: Words): Column<AdoptionRow>[] {
  const numbers = practiceNumbers(page.measure, page.rows, words);
  const unit = page.measure.scoring === 'proportion' ? words.say('number.points') : numbers.unit;
  return [
    {
      isNumber: true,
      id: 'effect',
      head: words.say('practice.effect-and-interval', { unit }),
      value: ({ effect }) => (effect.kind === 'estimate' ? effect.difference : null),
      show: ({ effect }) =>
        effect.kind === 'estimate' ? (
          <>
            {numbers.signedBare(effect.difference)}
            <div className="quiet">
              {words.say('practice.range', {
                low: numbers.signedBare(effect.lower95),
                high: numbers.signedBare(effect.upper95),
              })}
            </div>
          </>
        ) : (
          reasonWords(effect.reason, words)
        ),
    },
  ];
}
