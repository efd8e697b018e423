import { z } from 'zod';
import { type Problem, problem } from '#core';
import type { FhirMeasure, MeasureGroup } from './fhir-measure.ts';
import type { Improvement } from './measure-wording.ts';

export const compositeScorings = ['opportunity', 'all-or-nothing', 'linear', 'weighted'] as const;
export type CompositeScoring = (typeof compositeScorings)[number];

/** A measure that is made of others, by the CQFMeasures guide: it has no definitions of its own. */
export interface CompositeMeasure {
  readonly id: string;
  readonly url: string | null;
  readonly version: string | null;
  readonly title: string | null;
  readonly scoring: CompositeScoring;
  readonly components: readonly ComponentRef[];
}

export interface ComponentRef {
  /** Its canonical address, with a version after a stroke where one is asked for. */
  readonly canonical: string;
  /** Which group of it; null where it has one. */
  readonly groupId: string | null;
  /** Its part of a weighted score, beside those of the others. */
  readonly weight: number;
}

/** One measure that a composite is made of, with the group that counts. */
export interface Component {
  readonly measure: FhirMeasure;
  readonly group: MeasureGroup;
  /** Where the group stands in its measure. */
  readonly at: number;
  readonly weight: number;
  /** Less of it is better while more of the composite is, or the other way round. */
  readonly isReversed: boolean;
}

export interface ImprovingMeasure {
  readonly measure: FhirMeasure;
  readonly improvement: Improvement | null;
}

const concept = z.looseObject({
  coding: z.array(z.looseObject({ code: z.string().optional() })).optional(),
});
const extension = z.looseObject({
  url: z.string(),
  valueString: z.string().optional(),
  valueDecimal: z.number().optional(),
});
const form = z.looseObject({
  resourceType: z.literal('Measure'),
  id: z.string().optional(),
  url: z.string().optional(),
  version: z.string().optional(),
  title: z.string().optional(),
  name: z.string().optional(),
  scoring: concept.optional(),
  compositeScoring: concept.optional(),
  relatedArtifact: z
    .array(
      z.looseObject({
        type: z.string().optional(),
        resource: z.string().optional(),
        extension: z.array(extension).optional(),
      }),
    )
    .optional(),
});

type Form = z.infer<typeof form>;
type Artifact = NonNullable<Form['relatedArtifact']>[number];

export type ReadComposite =
  | { readonly kind: 'composite'; readonly measure: CompositeMeasure }
  | { readonly kind: 'not-composite' }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** A Measure resource that is made of others; what in it cannot be scored, and what to do about it. */
export function readComposite(json: unknown): ReadComposite {
  const parsed = form.safeParse(json);
  if (!parsed.success || codeOf(parsed.data.scoring) !== 'composite')
    return { kind: 'not-composite' };
  const { data } = parsed;
  const code = codeOf(data.compositeScoring);
  const scoring = compositeScorings.find((one) => one === code);
  if (scoring === undefined)
    return unreadable(
      `The composite scoring is '${code ?? ''}'; it can be ${compositeScorings.join(', ')}.`,
      'Measure.compositeScoring',
    );
  const components = (data.relatedArtifact ?? []).filter(({ type }) => type === 'composed-of');
  if (components.length < 2)
    return unreadable(
      `A composite is composed of at least two measures; here are ${components.length}. What a group alone is composed of is not read.`,
      'Measure.relatedArtifact',
    );
  const refs = components.map(refOf);
  const nameless = refs.findIndex(({ canonical }) => canonical === '');
  if (nameless >= 0)
    return unreadable('A component names no measure.', `Measure.relatedArtifact[${nameless}]`);
  if (refs.some(({ weight }) => weight < 0) || refs.every(({ weight }) => weight === 0))
    return unreadable(
      'The weights of the components must not be below 0, nor all be 0.',
      'Measure.relatedArtifact',
    );
  return { kind: 'composite', measure: { ...namesOf(data), scoring, components: refs } };
}

const namesOf = ({ id, url, version, title, name }: Form) => ({
  id: id ?? name ?? url?.replace(/\|.*$/, '').replace(/^.*\//, '') ?? '',
  url: url ?? null,
  version: version ?? null,
  title: title ?? name ?? null,
});

const refOf = (artifact: Artifact): ComponentRef => ({
  canonical: artifact.resource ?? '',
  groupId: extensionOf(artifact, 'groupId')?.valueString ?? null,
  weight: extensionOf(artifact, 'weight')?.valueDecimal ?? 1,
});

/** An extension of the guides (cqfm-…, cqm-…), by what follows the guide's own letters. */
const extensionOf = ({ extension: all }: Artifact, name: string) =>
  all?.find(({ url }) => new RegExp(`/cq(fm|m|f)-${name}$`).test(url));

const codeOf = (value: z.infer<typeof concept> | undefined): string | undefined =>
  value?.coding?.flatMap(({ code }) => code ?? [])[0];

const unreadable = (message: string, where: string): ReadComposite => ({
  kind: 'unreadable',
  problem: problem(
    'fhir-measure-composite',
    message,
    'Compare with the composite measure profile of the CQFMeasures guide, and try again.',
    where,
  ),
});

export type FoundComponents =
  | { readonly kind: 'found'; readonly components: readonly Component[] }
  | { readonly kind: 'missing'; readonly problem: Problem };

/**
 * The measures that a composite names, among those that are here.
 *
 * @param improvement whether more of the composite is better; null where it does not say
 */
export function componentsOf(
  { id, scoring, components }: CompositeMeasure,
  improvement: Improvement | null,
  here: readonly ImprovingMeasure[],
): FoundComponents {
  const found: Component[] = [];
  for (const ref of components) {
    const one = here.find(({ measure }) => isNamed(measure, ref.canonical));
    if (one === undefined)
      return missing(
        id,
        `The measure ${ref.canonical} is not here; the composite is made of it.`,
        'Bring it first, or in the same bundle.',
      );
    const { measure } = one;
    const at =
      ref.groupId === null && measure.groups.length === 1
        ? 0
        : measure.groups.findIndex((group) => group.id !== null && group.id === ref.groupId);
    const group = measure.groups[at];
    if (group === undefined)
      return missing(
        id,
        `${ref.canonical} has ${measure.groups.length} groups, and the composite does not say which of them counts.`,
        'Name a group of it by the extension cqfm-groupId.',
      );
    if (group.scoring !== 'proportion')
      return missing(
        id,
        `${ref.canonical} is scored as a ${group.scoring}; a composite is made of proportions.`,
        'Leave it out of the composite, or score it as a proportion.',
      );
    const isReversed =
      improvement !== null && one.improvement !== null && improvement !== one.improvement;
    found.push({ measure, group, at, weight: ref.weight, isReversed });
  }
  const bases = new Set(found.map(({ group }) => group.basis));
  if (scoring !== 'weighted' && bases.size > 1)
    return missing(
      id,
      `Its components count different things: ${[...bases].join(', ')}.`,
      'Compose measures that count the same, or score by weights.',
    );
  return { kind: 'found', components: found };
}

function isNamed({ url, version, id }: FhirMeasure, canonical: string): boolean {
  const [address = '', asked] = canonical.split('|');
  const isAddressed = url === address || address === `Measure/${id}`;
  return isAddressed && (asked === undefined || version === null || version === asked);
}

const missing = (id: string, message: string, tip: string): FoundComponents => ({
  kind: 'missing',
  problem: problem('fhir-measure-composite', message, tip, `Measure/${id}`),
});
