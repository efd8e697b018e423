import { groupBy } from '#core';
import {
  type ElmLibrary,
  includedLibraries,
  libraryUrl,
  type Measure,
  namedValueSets,
  type TerminologyResource,
  type ValueSetCodes,
  writeFhirMeasure,
} from '#cql';
import { type Database, heldTerminology } from '#store';
import type { Library } from '../library/open-library.ts';
import type { ComposedMeasure } from './composed-measure.ts';
import { type HeldMeasure, heldMeasure } from './held-measure.ts';

type Json = Readonly<Record<string, unknown>>;

/** A measure as a FHIR Bundle with its libraries (CQL and ELM) and value sets, as import reads it. */
export async function exportMeasure(sources: Sources, idOrUrl: string): Promise<Json> {
  const held = await heldMeasure(sources, idOrUrl);
  const resources =
    held.composed === null
      ? await resourcesOf(sources, held)
      : await composedResources(sources, held, held.composed);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource })),
  };
}

interface Sources {
  readonly db: Database;
  readonly library: Library;
}

async function resourcesOf(
  { db, library }: Sources,
  held: HeldMeasure,
): Promise<readonly object[]> {
  const elm = includedLibraries(held.measure.library, held.elm);
  const texts = cqlByName(held, library);
  return [
    measureResource(held),
    ...elm.map((one) => libraryResource(one, texts)),
    ...(held.own === null
      ? valueSetResources(held.measure.library, elm, held.valueSets)
      : await broughtValueSets(db, held.measure.library, elm)),
  ];
}

/** A composite with the measures it is made of; what several of them rest on comes once. */
async function composedResources(
  sources: Sources,
  held: HeldMeasure,
  { asked }: ComposedMeasure,
): Promise<readonly object[]> {
  const parts = await Promise.all(
    asked.map(async ({ measure: { id } }) => resourcesOf(sources, await heldMeasure(sources, id))),
  );
  const each = new Map(
    [measureResource(held), ...parts.flat()].map((one) => [JSON.stringify(one), one]),
  );
  return [...each.values()];
}

const measureResource = ({ measure, own, inLibrary }: HeldMeasure): object => {
  if (own !== null) return own.resource;
  const words = wordsOf(inLibrary);
  return writeFhirMeasure(measure, words);
};

const improvements = { up: 'increase', down: 'decrease', neutral: null } as const;

const wordsOf = (measure: Measure | null) => ({
  description: measure?.sentence.en ?? '',
  rationale: measure?.rationale.en ?? '',
  improvement: measure === null ? null : improvements[measure.direction],
});

function cqlByName({ own }: HeldMeasure, library: Library): ReadonlyMap<string, string> {
  if (own !== null)
    return new Map(own.libraries.map(({ elm, cql }) => [elm.library.identifier.id, cql ?? '']));
  return new Map(
    library.cql.map(({ text }) => [/^\s*library\s+"?([\w.]+)/m.exec(text)?.[1] ?? '', text]),
  );
}

function libraryResource(elm: ElmLibrary, texts: ReadonlyMap<string, string>): Json {
  const { id, version } = elm.library.identifier;
  const cql = texts.get(id) ?? '';
  return {
    resourceType: 'Library',
    id,
    url: libraryUrl(id),
    ...(version === undefined ? {} : { version }),
    name: id,
    status: 'active',
    type: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/library-type',
          code: 'logic-library',
        },
      ],
    },
    content: [
      ...(cql === '' ? [] : [{ contentType: 'text/cql', data: base64(cql) }]),
      { contentType: 'application/elm+json', data: base64(JSON.stringify(elm)) },
    ],
  };
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Value sets as lists of their codes. */
function valueSetResources(
  library: string,
  elm: readonly ElmLibrary[],
  valueSets: ValueSetCodes,
): readonly Json[] {
  return namedValueSets(library, elm).map((canonical) => {
    const [url = '', version] = canonical.split('|');
    const systems = groupBy(valueSets.get(canonical) ?? [], ({ system }) => system);
    return {
      resourceType: 'ValueSet',
      url,
      ...(version === undefined ? {} : { version }),
      status: 'active',
      compose: {
        include: [...systems].map(([system, codes]) => ({
          system,
          concept: codes.map(({ code }) => ({ code })),
        })),
      },
    };
  });
}

/** What was brought and the measure rests on: its value sets, those they name, and the code systems of these. */
async function broughtValueSets(
  db: Database,
  library: string,
  elm: readonly ElmLibrary[],
): Promise<readonly object[]> {
  const held = await heldTerminology(db);
  const wanted = new Set(namedValueSets(library, elm).map(withoutVersion));
  // A set is walked through while it grows: what a value set names is wanted too.
  for (const url of wanted) {
    for (const { read } of held) {
      if (read.url === url) for (const named of namesIn(read)) wanted.add(named);
    }
  }
  return held.filter(({ read }) => wanted.has(read.url)).map(({ resource }) => resource);
}

const withoutVersion = (canonical: string): string => canonical.replace(/\|.*$/, '');

function namesIn(read: TerminologyResource): readonly string[] {
  if (read.kind === 'code-system') return [];
  return [...read.include, ...read.exclude].flatMap(({ valueSets, system }) => [
    ...valueSets.map(withoutVersion),
    ...(system === null ? [] : [system]),
  ]);
}
