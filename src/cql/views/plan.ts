import { holdingOf } from './fhir-elements.ts';
import { keptRaw } from './navigation.ts';
import { wholeElement } from './operators.ts';
import { resolve, resolvePath } from './resolve.ts';
import {
  asList,
  each,
  itemOf,
  nativeVariable,
  pathProblem,
  type Scope,
  single,
  truth,
} from './scope.ts';
import { apply, literal, newShape, type Shape, type Value } from './value.ts';
import {
  type ViewColumn,
  type ViewConstant,
  type ViewDefinition,
  type ViewSelect,
  viewProblem,
} from './view-definition.ts';

/** What a view does, step by step, with every path resolved; still without SQL. */
export interface ViewPlan {
  readonly resource: string;
  readonly shape: Shape;
  readonly conditions: readonly Value[];
  readonly rows: Rows;
  readonly cautions: readonly string[];
  /** Names of the row indexes that some path asks for. */
  readonly usedIndexes: ReadonlySet<string>;
}

export interface Rows {
  readonly steps: readonly Step[];
  readonly columns: readonly PlannedColumn[];
}

export type Step =
  | {
      readonly kind: 'each';
      readonly list: Value;
      readonly item: string;
      readonly index: string;
      readonly orNull: boolean;
      /** When this element is missing the row stands for an empty forEachOrNull and passes on as it is. */
      readonly parent: Value | null;
    }
  | {
      readonly kind: 'repeat';
      /** Children of the row so far, and of each element found. */
      readonly start: readonly Value[];
      readonly next: readonly Value[];
      readonly item: string;
      readonly index: string;
      readonly self: Value;
      readonly parent: Value | null;
    }
  | {
      readonly kind: 'union';
      readonly parent: Value | null;
      readonly branches: readonly Rows[];
      readonly aliases: readonly string[];
    };

export type RowStep = Step & { readonly kind: 'each' };
export type RepeatStep = Step & { readonly kind: 'repeat' };
export type UnionStep = Step & { readonly kind: 'union' };

export interface PlannedColumn {
  readonly name: string;
  readonly fhirType: string;
  readonly collection: boolean;
  /** A resolved path, or the name a union gave to a finished column. */
  readonly value: Value;
  readonly finished: boolean;
  /** When this element is missing the column is null, whatever the path says of an empty element. */
  readonly parent: Value | null;
}

interface Planner {
  readonly scope: Scope;
  /** The element of the nearest forEach inside a forEachOrNull: missing in the row an empty list leaves. */
  readonly parent: Value | null;
  readonly steps: readonly Step[];
  readonly columns: readonly PlannedColumn[];
}

/** Resolves every path of a view. @throws ProblemError naming the place in the view */
export function planView(view: ViewDefinition, zone: string): ViewPlan {
  const cautions: string[] = [];
  const usedIndexes = new Set<string>();
  const shape = newShape();
  const scope = rootScope(view, {
    zone,
    shape,
    caution: (message) => cautions.push(message),
    indexUsed: (name) => usedIndexes.add(name),
  });
  const conditions = view.where.map((path, position) => {
    const place = { ...scope, where: `where[${position}].path` };
    return truth(resolvePath(path, place), place);
  });
  const rows = view.select.reduce<Planner>(
    (planner, select, position) => planSelect(planner, select, `select[${position}]`),
    { scope, parent: null, steps: [], columns: [] },
  );
  requireColumns(rows.columns);
  return { resource: view.resource, shape, conditions, rows, cautions, usedIndexes };
}

interface RootParts {
  readonly zone: string;
  readonly shape: Shape;
  readonly caution: (message: string) => void;
  readonly indexUsed: (name: string) => void;
}

function rootScope(view: ViewDefinition, { zone, shape, caution, indexUsed }: RootParts): Scope {
  const resource: Value = {
    kind: 'variable',
    name: '_r',
    native: false,
    type: view.resource,
    many: false,
    shape,
  };
  let names = 0;
  return {
    self: resource,
    resource,
    constants: new Map(view.constant.map(constantValue)),
    rowIndex: literal('integer', '0'),
    where: '',
    zone,
    freshName: (start) => {
      names += 1;
      return `_${start}${names}`;
    },
    caution,
    useRowIndex: () => undefined,
    indexUsed,
    resolve,
  };
}

const constantValue = ({ name, type, text }: ViewConstant): [string, Value] => [
  name,
  literal(type, text),
];

function requireColumns(columns: readonly PlannedColumn[]): void {
  if (columns.length === 0) {
    throw viewProblem('The view has no column.', 'Add a column with name and path.', 'select');
  }
  const names = columns.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice !== undefined) {
    throw viewProblem(
      `Two columns are called '${twice}'.`,
      'Give each column its own name; capitals make no difference in SQL.',
      'select',
    );
  }
}

function planSelect(planner: Planner, select: ViewSelect, where: string): Planner {
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
  if (found.kind === 'choice') throw choiceInForEach(found.name, place);
  const list = asList(found);
  const orNull = each.kind === 'forEachOrNull';
  const self = itemOf(list, item);
  return {
    ...planner,
    steps: [...planner.steps, { kind: 'each', list, item, index, orNull, parent: planner.parent }],
    parent: orNull || planner.parent !== null ? self : null,
    scope: { ...scope, ...inside, self },
  };
}

const choiceInForEach = (name: string, scope: Scope): Error =>
  pathProblem(
    scope,
    `'${name}' may be of several types.`,
    `Say which one: ${name}.ofType(Quantity).`,
  );

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
  return { kind: 'repeat', start: raw(starts), next: raw(nexts), item, index, self, parent };
}

function planColumn(column: ViewColumn, scope: Scope, parent: Value | null): PlannedColumn {
  const found = resolvePath(column.path, scope);
  if (found.kind === 'choice') throw choiceInForEach(found.name, scope);
  if (holdingOf(found.type) === 'element') throw wholeElement(found, scope);
  const fhirType = columnType(column, found, scope);
  const plain = found.type === 'untyped' ? read(found, fhirType, scope) : found;
  const value = column.collection ? asList(plain) : single(plain, scope);
  return {
    name: column.name,
    fhirType,
    collection: column.collection,
    value,
    finished: false,
    parent,
  };
}

const readers = {
  text: 'to-text',
  integer: 'to-integer',
  decimal: 'to-decimal',
  boolean: 'to-boolean',
} as const;

/** Untyped data as the type the column declares. */
function read(found: Value, fhirType: string, scope: Scope): Value {
  const holding = holdingOf(fhirType);
  if (holding === 'element' || holding === 'untyped') return found;
  return each(found, scope, (item) => apply(readers[holding], fhirType, [item]));
}

/** The declared type where it fits what the path yields; otherwise what the path yields, with a caution. */
function columnType({ name, type }: ViewColumn, found: Value, scope: Scope): string {
  if (found.kind === 'empty' || found.type === 'untyped') return plainType(type) ?? 'string';
  const declared = plainType(type);
  if (declared === null) return found.type;
  const kinds = [declared, found.type].map(holdingOf);
  if (kinds[0] === kinds[1] || (kinds[0] === 'decimal' && kinds[1] === 'integer')) return declared;
  scope.caution(
    `${scope.where}: column ${name} is declared ${type} but its path yields ${found.type}; it is kept as ${found.type}.`,
  );
  return found.type;
}

const plainType = (type: string | null): string | null =>
  type === null || holdingOf(type) === 'element' ? null : type;

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
