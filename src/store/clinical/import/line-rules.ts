import type { FhirElementTable } from '#cql';
import { type LineRules, resourceCheck } from '#data';

/** What a line is held to, whether it came in a file or was posted. */
export function lineRules(
  fhir: FhirElementTable,
  typesWithTable: readonly string[],
): Omit<LineRules, 'holdsDeletions'> {
  const withTable = new Set(typesWithTable);
  return {
    check: resourceCheck((owner, key) => fhir.elements.get(owner)?.get(key)),
    isKnownType: (type) => fhir.resourceTypes.has(type),
    hasTable: (type) => withTable.has(type),
  };
}
