import { z } from 'zod';
import { type Problem, problem } from '#core';
import { formProblems, type Read, read, unreadable } from '../measures/reading.ts';
import { readTerminology, type TerminologyResource } from '../terminology/terminology-file.ts';
import { type CompositeMeasure, readComposite } from './composite.ts';
import type { FhirMeasure } from './fhir-measure.ts';
import { readFhirMeasure } from './read-fhir-measure.ts';

/** A FHIR Measure, or a composite and measures that it is made of, with everything they came with. */
export interface MeasureBundle {
  /** Counted by their own definitions; exactly one where there is no composite. */
  readonly measures: readonly BundledMeasure<FhirMeasure>[];
  readonly composite: BundledMeasure<CompositeMeasure> | null;
  readonly libraries: readonly BundledLibrary[];
  readonly terminology: readonly {
    readonly read: TerminologyResource;
    readonly resource: object;
  }[];
}

export interface BundledMeasure<Kind> {
  readonly measure: Kind;
  /** The Measure resource as it came. */
  readonly resource: object;
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

/** A Bundle of one Measure, or of a composite with its components, with their Libraries, ValueSets and CodeSystems; every mistake is told with its place. */
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
  const told = entries.filter(isOf('Measure')).flatMap((entry) => keep(readMeasure(entry)));
  const composites = told.flatMap((one) => (one.kind === 'composite' ? [one] : []));
  const measures = told.flatMap((one) => (one.kind === 'measure' ? [one] : []));
  const [composite = null] = composites;
  const isOne = composite === null ? measures.length === 1 : composites.length === 1;
  if (!isOne && problems.length === 0) problems.push(oneMeasure(where, told.length));
  const libraries = entries.filter(isOf('Library')).flatMap((entry) => keep(readLibrary(entry)));
  const terminology = entries
    .filter(isOf('ValueSet', 'CodeSystem'))
    .flatMap(({ where: place, resource }) =>
      keep(readTerminology(place, resource)).map((one) => ({ read: one, resource })),
    );
  if (problems.length > 0) return unreadable(...problems);
  return read({ measures, composite, libraries, terminology });
}

const isOf =
  (...types: readonly string[]) =>
  ({ resourceType }: Entry): boolean =>
    types.includes(resourceType);

const oneMeasure = (where: string, count: number): Problem =>
  problem(
    'measure-bundle',
    `The bundle has ${count} Measures.`,
    'Bring one Measure in a bundle, or one composite with the measures it is made of, together with their Library, ValueSet and CodeSystem resources.',
    where,
  );

type ToldMeasure =
  | ({ readonly kind: 'measure' } & BundledMeasure<FhirMeasure>)
  | ({ readonly kind: 'composite' } & BundledMeasure<CompositeMeasure>);

function readMeasure({ resource, where }: Entry): Read<ToldMeasure> {
  const composite = readComposite(resource);
  if (composite.kind === 'composite')
    return read({ kind: 'composite', measure: composite.measure, resource });
  const result = composite.kind === 'unreadable' ? composite : readFhirMeasure(resource);
  if (result.kind === 'measure')
    return read({ kind: 'measure', measure: result.measure, resource });
  const { code, message, tip, where: place } = result.problem;
  return unreadable(problem(code, message, tip, `${where}: ${place}`));
}

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
