import type { GroupPopulation, MeasureGroup, PopulationCode } from './fhir-measure.ts';

/**
 * Which of a group's populations one patient or event counts in, given in which definitions it is.
 *
 * By the CQFMeasures guide: the denominator lies in the initial population, its exclusion in the denominator, the
 * numerator in the denominator without the excluded, its exclusion in the numerator, and an exception only where there
 * is no numerator. In a ratio numerator and denominator are drawn from their initial populations independently of each
 * other. A measure population lies in the initial population, its exclusion in it. An observation is made of what is in
 * the population it observes and not excluded from it.
 *
 * @param found whether it is in each population's own definition, in the order of the group's populations; for an
 * observation it is not read
 * @returns the same order; for an observation, whether it is made
 */
export function countedPopulations(
  group: MeasureGroup,
  found: readonly boolean[],
): readonly boolean[] {
  const { populations } = group;
  const counted = new Map<GroupPopulation, boolean>();
  const isCounted = (population: GroupPopulation | undefined): boolean =>
    population !== undefined && counted.get(population) === true;
  const anyCounted = (code: PopulationCode): boolean =>
    populations.some((one) => one.code === code && isCounted(one));
  for (const code of precedence) {
    for (const [index, population] of populations.entries()) {
      if (population.code !== code) continue;
      const isIn = code === 'measure-observation' || found[index] === true;
      counted.set(population, isIn && mayCount(group, population, { isCounted, anyCounted }));
    }
  }
  return populations.map(isCounted);
}

/** Each is decided after those it depends on. */
const precedence: readonly PopulationCode[] = [
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'numerator',
  'numerator-exclusion',
  'denominator-exception',
  'measure-population',
  'measure-population-exclusion',
  'measure-observation',
];

interface Decided {
  readonly isCounted: (population: GroupPopulation | undefined) => boolean;
  readonly anyCounted: (code: PopulationCode) => boolean;
}

function mayCount(group: MeasureGroup, population: GroupPopulation, decided: Decided): boolean {
  const { anyCounted, isCounted } = decided;
  const isInitial = (): boolean => isCounted(initialPopulationOf(group, population));
  const isRatio = group.scoring === 'ratio';
  switch (population.code) {
    case 'initial-population':
      return true;
    case 'denominator':
    case 'measure-population':
      return isInitial();
    case 'denominator-exclusion':
      return anyCounted('denominator');
    case 'numerator':
      if (isRatio) return isInitial();
      return anyCounted('denominator') && !anyCounted('denominator-exclusion');
    case 'numerator-exclusion':
      return anyCounted('numerator');
    case 'denominator-exception':
      return (
        anyCounted('denominator') &&
        !anyCounted('denominator-exclusion') &&
        (isRatio || !anyCounted('numerator'))
      );
    case 'measure-population-exclusion':
      return anyCounted('measure-population');
    case 'measure-observation':
      return isObserved(group, population, decided);
    default:
      return population.code satisfies never;
  }
}

/** A ratio may have two initial populations; numerator and denominator then say which is theirs. */
function initialPopulationOf(
  { populations }: MeasureGroup,
  { criteriaReference }: GroupPopulation,
): GroupPopulation | undefined {
  const initial = populations.filter(({ code }) => code === 'initial-population');
  return initial.find(({ id }) => id !== null && id === criteriaReference) ?? initial[0];
}

function isObserved(group: MeasureGroup, population: GroupPopulation, decided: Decided): boolean {
  const observed = observedPopulation(group, population);
  if (observed === null || !decided.isCounted(observed)) return false;
  const exclusion = exclusionOf(observed.code);
  return exclusion === null || !decided.anyCounted(exclusion);
}

/**
 * The population an observation is about: the one it refers to; without a reference the measure population, or the
 * denominator and numerator in the order in which a ratio's observations are written. A reference that leads nowhere is
 * read as none.
 */
export function observedPopulation(
  { populations, scoring }: MeasureGroup,
  observation: GroupPopulation,
): GroupPopulation | null {
  const { criteriaReference } = observation;
  const named = populations.find(({ id }) => id !== null && id === criteriaReference);
  if (named !== undefined) return named;
  const of = (code: PopulationCode) => populations.find((one) => one.code === code) ?? null;
  if (scoring !== 'ratio') return of('measure-population') ?? of('initial-population');
  const observations = populations.filter(({ code }) => code === 'measure-observation');
  return of(observations.indexOf(observation) === 0 ? 'denominator' : 'numerator');
}

function exclusionOf(code: PopulationCode): PopulationCode | null {
  if (code === 'denominator') return 'denominator-exclusion';
  if (code === 'numerator') return 'numerator-exclusion';
  return code === 'measure-population' ? 'measure-population-exclusion' : null;
}
