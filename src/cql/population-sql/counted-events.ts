import type { DialectWords } from './dialect.ts';

/**
 * How populations lie within each other: as a measure of the library has them, or as a group of a published measure.
 * A ratio draws its numerator independently of its denominator; a continuous variable has none, and what counts is
 * observed (`counted.ts`).
 */
export type Counting = 'library' | 'proportion' | 'ratio' | 'continuous';

/**
 * What each event counts as, from rows that say in which definitions it is. A numerator that is excluded again counts
 * as none, and has a column of its own.
 *
 * @param isRepeated whether one event may have several rows
 */
export function countedEvents(
  events: string,
  { counting, isRepeated }: { readonly counting: Counting; readonly isRepeated: boolean },
  { decimal }: DialectWords,
): string {
  const counted = 'in_denominator AND NOT in_exclusion';
  const isOnItsOwn = counting === 'ratio';
  const found = isOnItsOwn ? 'in_numerator' : `${counted} AND in_numerator`;
  const numerator = `${found} AND NOT in_numerator_exclusion`;
  const excepted = `${counted}${isOnItsOwn ? '' : ' AND NOT in_numerator'} AND in_exception`;
  const observed = counting === 'continuous' ? counted : numerator;
  const ownColumn =
    counting === 'library' ? '' : `\n  ${found} AND in_numerator_exclusion AS numerator_exclusion,`;
  return `SELECT ${isRepeated ? 'DISTINCT ' : ''}period_id, patient_id, event_id, unit_id,
  TRUE AS initial_population,
  in_denominator AS denominator,
  ${numerator} AS numerator,${ownColumn}
  in_denominator AND in_exclusion AS exclusion,
  ${excepted} AS exception,
  CASE WHEN ${observed} THEN CAST(observation AS ${decimal}) END AS observation,
  CASE WHEN ${counted} THEN CAST(denominator_observation AS ${decimal}) END AS denominator_observation
FROM (
  ${events}
) AS event`;
}
