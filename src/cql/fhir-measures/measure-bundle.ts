import { z } from 'zod';
import { type Problem, problem } from '#core';
import { formProblems, type Read, read, unreadable } from '../measures/reading.ts';
import { readTerminology, type TerminologyResource } from '../terminology/terminology-file.ts';
import type { FhirMeasure } from './fhir-measure.ts';
import { readFhirMeasure } from './read-fhir-measure.ts';

/** A FHIR Measure with everything it came with. */
export interface MeasureBundle {
  readonly measure: FhirMeasure;
  /** The Measure resource as it came. */
  readonly resource: object;
  readonly libraries: readonly BundledLibrary[];
  readonly terminology: readonly {
    readonly read: TerminologyResource;
    readonly resource: object;
  }[];
}

/** A Library's content, still as base64. */
export interface BundledLibrary {
  /** Its id, its name and the end of its address: a Measure may name it by either. */
  readonly names: readonly string[];
  readonly cql: string | null;
  readonly elm: string | null;
  readonly where: string;
}

const bundleForm = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(
    z.looseObject({ resource: z.looseObject({ resourceType: z.string() }).optional() }),
  ),
});

const libraryForm = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  url: z.string().optional(),
  content: z
    .array(z.looseObject({ contentType: z.string().optional(), data: z.string().optional() }))
    .optional(),
});

type Entry = { readonly resourceType: string; readonly where: string; readonly resource: object };

/** A Bundle of one Measure with its Libraries, ValueSets and CodeSystems; every mistake is told with its place. */
export function readMeasureBundle(where: string, json: unknown): Read<MeasureBundle> {
  const form = bundleForm.safeParse(json);
  if (!form.success) return unreadable(...formProblems(form.error, where));
  const entries = form.data.entry.flatMap(({ resource }, i): readonly Entry[] =>
    resource === undefined
      ? []
      : [{ resourceType: resource.resourceType, where: `${where}#entry[${i}]`, resource }],
  );
  const problems: Problem[] = [];
  const keep = <T>(result: Read<T>): readonly T[] => {
    if (result.kind === 'read') return [result.value];
    problems.push(...result.problems);
    return [];
  };
  const measures = entries.filter(isOf('Measure'));
  if (measures.length !== 1) problems.push(oneMeasure(where, measures.length));
  const measure = measures.slice(0, 1).flatMap((entry) => keep(readMeasure(entry)));
  const libraries = entries.filter(isOf('Library')).flatMap((entry) => keep(readLibrary(entry)));
  const terminology = entries
    .filter(isOf('ValueSet', 'CodeSystem'))
    .flatMap(({ where: place, resource }) =>
      keep(readTerminology(place, resource)).map((one) => ({ read: one, resource })),
    );
  const [main] = measure;
  const [entry] = measures;
  if (problems.length > 0 || main === undefined || entry === undefined)
    return unreadable(...problems);
  return read({ measure: main, resource: entry.resource, libraries, terminology });
}

const isOf =
  (...types: readonly string[]) =>
  ({ resourceType }: Entry): boolean =>
    types.includes(resourceType);

const oneMeasure = (where: string, count: number): Problem =>
  problem(
    'measure-bundle',
    `The bundle has ${count} Measures.`,
    'Bring one Measure in a bundle, together with its Library, ValueSet and CodeSystem resources.',
    where,
  );

function readMeasure({ resource, where }: Entry): Read<FhirMeasure> {
  const result = readFhirMeasure(resource);
  if (result.kind === 'unreadable') {
    const { code, message, tip, where: place } = result.problem;
    return unreadable(problem(code, message, tip, `${where}: ${place}`));
  }
  const composite = result.measure.groups.some(({ scoring }) => scoring === 'composite');
  return composite ? unreadable(noComposite(where)) : read(result.measure);
}

const noComposite = (where: string): Problem =>
  problem(
    'fhir-measure-composite',
    'The measure is composed of other measures; Gyrus does not add measures up to one.',
    'Import the measures that it is composed of, each in its own bundle.',
    where,
  );

function readLibrary({ resource, where }: Entry): Read<BundledLibrary> {
  const form = libraryForm.safeParse(resource);
  if (!form.success) return unreadable(...formProblems(form.error, where));
  const { id, name, url, content = [] } = form.data;
  const data = (type: RegExp): string | null =>
    content.find(({ contentType = '' }) => type.test(contentType))?.data ?? null;
  return read({
    names: [id, name, url?.replace(/\|.*$/, '').replace(/^.*\//, '')].flatMap((one) => one ?? []),
    cql: data(/^text\/cql\b/),
    elm: data(/^application\/elm\+json\b/),
    where,
  });
}
