import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

interface WrittenPack {
  readonly measure: { readonly id: string; readonly library: readonly string[] };
  readonly main: string;
  readonly elm: readonly { readonly library: { readonly identifier: { readonly id: string } } }[];
  readonly valueSets: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly cases: readonly {
    readonly resources: readonly Json[];
    readonly period: { readonly start: string };
  }[];
}

type Json = Readonly<Record<string, unknown>>;

export const writtenPack = (file: string): WrittenPack =>
  JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));

/** A pack's measure as the bundle that `gyrus measure import` reads. */
export function packBundle({ measure, main, elm, valueSets }: WrittenPack): Json {
  const libraries = elm.map((one) => {
    const { id } = one.library.identifier;
    return {
      resourceType: 'Library',
      url: id === main ? measure.library[0] : `http://example.org/Library/${id}`,
      name: id,
      content: [
        {
          contentType: 'application/elm+json',
          data: Buffer.from(JSON.stringify(one)).toString('base64'),
        },
      ],
    };
  });
  const sets = Object.entries(valueSets).map(([url, codes]) => ({
    resourceType: 'ValueSet',
    url,
    expansion: { contains: codes.map(([system, code]) => ({ system, code })) },
  }));
  const entry = [measure, ...libraries, ...sets].map((resource) => ({ resource }));
  return { resourceType: 'Bundle', type: 'collection', entry };
}

/** A pack's test patients again and again as lines of NDJSON, every record with an id of its own. */
export function* packLines({ cases }: WrittenPack, patients: number): Generator<string> {
  for (let number = 0; number < patients; number += 1)
    for (const resource of cases[number % cases.length]?.resources ?? [])
      yield `${JSON.stringify(numbered(resource, number))}\n`;
}

const numbered = (resource: Json, number: number): unknown => ({
  ...Object.fromEntries(
    Object.entries(resource).map(([key, value]) => [key, withReferences(value, number)]),
  ),
  id: `${String(resource['id'])}-${number}`,
});

function withReferences(value: unknown, number: number): unknown {
  if (Array.isArray(value)) return value.map((one) => withReferences(one, number));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === 'reference' && typeof inner === 'string'
        ? [key, `${inner}-${number}`]
        : [key, withReferences(inner, number)],
    ),
  );
}
