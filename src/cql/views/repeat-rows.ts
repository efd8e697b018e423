import { type Dialect, type StepWriting, sqlOf } from './dialect.ts';
import { apply } from './value.ts';
import type { RepeatStep } from './view-plan.ts';

interface FoundRows extends StepWriting {
  /** Common table of the rows before the step, numbered in a column named after its element. */
  readonly rows: string;
  /** What the walk found, with the number of the row it belongs to. */
  readonly found: string;
}

/** Rows joined with what the walk found in them; the row of an empty forEachOrNull passes without a find. */
export function joinFound(
  { rows, found, keep, withIndex }: FoundRows,
  { item, index, parent }: RepeatStep,
  dialect: Dialect,
): string {
  const join = `JOIN ${found} AS _found USING (${item}_row)`;
  const position = withIndex ? `, coalesce(_found.${index}, 0) AS ${index}` : '';
  const kept = keep.map((name) => `${rows}.${name}, `).join('');
  const columns = `${kept}_found.${item}${position}`;
  if (parent === null) return `(SELECT ${columns} FROM ${rows} ${join})`;
  const given = sqlOf(apply('present', 'boolean', [parent]), dialect);
  return `(SELECT ${columns} FROM ${rows} LEFT ${join} WHERE _found.${item} IS NOT NULL OR NOT ${given})`;
}
