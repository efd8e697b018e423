import { holdingOf } from './fhir-elements.ts';
import { choiceProblem } from './navigation.ts';
import { wholeElement } from './operators.ts';
import { resolvePath } from './resolve.ts';
import { asList, each, type Scope, single } from './scope.ts';
import { apply, type Value } from './value.ts';
import type { ViewColumn } from './view-definition.ts';
import type { PlannedColumn } from './view-plan.ts';

export function planColumn(column: ViewColumn, scope: Scope, parent: Value | null): PlannedColumn {
  const found = resolvePath(column.path, scope);
  if (found.kind === 'choice') throw choiceProblem(found, scope);
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
