import { type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import { fhirModel } from '../in-memory/fhir-model.ts';

/** The specifier of an As or Is, also where it names its type only. */
export function statedType(node: ElmNode): ElmNode | undefined {
  const name = textAt(node, 'asType') ?? textAt(node, 'isType');
  return (
    nodeAt(node, 'asTypeSpecifier') ??
    nodeAt(node, 'isTypeSpecifier') ??
    (name === undefined ? undefined : { type: 'NamedTypeSpecifier', name })
  );
}

/** The FHIR type of a row: of a resource, or of the items of the element that it names, as Encounter.diagnosis. */
function typeOfRow(resource: string): string {
  const [record = '', ...list] = resource.split('.');
  return list.length === 0 ? record : (typesOfElement(record, list.join('.'))[0] ?? '');
}

/** Whether a record of this type is of the stated type; a type that says nothing excludes nothing, as in memory. */
export function isRecordOf(resource: string, stated: ElmNode | undefined): boolean {
  switch (stated?.type) {
    case 'NamedTypeSpecifier':
      return (
        fhirModel()
          .get(typeOfRow(resource))
          ?.names.has(textAt(stated, 'name') ?? '') === true
      );
    case 'ChoiceTypeSpecifier':
      return nodesAt(stated, 'choice').some((one) => isRecordOf(resource, one));
    case 'IntervalTypeSpecifier':
    case 'TupleTypeSpecifier':
    case 'ListTypeSpecifier':
      return false;
    default:
      return true;
  }
}

/** The types an element may have by FHIR: one for most, none where there is no such element. */
export function typesOfElement(resource: string, path: string): readonly string[] {
  let types: readonly string[] = [typeOfRow(resource)];
  for (const step of path.split('.')) {
    const [, name = step, cast] = /^(\w+)\[(\w+)\]$/.exec(step) ?? [];
    const found =
      fhirModel()
        .get(types[0] ?? '')
        ?.elements.get(name)?.types ?? [];
    types = cast === undefined ? found : [cast];
  }
  return types;
}
