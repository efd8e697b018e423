import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { DataPage, Findings } from '#api';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { InlineTrouble } from '../../parts/trouble.tsx';
import { findingsQuery } from '../../request/queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

/** What was wrong in the data, by rule, with what to do about it; the lines for those who may see them. */
export function FindingsSection({ page }: { readonly page: DataPage }): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">{words.say('data.findings-title')}</h2>
      {!page.maySeeFindings && <p className="quiet">{words.say('data.findings-forbidden')}</p>}
      {page.maySeeFindings && page.findingsByRule.length === 0 && (
        <p className="quiet">{words.say('data.findings-none')}</p>
      )}
      <ul className="findings">
        {page.findingsByRule.map((found) => (
          <li key={found.rule}>
            <OneRule found={found} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneRule({ found }: { readonly found: DataPage['findingsByRule'][number] }): ReactNode {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p>
        <strong>
          {words.whole(found.count)} · {found.message}
        </strong>{' '}
        <span className="quiet">({words.say(`data.severity.${found.severity}`)})</span>
      </p>
      <p>{found.tip}</p>
      <Button
        className="button quiet small"
        aria-expanded={isOpen}
        onPress={() => setOpen(!isOpen)}
      >
        {words.say(isOpen ? 'data.hide-lines' : 'data.show-lines')}
      </Button>
      {isOpen && <Lines rule={found.rule} />}
    </>
  );
}

/** One page of lines at a time, the next on request: there may be millions. */
function Lines({ rule }: { readonly rule: string }): ReactNode {
  const words = useWords();
  const query = useInfiniteQuery(findingsQuery(rule));
  if (query.status === 'error') return <InlineTrouble error={query.error} />;
  if (query.status === 'pending') return <p role="status">{words.say('app.loading')}</p>;
  const lines = query.data.pages.flatMap((page) => page.findings);
  const total = query.data.pages[0]?.total ?? lines.length;
  return (
    <>
      <Table
        caption={words.say('data.findings-title')}
        columns={lineColumns(words)}
        rows={lines}
        keyOf={(f) => `${f.file} ${f.line} ${f.rule} ${f.found}`}
      />
      {query.hasNextPage && (
        <Button className="button quiet small" onPress={() => query.fetchNextPage()}>
          {words.say('data.more', { shown: words.whole(lines.length), total: words.whole(total) })}
        </Button>
      )}
      <InlineTrouble error={query.error} />
    </>
  );
}

type Line = Findings['findings'][number];

function lineColumns(words: Words): Column<Line>[] {
  const text = (id: 'file' | 'found' | 'tip'): Column<Line> => ({
    id,
    head: words.say(`data.${id}`),
    isNumber: false,
    value: (f) => f[id],
    show: (f) => f[id],
  });
  const line: Column<Line> = {
    id: 'line',
    head: words.say('data.line'),
    isNumber: true,
    value: (f) => f.line,
    show: (f) => words.whole(f.line),
  };
  return [text('file'), line, text('found'), text('tip')];
}
