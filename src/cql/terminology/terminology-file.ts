import { z } from 'zod';
import { problem } from '#core';
import { formProblems, type Read, read, readJson, unreadable } from '../measures/reading.ts';

/** A code system as far as value sets ask for it: its codes, what is above each, and their properties. */
export interface CodeSystem {
  readonly kind: 'code-system';
  readonly url: string;
  readonly version: string | null;
  readonly name: string;
  /** Only a complete one can say which codes there are, or what lies under a code. */
  readonly isComplete: boolean;
  readonly concepts: ReadonlyMap<string, Concept>;
}

export interface Concept {
  readonly parents: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
}

/** A value set by its definition, its expansion, or both. */
export interface ValueSetDefinition {
  readonly kind: 'value-set';
  readonly url: string;
  readonly version: string | null;
  readonly name: string;
  readonly include: readonly Composition[];
  readonly exclude: readonly Composition[];
  readonly expansion: Expansion | null;
}

/** Part of a definition: codes of one system, codes of other value sets, or those in both. */
export interface Composition {
  readonly system: string | null;
  readonly version: string | null;
  /** The codes that are listed; null when they are all meant, or filtered. */
  readonly listed: readonly string[] | null;
  readonly filters: readonly Filter[];
  readonly valueSets: readonly string[];
}

export interface Filter {
  readonly property: string;
  readonly op: string;
  readonly value: string;
}

export interface Expansion {
  readonly codes: readonly { readonly system: string; readonly code: string }[];
  /** How many codes it says there are. */
  readonly total: number | null;
}

interface NestedConcept {
  readonly code: string;
  readonly concept?: readonly NestedConcept[] | undefined;
  readonly property?: readonly z.infer<typeof propertyForm>[] | undefined;
}

const propertyForm = z.looseObject({
  code: z.string(),
  valueCode: z.string().optional(),
  valueString: z.string().optional(),
  valueInteger: z.number().optional(),
  valueBoolean: z.boolean().optional(),
  valueDecimal: z.number().optional(),
  valueDateTime: z.string().optional(),
  valueCoding: z.looseObject({ code: z.string().optional() }).optional(),
});

const nestedConcept: z.ZodType<NestedConcept> = z.lazy(() =>
  z.looseObject({
    code: z.string(),
    concept: z.array(nestedConcept).optional(),
    property: z.array(propertyForm).optional(),
  }),
);

const codeSystemForm = z.looseObject({
  resourceType: z.literal('CodeSystem'),
  url: z.string().min(1),
  version: z.string().optional(),
  name: z.string().optional(),
  title: z.string().optional(),
  content: z.string().optional(),
  concept: z.array(nestedConcept).optional(),
});

const compositionForm = z.looseObject({
  system: z.string().optional(),
  version: z.string().optional(),
  concept: z.array(z.looseObject({ code: z.string() })).optional(),
  filter: z
    .array(z.looseObject({ property: z.string(), op: z.string(), value: z.string() }))
    .optional(),
  valueSet: z.array(z.string()).optional(),
});

interface Contained {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
  readonly abstract?: boolean | undefined;
  readonly contains?: readonly Contained[] | undefined;
}

const contained: z.ZodType<Contained> = z.lazy(() =>
  z.looseObject({
    system: z.string().optional(),
    code: z.string().optional(),
    abstract: z.boolean().optional(),
    contains: z.array(contained).optional(),
  }),
);

const valueSetForm = z.looseObject({
  resourceType: z.literal('ValueSet'),
  url: z.string().min(1),
  version: z.string().optional(),
  name: z.string().optional(),
  title: z.string().optional(),
  compose: z
    .looseObject({
      include: z.array(compositionForm).optional(),
      exclude: z.array(compositionForm).optional(),
    })
    .optional(),
  expansion: z
    .looseObject({ total: z.number().optional(), contains: z.array(contained).optional() })
    .optional(),
});

export type TerminologyResource = CodeSystem | ValueSetDefinition;

/** A FHIR ValueSet or CodeSystem, from the text of a file. */
export function readTerminologyFile(path: string, text: string): Read<TerminologyResource> {
  const json = readJson(path, text);
  return json.kind === 'unreadable' ? json : readTerminology(path, json.value);
}

/** A FHIR ValueSet or CodeSystem. `where` names the file, or the place in a bundle. */
export function readTerminology(where: string, json: unknown): Read<TerminologyResource> {
  const type = resourceType(json);
  if (type === 'CodeSystem') {
    const form = codeSystemForm.safeParse(json);
    return form.success
      ? read(codeSystem(form.data))
      : unreadable(...formProblems(form.error, where));
  }
  if (type === 'ValueSet') {
    const form = valueSetForm.safeParse(json);
    return form.success
      ? read(valueSet(form.data))
      : unreadable(...formProblems(form.error, where));
  }
  return unreadable(
    problem(
      'terminology-type',
      `This is a ${type === '' ? 'text without resourceType' : type}.`,
      'Bring FHIR R4 ValueSet and CodeSystem resources here.',
      where,
    ),
  );
}

const resourceType = (json: unknown): string =>
  typeof json === 'object' && json !== null && 'resourceType' in json
    ? String(json.resourceType)
    : '';

function codeSystem(form: z.infer<typeof codeSystemForm>): CodeSystem {
  const concepts = new Map<string, Concept>();
  for (const concept of form.concept ?? []) take(concept, [], concepts);
  return {
    kind: 'code-system',
    url: form.url,
    version: form.version ?? null,
    name: form.title ?? form.name ?? form.url,
    isComplete: (form.content ?? 'complete') === 'complete',
    concepts,
  };
}

/** A code stands under what it is nested in, under its 'parent' property, and over its 'child' property. */
function take(concept: NestedConcept, above: readonly string[], into: Map<string, Concept>): void {
  const properties = new Map<string, string>();
  const parents = [...above];
  for (const property of concept.property ?? []) {
    const value = propertyValue(property);
    if (property.code === 'parent') parents.push(value);
    else if (property.code === 'child') addParent(into, value, concept.code);
    else properties.set(property.code, value);
  }
  const known = into.get(concept.code);
  into.set(concept.code, {
    parents: [...new Set([...(known?.parents ?? []), ...parents])],
    properties,
  });
  for (const child of concept.concept ?? []) take(child, [concept.code], into);
}

function addParent(into: Map<string, Concept>, code: string, parent: string): void {
  const known = into.get(code);
  into.set(code, {
    parents: [...(known?.parents ?? []), parent],
    properties: known?.properties ?? new Map(),
  });
}

const propertyValue = (property: z.infer<typeof propertyForm>): string =>
  String(
    property.valueCode ??
      property.valueString ??
      property.valueInteger ??
      property.valueBoolean ??
      property.valueDecimal ??
      property.valueDateTime ??
      property.valueCoding?.code ??
      '',
  );

function valueSet(form: z.infer<typeof valueSetForm>): ValueSetDefinition {
  return {
    kind: 'value-set',
    url: form.url,
    version: form.version ?? null,
    name: form.title ?? form.name ?? form.url,
    include: (form.compose?.include ?? []).map(composition),
    exclude: (form.compose?.exclude ?? []).map(composition),
    expansion:
      form.expansion?.contains === undefined && form.expansion?.total !== 0
        ? null
        : { codes: codesIn(form.expansion.contains ?? []), total: form.expansion.total ?? null },
  };
}

const composition = (form: z.infer<typeof compositionForm>): Composition => ({
  system: form.system ?? null,
  version: form.version ?? null,
  listed: form.concept?.map(({ code }) => code) ?? null,
  filters: form.filter ?? [],
  valueSets: form.valueSet ?? [],
});

/** An abstract entry only groups what is under it. */
function codesIn(entries: readonly Contained[]): Expansion['codes'] {
  return entries.flatMap(({ system, code, abstract, contains }) => [
    ...(system !== undefined && code !== undefined && abstract !== true ? [{ system, code }] : []),
    ...codesIn(contains ?? []),
  ]);
}
