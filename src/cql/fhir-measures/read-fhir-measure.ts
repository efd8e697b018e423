import { z } from 'zod';
import { type Problem, problem } from '#core';
import {
  type AggregateMethod,
  aggregateMethods,
  type FhirMeasure,
  type GroupPopulation,
  type MeasureGroup,
  type PopulationCode,
  populationCodes,
  type Scoring,
  type Stratifier,
  scorings,
} from './fhir-measure.ts';

const coding = z.looseObject({ code: z.string().optional() });
const concept = z.looseObject({ coding: z.array(coding).optional() });
const extension = z.looseObject({
  url: z.string(),
  valueCode: z.string().optional(),
  valueString: z.string().optional(),
  valueCodeableConcept: concept.optional(),
});
const extended = { extension: z.array(extension).optional() };
const criteria = z.looseObject({ expression: z.string().optional() });

const population = z.looseObject({
  ...extended,
  id: z.string().optional(),
  code: concept,
  criteria,
});
const stratifier = z.looseObject({
  ...extended,
  id: z.string().optional(),
  criteria: criteria.optional(),
  component: z.array(z.looseObject({ criteria })).optional(),
});
const group = z.looseObject({
  ...extended,
  id: z.string().optional(),
  population: z.array(population).optional(),
  stratifier: z.array(stratifier).optional(),
});
const form = z.looseObject({
  ...extended,
  resourceType: z.literal('Measure'),
  id: z.string().optional(),
  url: z.string().optional(),
  version: z.string().optional(),
  title: z.string().optional(),
  name: z.string().optional(),
  library: z.array(z.string()).min(1),
  scoring: concept.optional(),
  group: z.array(group).min(1),
});

type Form = z.infer<typeof form>;
type GroupForm = z.infer<typeof group>;
type PopulationForm = z.infer<typeof population>;
type StratifierForm = z.infer<typeof stratifier>;
type Extended = { readonly extension?: readonly z.infer<typeof extension>[] | undefined };

export type ReadFhirMeasure =
  | { readonly kind: 'measure'; readonly measure: FhirMeasure }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** A Measure resource, or what in it cannot be counted and what to do about it. */
export function readFhirMeasure(json: unknown): ReadFhirMeasure {
  const parsed = form.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return unreadable(
      `A Measure must have a library and at least one group: ${issue?.message ?? ''}`,
      issue?.path.join('.') ?? '',
    );
  }
  try {
    return { kind: 'measure', measure: measureOf(parsed.data) };
  } catch (error) {
    if (error instanceof Uncountable) return unreadable(error.message, error.where);
    throw error;
  }
}

class Uncountable extends Error {
  readonly where: string;
  constructor(message: string, where: string) {
    super(message);
    this.where = where;
  }
}

const unreadable = (message: string, where: string): ReadFhirMeasure => ({
  kind: 'unreadable',
  problem: problem(
    'fhir-measure-unreadable',
    message,
    'Compare with the computable measure profile of the CQFMeasures guide, and try again.',
    where === '' ? 'Measure' : `Measure.${where}`,
  ),
});

function measureOf(data: Form): FhirMeasure {
  const [library = ''] = data.library;
  return {
    id: data.id ?? data.name ?? bareId(data.url ?? ''),
    url: data.url ?? null,
    version: data.version ?? null,
    title: data.title ?? data.name ?? null,
    library: bareId(library),
    groups: data.group.map((one, index) => groupOf(one, data, index)),
  };
}

/** The id that ends a canonical address, without its version. */
const bareId = (canonical: string): string => canonical.replace(/\|.*$/, '').replace(/^.*\//, '');

function groupOf(data: GroupForm, measure: Form, index: number): MeasureGroup {
  const where = `group[${index}]`;
  return {
    id: data.id ?? null,
    scoring: scoringOf(data, measure, where),
    basis:
      extensionValue(data, 'populationBasis') ??
      extensionValue(measure, 'populationBasis') ??
      'boolean',
    populations: (data.population ?? []).map((one, at) =>
      populationOf(one, `${where}.population[${at}]`),
    ),
    stratifiers: (data.stratifier ?? []).flatMap((one) => stratifierOf(one)),
  };
}

function scoringOf(data: GroupForm, measure: Form, where: string): Scoring {
  const code =
    extensionValue(data, 'scoring') ??
    extensionValue(measure, 'scoring') ??
    codeOf(measure.scoring);
  const found = scorings.find((one) => one === code);
  if (found !== undefined) return found;
  throw new Uncountable(
    `The scoring is '${code ?? ''}'; it can be ${scorings.join(', ')}.`,
    `${where}.scoring`,
  );
}

function populationOf(data: PopulationForm, where: string): GroupPopulation {
  const code = codesOf(data.code).find(isPopulationCode);
  if (code === undefined) {
    throw new Uncountable(
      `The population is '${codeOf(data.code) ?? ''}'; it can be ${populationCodes.join(', ')}.`,
      `${where}.code`,
    );
  }
  const { expression } = data.criteria;
  if (expression === undefined)
    throw new Uncountable('The population names no CQL definition.', `${where}.criteria`);
  return {
    id: data.id ?? null,
    code,
    expression: definitionName(expression),
    criteriaReference: extensionValue(data, 'criteriaReference') ?? null,
    aggregateMethod: aggregateMethodOf(data, where),
  };
}

const isPopulationCode = (code: string): code is PopulationCode =>
  populationCodes.some((one) => one === code);

function aggregateMethodOf(data: PopulationForm, where: string): AggregateMethod | null {
  const written = extensionValue(data, 'aggregateMethod');
  if (written === undefined) return null;
  const name = written.trim().toLowerCase().replace(/\s+/g, '-');
  const found = aggregateMethods.find((one) => one === name);
  if (found !== undefined) return found;
  throw new Uncountable(
    `The aggregate method is '${written}'; it can be ${aggregateMethods.join(', ')}.`,
    where,
  );
}

function stratifierOf(data: StratifierForm): readonly Stratifier[] {
  const criterions = data.criteria === undefined ? (data.component ?? []) : [data];
  const expressions = criterions.flatMap(({ criteria: one }) => one?.expression ?? []);
  if (expressions.length === 0) return [];
  const appliesTo = extensionValue(data, 'appliesTo');
  return [
    {
      id: data.id ?? null,
      expressions: expressions.map(definitionName),
      appliesTo: appliesTo !== undefined && isPopulationCode(appliesTo) ? appliesTo : null,
    },
  ];
}

/** A name may be written as a CQL identifier in quotation marks. */
const definitionName = (expression: string): string => {
  const text = expression.trim();
  return /^"(?:[^"\\]|\\.)*"$/.test(text) ? text.slice(1, -1).replaceAll('\\"', '"') : text;
};

/** The value of an extension of the guides (cqfm-…, cqm-…, cqf-…), by what follows the guide's own letters. */
function extensionValue({ extension: all }: Extended, name: string): string | undefined {
  const found = all?.find(({ url }) => new RegExp(`/cq(fm|m|f)-${name}$`).test(url));
  return found?.valueCode ?? found?.valueString ?? codeOf(found?.valueCodeableConcept);
}

const codesOf = (value: z.infer<typeof concept> | undefined): readonly string[] =>
  value?.coding?.flatMap(({ code }) => code ?? []) ?? [];

const codeOf = (value: z.infer<typeof concept> | undefined): string | undefined =>
  codesOf(value)[0];
