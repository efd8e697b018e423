import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { KindShown, StructurePage as Page } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import { structureQuery } from '../../request/structure-queries.ts';
import { problemWords } from '../../sentences/problem-words.ts';
import { structureAnswer } from '../../sentences/structure-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { CasesSection } from './cases.tsx';
import { LoadSection } from './load.tsx';
import { RulesSection } from './rules.tsx';

/** Who decides what: forums, rules, fictive cases, load. */
export function StructurePage(): ReactNode {
  return (
    <Answered query={useQuery(structureQuery())}>{(page) => <Structure page={page} />}</Answered>
  );
}

interface PageProps {
  readonly page: Page;
}

function Structure({ page }: PageProps): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead
        question={words.say('structure.question')}
        answer={structureAnswer(page, words)}
        path={[page.unit]}
      />
      <ProblemsSection page={page} />
      <RulesSection page={page} />
      <CasesSection page={page} />
      <LoadSection page={page} />
      <section aria-labelledby="kinds">
        <h2 id="kinds">{words.say('structure.kinds')}</h2>
        {page.kinds.map((kind) => (
          <KindOfForum key={kind.id} kind={kind} />
        ))}
      </section>
    </>
  );
}

function ProblemsSection({ page }: PageProps): ReactNode {
  const words = useWords();
  if (page.problems.length === 0) return null;
  return (
    <section aria-labelledby="problems">
      <h2 id="problems">{words.say('structure.problems')}</h2>
      <ul className="problems">
        {page.problems.map((problem) => {
          const { message, tip } = problemWords(problem, words);
          return (
            <li key={`${problem.code} ${problem.where}`}>
              {message} <span className="quiet">{tip}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function KindOfForum({ kind }: { readonly kind: KindShown }): ReactNode {
  const words = useWords();
  const count = kind.forums.length;
  return (
    <Disclosure title={words.say('structure.kind-count', { name: words.text(kind.name), count })}>
      <Table
        caption={words.text(kind.name)}
        rows={kind.forums}
        keyOf={({ id }) => id}
        columns={[
          {
            ...{ isNumber: false, id: 'forum', head: words.say('structure.forum') },
            value: ({ name }) => words.text(name),
            show: ({ id, name }) => (
              <Link to="/forums/$forumId" params={{ forumId: id }}>
                {words.text(name)}
              </Link>
            ),
          },
          {
            ...{ isNumber: true, id: 'cadence', head: words.say('structure.meets-every') },
            value: ({ cadenceDays }) => cadenceDays,
            show: ({ cadenceDays }) => words.whole(cadenceDays),
          },
          {
            ...{ isNumber: true, id: 'time', head: words.say('structure.time-for') },
            value: ({ mattersPerMeeting }) => mattersPerMeeting,
            show: ({ mattersPerMeeting }) => words.whole(mattersPerMeeting),
          },
          {
            ...{ isNumber: true, id: 'members', head: words.say('structure.members') },
            value: ({ members }) => members,
            show: ({ members }) => words.whole(members),
          },
        ]}
      />
    </Disclosure>
  );
}
