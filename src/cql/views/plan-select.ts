import { holdingOf } from './fhir-elements.ts';
import { choiceProblem, keptRaw } from './navigation.ts';
import { planColumn } from './plan-column.ts';
import { resolvePath } from './resolve.ts';
import { asList, itemOf, nativeVariable, pathProblem, type Scope } from './scope.ts';
import { newShape, type Value } from './value.ts';
import { type ViewSelect, viewProblem } from './view-definition.ts';
import type { PlannedColumn, RepeatStep, Step } from './view-plan.ts';

/** What was planned so far, and where in the resource the next select stands. */
export interface Planner {
  readonly scope: Scope;
  /** The element of the nearest forEach inside a forEachOrNull: missing in the row an empty list leaves. */
  readonly parent: Value | null;
  readonly steps: readonly Step[];
  readonly columns: readonly PlannedColumn[];
}

export function planSelect(planner: Planner, select: ViewSelect, where: string): Planner {
  const inside = iterate(planner, select, where);
  const withColumns: Planner = {
    ...inside,
    columns: [
      ...inside.columns,
      ...select.column.map((column, position) =>
        planColumn(
          column,
          { ...inside.scope, where: `${where}.column[${position}].path` },
          inside.parent,
        ),
      ),
    ],
  };
  const { scope, parent } = inside;
  let withNested = withColumns;
  for (const [position, nested] of select.select.entries()) {
    const place = `${where}.select[${position}]`;
    withNested = planSelect({ ...withNested, scope, parent }, nested, place);
  }
  const complete =
    select.unionAll.length === 0
      ? withNested
      : planUnion({ ...withNested, scope, parent }, select.unionAll, `${where}.unionAll`);
  return { ...complete, scope: planner.scope, parent: planner.parent };
}

function iterate(planner: Planner, { each }: ViewSelect, where: string): Planner {
  const { scope } = planner;
  if (each === null) return planner;
  const item = scope.freshName('e');
  const index = scope.freshName('i');
  const inside = {
    rowIndex: nativeVariable(index, 'integer'),
    useRowIndex: () => scope.indexUsed(index),
  };
  if (each.kind === 'repeat') {
    const place = { ...scope, where: `${where}.repeat` };
    const step = planRepeat(each.paths, place, { item, index, parent: planner.parent });
    return {
      ...planner,
      steps: [...planner.steps, step],
      parent: planner.parent === null ? null : step.self,
      scope: { ...scope, ...inside, self: step.self },
    };
  }
  const place = { ...scope, where: `${where}.${each.kind}` };
  const found = resolvePath(each.path, place);
  if (found.kind === 'choice') throw choiceProblem(found, place);
  const list = asList(found);
  const orNull = each.kind === 'forEachOrNull';
  const self = itemOf(list, item);
  return {
    ...planner,
    steps: [
      ...planner.steps,
      { kind: 'each', list, item, index, orNull, parent: planner.parent, keep: [] },
    ],
    parent: orNull || planner.parent !== null ? self : null,
    scope: { ...scope, ...inside, self },
  };
}

function planRepeat(
  paths: readonly string[],
  scope: Scope,
  { item, index, parent }: Pick<RepeatStep, 'item' | 'index' | 'parent'>,
): RepeatStep {
  const shape = newShape();
  const starts = paths.map((path) => resolvePath(path, { ...scope, caution: () => undefined }));
  const type = starts.find((value) => value.type !== 'untyped')?.type ?? 'untyped';
  const self: Value = { kind: 'variable', name: item, native: false, type, many: false, shape };
  const inside = { ...scope, self };
  const nexts = paths.map((path) => resolvePath(path, inside));
  const raw = (values: readonly Value[]): readonly Value[] =>
    values
      .filter((value) => value.type === type)
      .map((value) => (type === 'untyped' ? value : keptRaw(value, scope)));
  const other = nexts.find((value) => value.type !== type && value.type !== 'untyped');
  if (other !== undefined) {
    throw pathProblem(
      scope,
      `repeat leads from ${type} to ${other.type}.`,
      'Repeat paths that lead to one type, as item and answer.item.',
    );
  }
  return {
    kind: 'repeat',
    start: raw(starts),
    next: raw(nexts),
    item,
    index,
    self,
    parent,
    keep: [],
  };
}

function planUnion(planner: Planner, branches: readonly ViewSelect[], where: string): Planner {
  const { scope } = planner;
  const planned = branches.map((branch, position) =>
    planSelect(
      { scope, parent: planner.parent, steps: [], columns: [] },
      branch,
      `${where}[${position}]`,
    ),
  );
  const first = planned[0]?.columns ?? [];
  requireSameColumns(
    planned.map(({ columns }) => columns),
    where,
  );
  const aliases = first.map(() => scope.freshName('u'));
  const columns = first.map((column, position) => ({
    ...column,
    value: nativeVariable(aliases[position] ?? '', column.fhirType, column.collection),
    finished: true,
    parent: null,
  }));
  return {
    ...planner,
    steps: [
      ...planner.steps,
      {
        kind: 'union',
        parent: planner.parent,
        branches: planned.map(({ steps, columns: own }) => ({ steps, columns: own })),
        aliases,
        keep: [],
      },
    ],
    columns: [...planner.columns, ...columns],
  };
}

function requireSameColumns(branches: readonly (readonly PlannedColumn[])[], where: string): void {
  const [first = [], ...others] = branches;
  others.forEach((columns, position) => {
    const same =
      columns.length === first.length &&
      columns.every(
        (column, at) => column.name === first[at]?.name && sameHolding(column, first[at]),
      );
    if (same) return;
    throw viewProblem(
      `The branches of unionAll differ: the first has ${described(first)}, another ${described(columns)}.`,
      'Give every branch the same columns, in the same order and of the same types.',
      `${where}[${position + 1}]`,
    );
  });
}

const sameHolding = (a: PlannedColumn, b: PlannedColumn | undefined): boolean =>
  b !== undefined &&
  a.collection === b.collection &&
  holdingOf(a.fhirType) === holdingOf(b.fhirType);

const described = (columns: readonly PlannedColumn[]): string =>
  columns.length === 0
    ? 'no columns'
    : columns.map(({ name, fhirType }) => `${name} (${fhirType})`).join(', ');
