import { ProblemError } from '#core';
import {
  asFhirMeasure,
  type Component,
  type CompositeMeasure,
  type CountedSubject,
  componentsOf,
  compositeCounts,
  compositeGroup,
  type FhirMeasure,
  type ImprovingMeasure,
  measureWording,
  readComposite,
  readFhirMeasure,
} from '#cql';
import type { BroughtTerminology, OwnMeasure } from '#store';
import type { Library } from '../library/open-library.ts';
import type { AskedMeasure, PatientInPeriod } from './count-patients.ts';
import { valueSetsFor, withMainLibrary } from './measure-sources.ts';

/** Where measures are looked for that a composite is made of. */
export interface MeasuresHere {
  readonly library: Pick<Library, 'measures' | 'elm' | 'valueSets' | 'cql'>;
  readonly own: readonly OwnMeasure[];
  readonly terminology: readonly BroughtTerminology[];
}

/** A composite with everything its components are evaluated by. */
export interface ComposedMeasure {
  readonly composite: CompositeMeasure;
  readonly components: readonly Component[];
  /** Each measure once, though several of its groups may count. */
  readonly asked: readonly AskedMeasure[];
  /** As it is counted: one group of its own, or those of its components where these are scored and weighed. */
  readonly measure: FhirMeasure;
}

/** @throws ProblemError when a component is not here, or cannot be part of a composite */
export function composedMeasure(
  composite: CompositeMeasure,
  resource: object,
  here: MeasuresHere,
): ComposedMeasure {
  const { improvement } = measureWording(resource);
  const found = componentsOf(composite, improvement, improvingMeasures(here));
  if (found.kind === 'missing') throw new ProblemError(found.problem);
  const { components } = found;
  const names = new Map(components.map(({ measure }) => [measure.id, measure]));
  const asked = [...names.values()].map((measure) => askedMeasure(measure, here));
  const { id, url, version, title, scoring } = composite;
  const groups =
    scoring === 'weighted'
      ? components.map(({ measure, group }) => ({ ...group, id: group.id ?? measure.id }))
      : [compositeGroup(scoring, components)];
  return {
    ...{ composite, components, asked },
    measure: { id, url, version, title, library: '', groups },
  };
}

const directions = { up: 'increase', down: 'decrease', neutral: null } as const;

const improvingMeasures = ({ library, own }: MeasuresHere): readonly ImprovingMeasure[] => [
  ...own.flatMap(({ resource, libraries }) => {
    const read =
      readComposite(resource).kind === 'not-composite' ? readFhirMeasure(resource) : null;
    return read?.kind === 'measure'
      ? [
          {
            measure: withMainLibrary(read.measure, libraries),
            improvement: measureWording(resource).improvement,
          },
        ]
      : [];
  }),
  ...library.measures.map(({ measure }) => ({
    measure: asFhirMeasure(measure),
    improvement: directions[measure.direction],
  })),
];

function askedMeasure(
  measure: FhirMeasure,
  { library, own, terminology }: MeasuresHere,
): AskedMeasure {
  const brought = own.find(({ id }) => id === measure.id);
  if (brought === undefined) return { measure, elm: library.elm, valueSets: library.valueSets };
  const elm = brought.libraries.map((one) => one.elm);
  return { measure, elm, valueSets: valueSetsFor(measure, elm, terminology) };
}

/** What a patient counts as in each group of the composite, from what they count as in its components. */
export function composedCounts(
  { composite, components, asked }: ComposedMeasure,
  { measures }: Pick<PatientInPeriod, 'measures'>,
): readonly (readonly CountedSubject[])[] {
  const each = components.map(({ measure, at }) => {
    const from = asked.findIndex((one) => one.measure.id === measure.id);
    return measures[from]?.[at] ?? [];
  });
  const { scoring } = composite;
  return scoring === 'weighted' ? each : [compositeCounts(scoring, components, each)];
}

/** The words of a composite's definition: what it is made of. */
export const composedText = ({ composite: { scoring, components } }: ComposedMeasure): string =>
  [
    `// Composed of these measures, ${scoring}:`,
    ...components.map(({ canonical, groupId, weight }) =>
      [
        `// ${canonical}`,
        ...(groupId === null ? [] : [`group ${groupId}`]),
        ...(scoring === 'weighted' ? [`weight ${weight}`] : []),
      ].join(', '),
    ),
  ].join('\n');
