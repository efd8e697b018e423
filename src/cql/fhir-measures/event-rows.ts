import { observedPopulation } from './counted.ts';
import type { GroupPopulation, MeasureGroup, PopulationCode } from './fhir-measure.ts';
import type { CountedSubject } from './group-counts.ts';

/** One event (or patient) of a group as its counts are kept: what a compiled question gives for it too. */
export interface EventRow {
  /** The event's bare id, or the patient's. */
  readonly eventId: string;
  readonly denominator: boolean;
  readonly numerator: boolean;
  readonly exclusion: boolean;
  readonly exception: boolean;
  /** What is observed, or what the event adds to a ratio's numerator. */
  readonly observation: number | null;
  /** What the event adds to a ratio's denominator. */
  readonly denominatorObservation: number | null;
}

/**
 * What counts in a group, as rows whose sums are its score: of a proportion the numerator without its exclusion among the
 * denominator, of a continuous variable the mean of its observations, of a ratio the sum of its numerator's observations
 * over that of its denominator's, or of their counts where nothing is observed.
 */
export function eventRows(
  group: MeasureGroup,
  subjects: readonly CountedSubject[],
): readonly EventRow[] {
  return subjects.map((subject) => {
    const isIn = (...codes: readonly PopulationCode[]): boolean =>
      group.populations.some(
        ({ code }, at) => codes.includes(code) && subject.counted[at] === true,
      );
    const numerator = isIn('numerator') && !isIn('numerator-exclusion');
    return {
      eventId: bareId(group, subject.id),
      denominator: isIn('denominator', 'measure-population'),
      numerator,
      exclusion: isIn('denominator-exclusion', 'measure-population-exclusion'),
      exception: isIn('denominator-exception'),
      ...observationsIn(group, subject, { isIn, numerator }),
    };
  });
}

const bareId = ({ basis }: MeasureGroup, id: string): string =>
  id.startsWith(`${basis}/`) ? id.slice(basis.length + 1) : id;

interface Counted {
  readonly isIn: (...codes: readonly PopulationCode[]) => boolean;
  readonly numerator: boolean;
}

function observationsIn(
  group: MeasureGroup,
  { observations }: CountedSubject,
  { isIn, numerator }: Counted,
): Pick<EventRow, 'observation' | 'denominatorObservation'> {
  if (group.scoring !== 'ratio') {
    const at = group.populations.findIndex(({ code }) => code === 'measure-observation');
    return { observation: observations[at] ?? null, denominatorObservation: null };
  }
  const [over, under] = [observationAt(group, 'numerator'), observationAt(group, 'denominator')];
  if (over === null || under === null)
    return {
      observation: numerator ? 1 : null,
      denominatorObservation: isIn('denominator') && !isIn('denominator-exclusion') ? 1 : null,
    };
  const observed = ({ at, population }: ObservationAt): number | null => {
    const value = observations[at] ?? null;
    return value !== null && population.aggregateMethod === 'count' ? 1 : value;
  };
  return { observation: observed(over), denominatorObservation: observed(under) };
}

/**
 * The same for what a compiled question gives of everybody at once. What is observed stands in it already; where a ratio
 * observes nothing, or counts what it observes, each event adds one.
 */
export function eventRowsSql(group: MeasureGroup, membershipSql: string): string {
  if (group.scoring !== 'ratio') return membershipSql;
  const [over, under] = [observationAt(group, 'numerator'), observationAt(group, 'denominator')];
  const isObserved = over !== null && under !== null;
  const added = (column: string, observed: ObservationAt | null, counted: string): string => {
    if (!isObserved) return `CASE WHEN ${counted} THEN 1 END AS ${column}`;
    const isCount = observed?.population.aggregateMethod === 'count';
    return isCount ? `CASE WHEN ${column} IS NOT NULL THEN 1 END AS ${column}` : column;
  };
  return `WITH of_group AS (
${membershipSql}
)
SELECT * EXCLUDE (observation, denominator_observation),
  ${added('observation', over, 'numerator')},
  ${added('denominator_observation', under, 'denominator AND NOT exclusion')}
FROM of_group`;
}

interface ObservationAt {
  readonly at: number;
  readonly population: GroupPopulation;
}

function observationAt(group: MeasureGroup, of: PopulationCode): ObservationAt | null {
  const at = group.populations.findIndex(
    (one) => one.code === 'measure-observation' && observedPopulation(group, one)?.code === of,
  );
  const population = group.populations[at];
  return population === undefined ? null : { at, population };
}
