import type { ElmLibrary } from '../elm.ts';
import type { FhirMeasure } from '../fhir-measures/fhir-measure.ts';
import type { ValueSetCodes } from '../measures/value-sets.ts';
import { necessaryRecords } from './necessary-records.ts';
import { type Need, someOf } from './need.ts';

/** What a patient's record must hold to count in any group of a measure: what some initial population needs. */
export function measureNeed(
  { groups, library }: FhirMeasure,
  elm: readonly ElmLibrary[],
  valueSets: ValueSetCodes,
): Need {
  const initial = groups.flatMap(({ populations }) =>
    populations.filter(({ code }) => code === 'initial-population'),
  );
  return someOf(
    [...new Set(initial.map(({ expression }) => expression))].map((name) =>
      necessaryRecords(library, name, elm, valueSets),
    ),
  );
}
