import { type Planner, planSelect } from './plan-select.ts';
import { resolve, resolvePath } from './resolve.ts';
import { elementsNeeded } from './rows-need.ts';
import { type Scope, truth } from './scope.ts';
import { neverFails, settleEarly } from './settle-early.ts';
import { literal, newShape, type Shape, type Value } from './value.ts';
import {
  requireUniqueNames,
  type ViewConstant,
  type ViewDefinition,
  viewProblem,
} from './view-definition.ts';
import type { PlannedColumn, ViewPlan } from './view-plan.ts';

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
  // An error in a condition is told of every resource.
  const needs = conditions.every(neverFails) ? elementsNeeded(rows) : null;
  const settled = settleEarly(rows, usedIndexes);
  const { resource } = view;
  return { resource, shape, conditions, rows: settled, needs, cautions, usedIndexes };
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
  requireUniqueNames(columns.map(({ name }) => name));
}
