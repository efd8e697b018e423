import type { FhirElementTable } from '#cql';
import { type LineRules, type PlainLineRules, resourceCheck } from '#data';

/** What a line is held to, whether it came in a file or was posted. */
export function lineRules(
  fhir: FhirElementTable,
  typesWithTable: readonly string[],
): Omit<LineRules, 'holdsDeletions'> {
  const { lookup, ...known } = plainLineRules(fhir, typesWithTable);
  return { check: resourceCheck(lookup), ...known };
}

/** What is known of FHIR's types, and of those that have a table. */
export function plainLineRules(
  fhir: FhirElementTable,
  typesWithTable: readonly string[],
): PlainLineRules {
  const withTable = new Set(typesWithTable);
  return {
    lookup: (owner, key) => fhir.elements.get(owner)?.get(key),
    isKnownType: (type) => fhir.resourceTypes.has(type),
    hasTable: (type) => withTable.has(type),
  };
}
