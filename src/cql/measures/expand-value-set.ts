import { z } from 'zod';
import { problem } from '#core';
import { formProblems, type Read, read, readJson, unreadable } from './reading.ts';
import type { SystemCode } from './value-sets.ts';

export interface ExpandedValueSet {
  readonly url: string;
  readonly codes: readonly SystemCode[];
}

const concept = z.looseObject({ code: z.string() });
const form = z.looseObject({
  resourceType: z.literal('ValueSet'),
  url: z.string(),
  compose: z
    .looseObject({
      include: z.array(
        z.looseObject({
          system: z.string().optional(),
          concept: z.array(concept).optional(),
          filter: z.array(z.unknown()).optional(),
          valueSet: z.array(z.string()).optional(),
        }),
      ),
      exclude: z.array(z.unknown()).optional(),
    })
    .optional(),
  expansion: z
    .looseObject({
      contains: z.array(z.looseObject({ system: z.string(), code: z.string() })).optional(),
    })
    .optional(),
});

/** The codes of a FHIR ValueSet that lists them, in its expansion or in its compose. */
export function expandValueSet(path: string, text: string): Read<ExpandedValueSet> {
  const json = readJson(path, text);
  if (json.kind === 'unreadable') return json;
  const parsed = form.safeParse(json.value);
  if (!parsed.success) return unreadable(...formProblems(parsed.error, path));
  const { url, compose, expansion } = parsed.data;
  if (expansion?.contains !== undefined) return expanded(url, expansion.contains);
  const include = compose?.include ?? [];
  const isListed = include.every(
    ({ system, concept: listed, filter, valueSet }) =>
      system !== undefined &&
      listed !== undefined &&
      filter === undefined &&
      valueSet === undefined,
  );
  if (include.length === 0 || !isListed || compose?.exclude !== undefined) {
    return unreadable(
      problem(
        'value-set-not-listed',
        `The value set ${url} does not list its codes.`,
        'Bring an expansion along: $expand on a terminology server writes one.',
        path,
      ),
    );
  }
  return expanded(
    url,
    include.flatMap(({ system = '', concept: listed = [] }) =>
      listed.map(({ code }) => ({ system, code })),
    ),
  );
}

const expanded = (url: string, codes: readonly SystemCode[]): Read<ExpandedValueSet> =>
  read({ url, codes: codes.map(({ system, code }) => ({ system, code })) });
