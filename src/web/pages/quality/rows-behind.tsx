import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BadRows, QualityPage } from '#api';
import { CommandForm } from '../../parts/command-form.tsx';
import { ChoiceField, LineField } from '../../parts/fields.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { missing, useDraft } from '../../parts/use-draft.ts';
import { badRowsQuery } from '../../request/quality-queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

interface RowsProps {
  readonly check: QualityPage['checks'][number];
  readonly unitId: string;
}

/** The rows behind a share: first the purpose, which the ledger keeps, then the rows with file and line. */
export function RowsBehind({ check, unitId }: RowsProps): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const months = check.months.filter(({ bad }) => bad > 0).map(({ month }) => month);
  const start = { month: check.alarms[0]?.lastMonth ?? months.at(-1) ?? '', purpose: '' };
  const asked = useMutation<BadRows, Error, typeof start>({
    mutationFn: (stated) =>
      client.fetchQuery(badRowsQuery({ unitId, checkId: check.id, ...stated })),
  });
  const { field, whenRight } = useDraft(start, (d) =>
    missing(d, ['purpose'], words.say('do.required')),
  );
  if (asked.data !== undefined) return <Rows found={asked.data} title={words.text(check.title)} />;
  return (
    <CommandForm
      send={words.say('quality.rows-show')}
      onSend={whenRight(asked.mutate)}
      isSending={asked.isPending}
      error={asked.error}
    >
      <p className="quiet">{words.say('quality.rows-intro')}</p>
      <ChoiceField
        label={words.say('quality.rows-month')}
        choices={[...new Set([start.month, ...months])].map((id) => ({
          id,
          name: words.month(id),
        }))}
        value={field('month').value}
        onChange={field('month').onChange}
      />
      <LineField label={words.say('quality.rows-purpose')} isRequired {...field('purpose')} />
    </CommandForm>
  );
}

function Rows({ found, title }: { readonly found: BadRows; readonly title: string }): ReactNode {
  const words = useWords();
  if (found.rows.length === 0) return <p>{words.say('quality.rows-none')}</p>;
  return (
    <>
      <Table
        caption={title}
        columns={rowColumns(words)}
        rows={found.rows}
        keyOf={(row) => `${row.source} ${row.id} ${row.subject} ${row.line}`}
      />
      {found.truncated && <p className="quiet">{words.say('quality.rows-more')}</p>}
    </>
  );
}

type Row = BadRows['rows'][number];

function rowColumns(words: Words): Column<Row>[] {
  const column = (id: string, head: string, value: (row: Row) => string): Column<Row> => ({
    ...{ id, head, isNumber: false },
    value,
    show: value,
  });
  return [
    column('record', words.say('quality.row-record'), ({ source, id }) => `${source} ${id ?? ''}`),
    column('patient', words.say('quality.row-patient'), ({ patientId }) => patientId ?? '–'),
    column('place', words.say('quality.row-place'), ({ file, line }) =>
      file === null ? '–' : `${file.split('/').at(-1) ?? file}:${line ?? ''}`,
    ),
  ];
}
