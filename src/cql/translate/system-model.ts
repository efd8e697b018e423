/**
 * The types that CQL itself brings along, as model information for the translator, which does not ship it.
 * Facts of the CQL specification (its appendix on the System model), one line per type.
 */

const simpleTypes = ['Boolean', 'Integer', 'Long', 'Decimal', 'String', 'DateTime', 'Date', 'Time'];

interface StructuredType {
  readonly name: string;
  readonly base: string;
  /** Element name and type; a type in square brackets is a list. */
  readonly elements: readonly (readonly [name: string, type: string])[];
}

const structuredTypes: readonly StructuredType[] = [
  {
    name: 'Quantity',
    base: 'Any',
    elements: [
      ['value', 'Decimal'],
      ['unit', 'String'],
    ],
  },
  {
    name: 'Ratio',
    base: 'Any',
    elements: [
      ['numerator', 'Quantity'],
      ['denominator', 'Quantity'],
    ],
  },
  {
    name: 'Code',
    base: 'Any',
    elements: [
      ['code', 'String'],
      ['system', 'String'],
      ['version', 'String'],
      ['display', 'String'],
    ],
  },
  {
    name: 'Concept',
    base: 'Any',
    elements: [
      ['codes', '[Code]'],
      ['display', 'String'],
    ],
  },
  {
    name: 'Vocabulary',
    base: 'Any',
    elements: [
      ['id', 'String'],
      ['version', 'String'],
      ['name', 'String'],
    ],
  },
  { name: 'ValueSet', base: 'Vocabulary', elements: [['codesystems', '[CodeSystem]']] },
  { name: 'CodeSystem', base: 'Vocabulary', elements: [] },
];

function element([name, type]: readonly [string, string]): string {
  const listOf = /^\[(\w+)\]$/.exec(type)?.[1];
  if (listOf === undefined) return `<element name="${name}" type="System.${type}"/>`;
  const specifier = `<typeSpecifier xsi:type="ListTypeSpecifier" elementType="System.${listOf}"/>`;
  return `<element name="${name}">${specifier}</element>`;
}

function typeInfo({ name, base, elements }: StructuredType): string {
  const inside = elements.map(element).join('');
  return `<typeInfo xsi:type="ClassInfo" name="System.${name}" baseType="System.${base}">${inside}</typeInfo>`;
}

const simpleTypeInfo = (name: string): string =>
  `<typeInfo xsi:type="SimpleTypeInfo" name="System.${name}" baseType="System.Any"/>`;

/** The model information of CQL's System types as the XML text that the translator reads. */
export function systemModelInfo(): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<modelInfo name="System" version="1.0.0" url="urn:hl7-org:elm-types:r1" targetQualifier="system"',
    ' xmlns="urn:hl7-org:elm-modelinfo:r1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    '<typeInfo xsi:type="SimpleTypeInfo" name="System.Any"/>',
    ...simpleTypes.map(simpleTypeInfo),
    ...structuredTypes.map(typeInfo),
    '</modelInfo>',
  ].join('\n');
}
