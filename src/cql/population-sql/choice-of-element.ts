import { elementContent } from '#data';
import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { allOf, anyOf } from './conditions.ts';
import { Elements } from './elements.ts';
import { typesOfElement } from './fhir-types.ts';
import type { Alternative, ElementValue, Value } from './value.ts';
import type { FlatTable } from './view-columns.ts';

/** FHIR types as FHIRHelpers.ToValue makes them CQL; others stay as they are. */
const cqlTypes: Readonly<Record<string, string>> = {
  dateTime: 'DateTime',
  instant: 'DateTime',
  date: 'Date',
  time: 'Time',
  Period: 'Interval<DateTime>',
  Range: 'Interval<Quantity>',
  Quantity: 'Quantity',
  SimpleQuantity: 'Quantity',
  Age: 'Quantity',
  Duration: 'Quantity',
  Count: 'Quantity',
  Distance: 'Quantity',
  CodeableConcept: 'Concept',
  Coding: 'Code',
  boolean: 'Boolean',
  integer: 'Integer',
  positiveInt: 'Integer',
  unsignedInt: 'Integer',
  decimal: 'Decimal',
};
const cqlType = (fhirType: string): string =>
  cqlTypes[fhirType] ?? (elementContent(fhirType) === 'text' ? 'String' : fhirType);

/**
 * An element in each form that the flat table holds. A record that has it in a form that the table does not hold cannot
 * be answered: the statement then refuses when it is run.
 */
export function choiceOfElement(
  element: ElementValue,
  scope: Scope,
  compiler: Compiler,
  node: ElmNode,
): Value {
  const { row, path } = element;
  const table = compiler.table(row.resource, node, scope);
  const types = typesOfElement(row.resource, path);
  const elements = new Elements(compiler, scope, node);
  if (types.length < 2) return asItsType(element, types[0] ?? '', elements);
  const held = types.filter((type) => isHeld(table, `${path}[${type}]`));
  const forms = held.map((type): Alternative => {
    const form = elements.form(element, type);
    const value = asItsType(form, type, elements);
    return { when: elements.presence(form), type: cqlType(type), value };
  });
  if (held.length === types.length) return { kind: 'choice', alternatives: forms };
  const presence = table.presence.get(path);
  if (presence === undefined)
    return compiler.refuse(
      `the flat table ${table.table} does not hold every form of ${path}`,
      node,
      scope,
    );
  const isThere = elements.column(row, presence);
  compiler.refuseWhere(
    row.source,
    allOf([isThere, `(${anyOf(forms.map(({ when }) => when))}) IS NOT TRUE`]),
    `a record in ${table.table} has ${path} in a form that the table does not hold`,
  );
  return { kind: 'choice', alternatives: forms };
}

function isHeld({ plain, codings }: FlatTable, path: string): boolean {
  return (
    codings.has(path) ||
    plain.has(path) ||
    [...plain.keys()].some((key) => key.startsWith(`${path}.`))
  );
}

function asItsType(element: ElementValue, type: string, elements: Elements): Value {
  switch (cqlType(type)) {
    case 'Interval<DateTime>':
      return elements.period(element);
    case 'Concept':
      return elements.codings(element);
    case 'Quantity':
      return elements.quantity(element);
    default:
      return elements.plain(element);
  }
}
