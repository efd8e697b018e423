import type { CodingChange } from '#data';
import type { CompiledMeasure } from './compile-library.ts';

type Reading = Pick<CompiledMeasure, 'measure' | 'tables' | 'sql'>;

/** The measures that read the table and look for either code: for all others the change of coding is no matter. */
export const measuresReading = (
  { table, fromCode, toCode }: CodingChange,
  measures: readonly Reading[],
): readonly string[] =>
  measures
    .filter(({ tables, sql }) => tables.includes(table) && [fromCode, toCode].some(soughtBy(sql)))
    .map(({ measure }) => measure.id);

/** A compiled question holds the codes it looks for as they are, with their system or without. */
const soughtBy =
  ({ membershipSql }: Reading['sql']) =>
  (coded: string): boolean =>
    [coded, coded.slice(coded.lastIndexOf('|') + 1)].some((code) =>
      membershipSql.includes(`'${code.replaceAll("'", "''")}'`),
    );
