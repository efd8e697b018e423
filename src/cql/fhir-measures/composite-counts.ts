import type { Component, CompositeScoring } from './composite.ts';
import { countedPopulations } from './counted.ts';
import type { GroupPopulation, MeasureGroup, PopulationCode } from './fhir-measure.ts';
import type { CountedSubject } from './group-counts.ts';

/** How a composite is scored where the scoring is of each patient or event; a weighted score is of the components. */
export type IndividualScoring = Exclude<CompositeScoring, 'weighted'>;

const proportion: readonly PopulationCode[] = [
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'numerator',
  'numerator-exclusion',
  'denominator-exception',
];
const average: readonly PopulationCode[] = [
  'initial-population',
  'measure-population',
  'measure-population-exclusion',
  'measure-observation',
];

/** The one group that a composite is counted as: a proportion, or the mean of what each patient comes to. */
export function compositeGroup(
  scoring: IndividualScoring,
  components: readonly Component[],
): MeasureGroup {
  const isLinear = scoring === 'linear';
  return {
    id: 'composite',
    scoring: isLinear ? 'continuous-variable' : 'proportion',
    basis: components[0]?.group.basis ?? 'boolean',
    populations: (isLinear ? average : proportion).map(
      (code): GroupPopulation => ({
        ...{ id: code, code, expression: scoring, criteriaReference: null },
        aggregateMethod: code === 'measure-observation' ? 'average' : null,
      }),
    ),
    stratifiers: [],
  };
}

/** What one patient or event is in one component; null where it is not counted in it at all. */
interface Membership {
  readonly initialPopulation: boolean;
  /** As counted, before exclusions. */
  readonly denominator: boolean;
  readonly excluded: boolean;
  readonly excepted: boolean;
  readonly numerator: boolean;
  readonly numeratorExcluded: boolean;
}

/**
 * What a patient's components come to, by the CQFMeasures guide:
 *
 * opportunity: each component is a case of its own, and the cases are a proportion
 * all-or-nothing: in any component's denominator; in the numerator when in that of each component in whose denominator
 *   they are. Who is excluded from one component is excluded from all
 * linear: the share of the components' denominators in whose numerator they are; the mean is taken over patients
 *
 * A component whose improvement is the other way round counts when its numerator is not reached.
 *
 * @param counted for each component, what of the patient counts in it
 */
export function compositeCounts(
  scoring: IndividualScoring,
  components: readonly Component[],
  counted: readonly (readonly CountedSubject[])[],
): readonly CountedSubject[] {
  const group = compositeGroup(scoring, components);
  const ids = new Set(counted.flatMap((subjects) => subjects.map(({ id }) => id)));
  return [...ids].flatMap((id) => {
    const memberships = components.flatMap((component, i) => {
      const subject = counted[i]?.find((one) => one.id === id);
      return subject === undefined ? [] : [membershipIn(component, subject)];
    });
    if (scoring === 'opportunity')
      return memberships.map((one) => asSubject(id, group, proportionOf([one])));
    if (scoring === 'all-or-nothing') return [asSubject(id, group, proportionOf(memberships))];
    return [linearSubject(id, group, memberships)];
  });
}

function membershipIn({ group, isReversed }: Component, subject: CountedSubject): Membership {
  const isIn = (code: PopulationCode): boolean =>
    group.populations.some((one, i) => one.code === code && subject.counted[i] === true);
  const [denominator, excluded] = [isIn('denominator'), isIn('denominator-exclusion')];
  const reached = isIn('numerator') && !isIn('numerator-exclusion');
  const excepted = isIn('denominator-exception');
  const isAtRisk = denominator && !excluded && !excepted;
  return {
    ...{ initialPopulation: isIn('initial-population'), denominator, excluded, excepted },
    numerator: isReversed ? isAtRisk && !reached : isIn('numerator'),
    numeratorExcluded: !isReversed && isIn('numerator-exclusion'),
  };
}

const isAtRisk = ({ denominator, excluded, excepted }: Membership): boolean =>
  denominator && !excluded && !excepted;
const isReached = ({ numerator, numeratorExcluded }: Membership): boolean =>
  numerator && !numeratorExcluded;

/** In the order of the populations of a proportion. */
function proportionOf(memberships: readonly Membership[]): readonly boolean[] {
  const any = (is: (one: Membership) => boolean): boolean => memberships.some(is);
  const [only] = memberships;
  const isOne = memberships.length === 1 && only !== undefined;
  return [
    any((one) => one.initialPopulation),
    any((one) => one.denominator),
    any((one) => one.excluded),
    isOne
      ? only.numerator
      : any(isAtRisk) && memberships.every((one) => !isAtRisk(one) || isReached(one)),
    isOne && only.numeratorExcluded,
    any((one) => one.excepted),
  ];
}

const asSubject = (id: string, group: MeasureGroup, found: readonly boolean[]): CountedSubject => ({
  ...{ id, counted: countedPopulations(group, found), strata: [] },
  observations: group.populations.map(() => null),
});

function linearSubject(
  id: string,
  group: MeasureGroup,
  memberships: readonly Membership[],
): CountedSubject {
  const atRisk = memberships.filter(isAtRisk);
  const share = atRisk.length === 0 ? null : atRisk.filter(isReached).length / atRisk.length;
  const denominators = memberships.filter(({ denominator }) => denominator);
  const found = [
    memberships.some(({ initialPopulation }) => initialPopulation),
    denominators.length > 0,
    denominators.length > 0 && share === null,
    true,
  ];
  const counted = countedPopulations(group, found);
  return {
    ...{ id, counted, strata: [] },
    observations: counted.map((isCounted, i) => (i === 3 && isCounted ? share : null)),
  };
}
