import { nativeVariable } from './scope.ts';
import type { Scalar, Value } from './value.ts';
import type { PlannedColumn, Rows, SettledColumn, Step } from './view-plan.ts';

interface Place {
  /** Names that stand at this place of the plan. */
  readonly bound: ReadonlySet<string>;
  /** Names that are needed after these rows. */
  readonly neededAfter: ReadonlySet<string>;
  readonly usedIndexes: ReadonlySet<string>;
  readonly freshName: () => string;
}

/**
 * Computes each column as soon as the elements it rests on are there, and lets an element go when nothing needs it any
 * more: a step that makes many rows of one would copy a whole resource, with all its lists, into each of them.
 */
export function settleEarly(rows: Rows, usedIndexes: ReadonlySet<string>): Rows {
  let names = 0;
  const freshName = () => {
    names += 1;
    return `_settled${names}`;
  };
  const bound = new Set(['_r']);
  return settle(rows, { bound, neededAfter: new Set(), usedIndexes, freshName });
}

function settle({ steps, columns }: Rows, place: Place): Rows {
  const done: Step[] = [];
  let open = columns;
  let bound = place.bound;
  for (const [i, step] of steps.entries()) {
    const early = open.filter((column) => canSettle(column, bound));
    const settled = early.map((column) => ({ column, name: place.freshName() }));
    open = open.map((column) => finishedAs(column, settled));
    const later = new Set([
      ...place.neededAfter,
      ...steps.slice(i + 1).flatMap(namesOfStep),
      ...open.flatMap(namesOfColumn),
    ]);
    const needed = among(bound, new Set([...later, ...namesOfStep(step)]));
    // SQL has no rows without a column.
    const keep = needed.length > 0 || settled.length > 0 ? needed : [...bound];
    if (settled.length > 0 || keep.length < bound.size)
      done.push({ kind: 'settle', columns: settled, keep });
    const before = new Set([...keep, ...settled.map(({ name }) => name)]);
    const after = among(before, later);
    done.push(keeping(step, after, { ...place, bound: before, neededAfter: later }));
    bound = new Set([...after, ...madeBy(step, place.usedIndexes)]);
  }
  return { steps: done, columns: open };
}

const among = (bound: ReadonlySet<string>, needed: ReadonlySet<string>): readonly string[] =>
  [...bound].filter((name) => needed.has(name));

function keeping(step: Step, keep: readonly string[], place: Place): Step {
  if (step.kind !== 'union') return { ...step, keep };
  return { ...step, keep, branches: step.branches.map((branch) => settle(branch, place)) };
}

function madeBy(step: Step, usedIndexes: ReadonlySet<string>): readonly string[] {
  switch (step.kind) {
    case 'union':
      return step.aliases;
    case 'settle':
      return step.columns.map(({ name }) => name);
    default:
      return usedIndexes.has(step.index) ? [step.item, step.index] : [step.item];
  }
}

function finishedAs(column: PlannedColumn, settled: readonly SettledColumn[]): PlannedColumn {
  const name = settled.find((one) => one.column === column)?.name;
  if (name === undefined) return column;
  const value = nativeVariable(name, column.fhirType, column.collection);
  return { ...column, value, finished: true, parent: null };
}

/** An error belongs to a row that comes out: what may fail waits until it is certain that there is one. */
const canSettle = (column: PlannedColumn, bound: ReadonlySet<string>): boolean =>
  !column.finished &&
  neverFails(column.value) &&
  (column.parent === null || neverFails(column.parent)) &&
  namesOfColumn(column).length > 0 &&
  namesOfColumn(column).every((name) => bound.has(name));

const safeScalars: ReadonlySet<Scalar> = new Set<Scalar>([
  ...(['equal', 'and', 'or', 'not', 'if', 'present', 'present-list', 'count'] as const),
  ...(['any-true', 'all-true', 'concatenate', 'append', 'join', 'upper', 'lower'] as const),
  ...(['starts-with', 'ends-with', 'contains-text', 'to-text', 'to-boolean'] as const),
  ...(['reference-key', 'reference-key-of-type'] as const),
]);

/** Whether working it out gives no error, whatever the record. */
export function neverFails(value: Value): boolean {
  const isSafe =
    value.kind === 'apply' ? safeScalars.has(value.name) : !['only', 'choice'].includes(value.kind);
  return isSafe && partsOf(value).every(neverFails);
}

const namesOfColumn = ({ value, parent }: PlannedColumn): readonly string[] => [
  ...namesIn(value),
  ...(parent === null ? [] : namesIn(parent)),
];

function namesOfStep(step: Step): readonly string[] {
  switch (step.kind) {
    case 'settle':
      return step.columns.flatMap(({ column }) => namesOfColumn(column));
    case 'each':
      return [step.list, ...given(step.parent)].flatMap(namesIn);
    case 'repeat':
      return [...step.start, ...step.next, ...given(step.parent)].flatMap(namesIn);
    case 'union':
      return [...given(step.parent).flatMap(namesIn), ...step.branches.flatMap(namesOfRows)];
    default:
      return step satisfies never;
  }
}

const namesOfRows = ({ steps, columns }: Rows): readonly string[] => [
  ...steps.flatMap(namesOfStep),
  ...columns.flatMap(namesOfColumn),
];

const given = (parent: Value | null): readonly Value[] => (parent === null ? [] : [parent]);

const namesIn = (value: Value): readonly string[] =>
  value.kind === 'variable' ? [value.name] : partsOf(value).flatMap(namesIn);

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'variable':
    case 'literal':
    case 'empty':
      return [];
    case 'field':
    case 'choice':
    case 'last':
    case 'only':
    case 'list':
    case 'late-read':
      return [value.of];
    case 'map':
      return [value.of, value.body];
    case 'filter':
      return [value.of, value.condition];
    case 'at':
      return [value.of, value.position];
    case 'apply':
      return value.args;
    default:
      return value satisfies never;
  }
}
