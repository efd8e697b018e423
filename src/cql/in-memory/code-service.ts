import { CodeService } from 'cql-execution';
import type { ValueSetCodes } from '../measures/value-sets.ts';
import { HashedValueSet } from './hashed-value-set.ts';

/** Value sets as cql-execution looks them up: by canonical url, one version. */
export function codeService(valueSets: ValueSetCodes): CodeService {
  const service = new CodeService({});
  for (const [url, codes] of valueSets)
    service.valueSets[url] = { '': new HashedValueSet(url, codes) };
  return service;
}
