import comparison from 'cql-execution/lib/util/comparison.js';
import { FhirObject } from '../fhir-object.ts';
import { isMissing } from './run.ts';

/** Equal values; nothing is equal to nothing. */
export function areEqual(a: unknown, b: unknown): boolean | null {
  if (isMissing(a) || isMissing(b)) return null;
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  if (a instanceof FhirObject) return a.equals(b);
  return comparison.equals(a, b);
}
