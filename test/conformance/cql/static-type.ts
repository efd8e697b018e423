import { z } from 'zod';

/** The type that the translator gives an expression, as far as values are told apart by it. */
export type StaticType =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list' | 'interval'; readonly of: StaticType }
  | { readonly kind: 'tuple'; readonly elements: ReadonlyMap<string, StaticType> }
  /** A choice, Any, or none given. */
  | { readonly kind: 'open' };

const open: StaticType = { kind: 'open' };

const specifierForm = z.looseObject({
  type: z.string().optional(),
  name: z.string().optional(),
  elementType: z.unknown().optional(),
  pointType: z.unknown().optional(),
  element: z
    .array(z.looseObject({ name: z.string(), elementType: z.unknown().optional() }))
    .optional(),
});

/** The result type written at a definition's ELM. */
export function staticType(definition: Readonly<Record<string, unknown>>): StaticType {
  const { resultTypeName, resultTypeSpecifier } = definition;
  if (typeof resultTypeName === 'string') return namedType(resultTypeName);
  return resultTypeSpecifier === undefined ? open : specified(resultTypeSpecifier);
}

function specified(specifier: unknown): StaticType {
  const form = specifierForm.parse(specifier);
  switch (form.type) {
    case 'NamedTypeSpecifier':
      return namedType(form.name ?? '');
    case 'ListTypeSpecifier':
      return { kind: 'list', of: specified(form.elementType) };
    case 'IntervalTypeSpecifier':
      return { kind: 'interval', of: specified(form.pointType) };
    case 'TupleTypeSpecifier':
      return {
        kind: 'tuple',
        elements: new Map(
          form.element?.map(({ name, elementType }) => [name, specified(elementType)]),
        ),
      };
    default:
      return open;
  }
}

function namedType(qualified: string): StaticType {
  const name = qualified.replace('{urn:hl7-org:elm-types:r1}', '');
  return name === 'Any' ? open : { kind: 'named', name };
}

/** The type of what is inside: of a list's items, of an interval's points; open when that is not known. */
export const inside = (type: StaticType, kind: 'list' | 'interval'): StaticType =>
  type.kind === kind ? type.of : open;

export const elementType = (type: StaticType, name: string): StaticType =>
  type.kind === 'tuple' ? (type.elements.get(name) ?? open) : open;
