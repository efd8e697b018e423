import { z } from 'zod';
import { type Problem, problem } from '#core';
import type { ElmInclude, ElmLibrary } from '../elm.ts';
import { includeCircle } from '../include-circle.ts';
import { type Read, read, syntaxProblem, unreadable } from '../measures/reading.ts';
import { withVersionedValueSets } from '../measures/value-sets.ts';

const elmForm = z.looseObject({
  library: z.looseObject({
    identifier: z.looseObject({ id: z.string().min(1), version: z.string().optional() }),
  }),
});

/** ELM that somebody else translated, from its JSON text. */
export function readElm(where: string, text: string): Read<ElmLibrary> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return unreadable(syntaxProblem(where, 'JSON', cause));
  }
  const form = elmForm.safeParse(json);
  if (form.success) return read(withVersionedValueSets(form.data as ElmLibrary));
  return unreadable(
    problem(
      'elm-unreadable',
      'The library is no ELM: it has no library.identifier.id.',
      'Bring the ELM as the translator writes it in JSON, or the CQL text.',
      where,
    ),
  );
}

/** Why libraries cannot be evaluated together: another FHIR version, a missing include, includes in a circle. */
export function elmProblems(elm: readonly ElmLibrary[]): readonly Problem[] {
  const held = new Set(elm.map((one) => one.library.identifier.id));
  const including = new Map(
    elm.map((one) => [one.library.identifier.id, includesOf(one).map(nameOf)]),
  );
  const circle = includeCircle(including, (library) => library);
  const each = elm.flatMap((one) => [
    ...otherModels(one),
    ...includesOf(one).flatMap((include) =>
      held.has(nameOf(include)) ? [] : [missingInclude(one, nameOf(include))],
    ),
  ]);
  return circle === null ? each : [...each, circle];
}

const includesOf = ({ library }: ElmLibrary): readonly ElmInclude[] => library.includes?.def ?? [];

const nameOf = ({ path }: ElmInclude): string => path.replace(/^.*\//, '');

function otherModels({ library }: ElmLibrary): readonly Problem[] {
  return (library.usings?.def ?? []).flatMap(({ localIdentifier, version }) =>
    localIdentifier === 'FHIR' && typeof version === 'string' && !version.startsWith('4.0')
      ? [
          problem(
            'cql-other-model',
            `The library is written for FHIR ${version}.`,
            "Gyrus reads FHIR 4.0.1: write using FHIR version '4.0.1', and translate it again.",
            library.identifier.id,
          ),
        ]
      : [],
  );
}

const missingInclude = ({ library }: ElmLibrary, name: string): Problem =>
  problem(
    'cql-missing-include',
    `The library '${name}' is not here; ${library.identifier.id} includes it.`,
    'Bring the included library along in the same bundle.',
    library.identifier.id,
  );
