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
      {!page.maySeeFindings && page.findingsByRule.length > 0 && (
        <p className="quiet">{words.say('data.findings-forbidden')}</p>
      )}
      {page.findingsByRule.length === 0 && (
        <p className="quiet">{words.say('data.findings-none')}</p>
      )}
      <ul className="findings">
        {page.findingsByRule.map((found) => (
          <li key={found.rule}>
            <OneRule found={found} maySeeLines={page.maySeeFindings} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OneRuleProps {
  readonly found: DataPage['findingsByRule'][number];
  readonly maySeeLines: boolean;
}

function OneRule({ found, maySeeLines }: OneRuleProps): ReactNode {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p>
        <strong>
          {words.say('data.rule-found', { count: found.count, name: ruleName(found.rule, words) })}
        </strong>{' '}
        <span className="quiet">({words.say(`data.severity.${found.severity}`)})</span>
      </p>
      <p>
        {words.text(found.allowed)} <span className="quiet">{words.say('data.to-do')}</span>{' '}
        {words.text(found.nextStep)}
      </p>
      {maySeeLines && (
        <Button
          className="button quiet small"
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
        >
          {words.say(isOpen ? 'data.hide-lines' : 'data.show-lines')}
        </Button>
      )}
      {isOpen && <Lines rule={found.rule} />}
    </>
  );
}

/** What a rule is about, in words; its code for a rule we have none for. */
const ruleName = (rule: string, words: Words): string => {
  const id = `data.rule.${rule}`;
  return words.has(id) ? words.say(id) : rule;
};

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
  const text = (id: 'file' | 'found'): Column<Line> => ({
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
  const nextStep: Column<Line> = {
    id: 'next-step',
    head: words.say('data.tip'),
    isNumber: false,
    value: (f) => words.text(f.nextStep),
    show: (f) => words.text(f.nextStep),
  };
  return [text('file'), line, text('found'), nextStep];
}
