import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  choiceTypes,
  fhirElement,
  fhirElementTable,
  holdingOf,
  isA,
  isResourceType,
} from './fhir-elements.ts';
import repeating from './fhir-r4-repeating.json' with { type: 'json' };

const require = createRequire(import.meta.url);
const modelInfo = path.join(
  path.dirname(require.resolve('cql-exec-fhir')),
  'modelInfos/fhir-modelinfo-4.0.1.xml',
);

interface ModelElement {
  readonly name: string;
  readonly repeats: boolean;
  readonly type: string;
}

/** Classes and their elements as the published model of FHIR 4.0.1 for CQL states them. */
function readClasses(): ReadonlyMap<string, readonly ModelElement[]> {
  const classes = new Map<string, readonly ModelElement[]>();
  const xml = readFileSync(modelInfo, 'utf8');
  const infos =
    /<typeInfo (?:"[^"]*"|[^">/])*?\sname="([^"]+)"(?:"[^"]*"|[^">/])*>([\s\S]*?)<\/typeInfo>/g;
  for (const [, name = '', body = ''] of xml.matchAll(infos)) {
    const elements = [
      ...body.matchAll(/<element name="([^"]+)"([^>]*?)(?:\/>|>([\s\S]*?)<\/element>)/g),
    ];
    classes.set(
      name,
      elements.map(([, element = '', attributes = '', inner = '']) => ({
        name: element,
        repeats: inner.includes('ListTypeSpecifier'),
        type: /elementType="FHIR\.([^"]+)"/.exec(attributes + inner)?.[1] ?? '',
      })),
    );
  }
  return classes;
}

/** Every repeating element by the type or the path of the element it belongs to. */
function repeatingElements(): Readonly<Record<string, string>> {
  const classes = readClasses();
  const found: Record<string, string> = {};
  const walk = (className: string, at: string): void => {
    const elements = classes.get(className) ?? [];
    const names = elements
      .filter(({ name, repeats }) => repeats && !everywhere.has(name))
      .map(({ name }) => name);
    if (names.length > 0) found[at] = names.join(' ');
    for (const { name, type } of elements) {
      const nested = `${at}.${name}`;
      if (type.includes('.') && !nested.includes(`.${name}.`)) walk(type, nested);
    }
  };
  for (const name of classes.keys()) if (!name.includes('.')) walk(name, name);
  return found;
}

const everywhere = new Set(['extension', 'modifierExtension', 'contained']);

describe('FHIR elements', () => {
  test('repeat where the published model of FHIR 4.0.1 says so', () => {
    const published = repeatingElements();
    for (const [type, names] of Object.entries(repeating)) {
      expect(`${type}: ${published[type]}`).toBe(`${type}: ${names}`);
    }
    const missing = Object.keys(published).filter((type) => !(type in repeating));
    const typed = missing.filter((type) => fhirElement(type, published[type]?.split(' ')[0] ?? ''));
    expect(typed.filter((type) => !isReused(type))).toEqual([]);
    expect(Object.keys(repeating).length).toBeGreaterThan(300);
  });

  test('have a type, also nested, inherited and defined elsewhere', () => {
    expect(fhirElement('Patient', 'name')).toEqual({ key: 'name', type: 'HumanName', many: true });
    expect(fhirElement('Patient', 'contact')?.type).toBe('Patient.contact');
    expect(fhirElement('Patient.contact', 'relationship')?.many).toBe(true);
    expect(fhirElement('Age', 'value')?.type).toBe('decimal');
    expect(fhirElement('QuestionnaireResponse.item', 'item')?.type).toBe(
      'QuestionnaireResponse.item',
    );
    expect(fhirElement('Patient', 'nmae')).toBeUndefined();
  });

  test('are the same in the table of all of them, for every type and element the published model has', () => {
    const { elements, resourceTypes } = fhirElementTable();
    let found = 0;
    for (const [type, members] of readClasses())
      for (const { name } of members) {
        const known = fhirElement(type, name);
        expect(elements.get(type)?.get(name), `${type}.${name}`).toEqual(known);
        if (known !== undefined) found += 1;
      }
    expect(found).toBeGreaterThan(2500);
    for (const members of elements.values())
      for (const { type } of members.values()) expect(elements.has(type), type).toBe(true);
    expect(elements.get('Patient.contact')?.get('id')).toEqual(
      fhirElement('Patient.contact', 'id'),
    );
    expect(resourceTypes.has('Observation')).toBe(true);
    expect(resourceTypes.has('HumanName')).toBe(false);
  });

  test('of a choice have each alternative', () => {
    expect(choiceTypes('Patient', 'deceased')).toEqual(['Boolean', 'DateTime']);
    expect(choiceTypes('Patient', 'name')).toEqual([]);
  });

  test('are held as text, number, truth or element', () => {
    expect(['uri', 'positiveInt', 'decimal', 'boolean', 'HumanName'].map(holdingOf)).toEqual([
      'text',
      'integer',
      'decimal',
      'boolean',
      'element',
    ]);
    expect(isA('code', 'string')).toBe(true);
    expect(isResourceType('Observation')).toBe(true);
    expect(isResourceType('HumanName')).toBe(false);
  });
});

/** Elements whose content another element defines are looked up there. */
const isReused = (type: string): boolean => {
  const [owner = '', ...names] = type.split('.');
  const last = names.pop() ?? '';
  return fhirElement([owner, ...names].join('.'), last)?.type !== type;
};
