import type { Measure } from '#cql';
import type { Grouping } from '#data';
import { groupsBeside } from '#knowledge';
import { may } from '#organisation';
import { type Database, type GroupResult, groupResults } from '#store';
import type { Context } from '../context.ts';
import type { Book } from './organisation-book.ts';

interface Asking {
  readonly context: Context;
  readonly book: Book;
  readonly unitId: string;
  readonly measure: Measure;
  readonly groupings: readonly Grouping[];
}

/** The measure by groups of patients in one unit, each grouping for itself; nothing where no group was counted. */
export async function groupsOnPage(db: Database, asking: Asking) {
  const { context, book, unitId, measure, groupings } = asking;
  // All that this unit counts by group is looked at together, so every comparison answers for all of them.
  const all = await groupResults(db, unitId);
  const own = all.filter(({ measureId }) => measureId === measure.id);
  const maySeeSmall = may(context.person, 'patients.read', unitId, book.organisation.tree);
  return groupings.flatMap((grouping) => {
    const counted = grouping.groups.flatMap(({ id }) =>
      own.filter((one) => one.groupingId === grouping.id && one.groupId === id).map(totalOf),
    );
    if (counted.length < 2) return [];
    const beside = groupsBeside(measure, counted, { comparisons: all.length, maySeeSmall });
    return [
      {
        id: grouping.id,
        title: grouping.title,
        groups: beside.map(({ group, ...rest }) => ({
          id: group,
          title: grouping.groups.find(({ id }) => id === group)?.title ?? { en: group, sv: group },
          ...rest,
        })),
      },
    ];
  });
}

const totalOf = ({ groupId, numerator, denominator, sumOfSquares }: GroupResult) => ({
  group: groupId,
  ...{ numerator, denominator, sumOfSquares },
});
