import { z } from 'zod';
import type { Measure } from '../measures/measure.ts';

/** What a FHIR Measure says of itself for people: no part of what is counted. */
export interface MeasureWording {
  readonly description: string;
  readonly rationale: string;
  readonly kind: Measure['kind'];
  /** Whether more or less is better; null where neither is. */
  readonly improvement: Improvement | null;
  /** What a score is counted in. */
  readonly unit: string | null;
  /** In the order of the measure's groups; null where a group does not say it itself. */
  readonly groups: readonly {
    readonly description: string | null;
    readonly improvement: Improvement | null;
    readonly unit: string | null;
  }[];
}

export type Improvement = 'increase' | 'decrease';

const concept = z.looseObject({
  coding: z
    .array(z.looseObject({ code: z.string().optional(), display: z.string().optional() }))
    .optional(),
  text: z.string().optional(),
});
const extension = z.looseObject({
  url: z.string(),
  valueCodeableConcept: concept.optional(),
  valueString: z.string().optional(),
});
const extended = { extension: z.array(extension).optional() };
const form = z.looseObject({
  ...extended,
  description: z.string().optional(),
  rationale: z.string().optional(),
  type: z.array(concept).optional(),
  improvementNotation: concept.optional(),
  group: z.array(z.looseObject({ ...extended, description: z.string().optional() })).optional(),
});

type Concept = z.infer<typeof concept>;
type Extended = { readonly extension?: readonly z.infer<typeof extension>[] | undefined };

const silent = { description: '', rationale: '', kind: 'process', improvement: null } as const;

/** Words are not worth refusing a measure for: what is written otherwise is left out. */
export function measureWording(resource: object): MeasureWording {
  const parsed = form.safeParse(resource);
  if (!parsed.success) return { ...silent, unit: null, groups: [] };
  const {
    description = '',
    rationale = '',
    type = [],
    improvementNotation,
    group = [],
  } = parsed.data;
  return {
    ...{ description, rationale, kind: kindOf(type), unit: unitOf(parsed.data) },
    improvement: improvementOf(improvementNotation),
    groups: group.map((one) => ({
      description: one.description ?? null,
      improvement: improvementOf(extensionOf(one, 'improvementNotation')?.valueCodeableConcept),
      unit: unitOf(one),
    })),
  };
}

const codesOf = (value: Concept | undefined): readonly string[] =>
  value?.coding?.flatMap(({ code }) => code ?? []) ?? [];

function kindOf(types: readonly Concept[]): Measure['kind'] {
  const codes = types.flatMap(codesOf);
  if (codes.some((code) => code.startsWith('patient-'))) return 'experience';
  if (codes.some((code) => code.includes('outcome'))) return 'outcome';
  return 'process';
}

function improvementOf(value: Concept | undefined): Improvement | null {
  const [code] = codesOf(value);
  return code === 'increase' || code === 'decrease' ? code : null;
}

function unitOf(value: Extended): string | null {
  const unit = extensionOf(value, 'scoringUnit');
  const [coding] = unit?.valueCodeableConcept?.coding ?? [];
  return (
    unit?.valueCodeableConcept?.text ?? coding?.display ?? coding?.code ?? unit?.valueString ?? null
  );
}

/** An extension of the guides (cqfm-…, cqm-…), by what follows the guide's own letters. */
const extensionOf = ({ extension: all }: Extended, name: string) =>
  all?.find(({ url }) => new RegExp(`/cq(fm|m|f)-${name}$`).test(url));
