import { ProblemError, problem } from '#core';
import { holdingOf } from './fhir-elements.ts';
import type { Syntax } from './fhirpath-syntax.ts';
import { apply, newShape, type Value } from './value.ts';

/** What names mean at one place of a view, and where that place is. */
export interface Scope {
  /** `$this`: the resource, the element of the nearest forEach, or the item a function looks at. */
  readonly self: Value;
  readonly resource: Value;
  readonly constants: ReadonlyMap<string, Value>;
  readonly rowIndex: Value;
  readonly useRowIndex: () => void;
  readonly indexUsed: (name: string) => void;
  /** Place in the view, as select[0].column[1].path. */
  readonly where: string;
  readonly zone: string;
  readonly freshName: (start: string) => string;
  readonly caution: (message: string) => void;
  readonly resolve: (syntax: Syntax, scope: Scope) => Value;
}

export const pathProblem = (scope: Scope, message: string, tip: string): ProblemError =>
  new ProblemError(problem('view.path-not-possible', message, tip, scope.where));

/** The value itself when it cannot repeat; otherwise its only item, and an error while running when there are more. */
export const single = (value: Value, scope: Scope): Value =>
  value.many
    ? { ...typed(value), kind: 'only', of: value, many: false, place: scope.where }
    : value;

export const asList = (value: Value): Value =>
  value.many ? value : { ...typed(value), kind: 'list', of: value, many: true };

const typed = (value: Value): { readonly type: string; readonly shape: Value['shape'] } => ({
  type: value.type,
  shape: value.shape,
});

export const itemOf = (value: Value, name: string): Value => ({
  ...typed(value),
  kind: 'variable',
  name,
  native: false,
  many: false,
});

/** Applies a step to a single value, or to every item of a list. */
export function each(value: Value, scope: Scope, step: (item: Value) => Value): Value {
  if (!value.many) return step(value);
  const item = scope.freshName('x');
  const body = step(itemOf(value, item));
  return { ...typed(body), kind: 'map', of: value, item, body, many: true };
}

export function filtered(value: Value, scope: Scope, criterion: Syntax): Value {
  if (!value.many) {
    const condition = truth(scope.resolve(criterion, { ...scope, self: value }), scope);
    return { ...apply('if', value.type, [condition, value]), shape: value.shape };
  }
  const item = scope.freshName('x');
  const inner = { ...scope, self: itemOf(value, item) };
  const condition = truth(scope.resolve(criterion, inner), scope);
  return { ...typed(value), kind: 'filter', of: value, item, condition, many: true };
}

export const nativeVariable = (name: string, type: string, many = false): Value => ({
  kind: 'variable',
  name,
  native: true,
  type,
  many,
  shape: newShape(),
});

/** A condition: boolean, single; untyped elements are read as booleans. */
export function truth(value: Value, scope: Scope): Value {
  const one = single(value, scope);
  const holding = holdingOf(one.type);
  if (one.kind === 'choice' || (holding !== 'boolean' && holding !== 'untyped')) {
    throw pathProblem(
      scope,
      `a condition must be true or false, but this one is of type ${one.type}.`,
      "Compare it (status = 'final') or ask whether it is there (status.exists()).",
    );
  }
  return holding === 'untyped' ? apply('to-boolean', 'boolean', [one]) : one;
}
