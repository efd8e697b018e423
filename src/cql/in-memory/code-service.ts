import { CodeService } from 'cql-execution';
import type { ValueSetCodes } from '../measures/value-sets.ts';

/** Value sets as cql-execution looks them up: by canonical url, one version. */
export function codeService(valueSets: ValueSetCodes): CodeService {
  const byUrl = Object.fromEntries(
    [...valueSets].map(([url, codes]) => [
      url,
      { '': codes.map(({ system, code }) => ({ system, code })) },
    ]),
  );
  return new CodeService(byUrl);
}
