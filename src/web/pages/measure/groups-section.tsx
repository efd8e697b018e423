import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Grouping, MeasurePage, PatientGroup } from '#api';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { differenceWords, groupAnswer, groupNumbers } from '../../sentences/group-answer.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { countHeads } from './numbers.ts';

/** Whether the measure turns out alike for groups of patients: a sentence and a table for each grouping. */
export function GroupsSection({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  const { groupings, groupsPeriod } = page;
  if (groupings.length === 0 || groupsPeriod === null) return null;
  const span = { first: words.month(groupsPeriod.first), last: words.month(groupsPeriod.last) };
  return (
    <section aria-labelledby="groups">
      <h2 id="groups">{words.say('groups.title')}</h2>
      {groupings.map((grouping) => (
        <OneGrouping key={grouping.id} grouping={grouping} page={page} />
      ))}
      <p className="quiet">
        {words.say('groups.note', span)}{' '}
        <Link to="/help" hash="groups">
          {words.say('groups.method')}
        </Link>
      </p>
    </section>
  );
}

interface OneGroupingProps {
  readonly grouping: Grouping;
  readonly page: MeasurePage;
}

function OneGrouping({ grouping, page }: OneGroupingProps): ReactNode {
  const words = useWords();
  const title = words.text(grouping.title);
  return (
    <>
      <h3>{title}</h3>
      <p>{groupAnswer(page.measure, grouping, words)}</p>
      {grouping.groups.every(({ suppressed }) => !suppressed) && (
        <Table
          caption={`${words.say('groups.title')} ${title}`}
          columns={columnsFor(grouping, page, words)}
          rows={grouping.groups}
          keyOf={(group) => group.id}
        />
      )}
    </>
  );
}

function columnsFor(
  grouping: Grouping,
  { measure }: MeasurePage,
  words: Words,
): Column<PatientGroup>[] {
  const numbers = groupNumbers(measure, grouping, words);
  const [of, outOf] = countHeads(measure, words);
  const none = words.say('number.not-known');
  const number = { isNumber: true } as const;
  const counted = (id: 'numerator' | 'denominator', head: string): Column<PatientGroup> => ({
    ...number,
    id,
    head,
    value: (group) => group[id],
    show: (group) => words.whole(group[id]),
  });
  return [
    {
      id: 'group',
      head: words.say('groups.group'),
      isNumber: false,
      value: (group) => words.text(group.title),
      show: (group) => words.text(group.title),
    },
    {
      ...number,
      id: 'value',
      head: `${words.say('column.value')} (${numbers.unit})`,
      value: (group) => group.value,
      show: (group) => (group.value === null ? none : numbers.bare(group.value)),
    },
    counted('numerator', of),
    counted('denominator', outOf),
    {
      ...number,
      id: 'to-others',
      head: words.say('groups.to-others'),
      value: ({ toOthers }) => (toOthers.kind === 'difference' ? toOthers.difference : null),
      show: (group) => differenceWords(group, numbers, words),
    },
  ];
}
