import { Library, Repository, Results, UnfilteredContext } from 'cql-execution';
import type { ElmLibrary } from '../elm.ts';
import { requireValueSets, type ValueSetCodes } from '../measures/value-sets.ts';
import { codeService } from './code-service.ts';
import { engineIsCorrected } from './engine-corrections.ts';
import { instant } from './evaluate-patient.ts';

export interface DefinitionQuestion {
  /** The library and everything it includes. */
  readonly elm: readonly ElmLibrary[];
  readonly library: string;
  readonly definition: string;
  readonly valueSets: ValueSetCodes;
  /** The moment that Now() and Today() mean, an ISO instant with offset. */
  readonly asOf: string;
  /** Whose clocks and calendar count; an IANA name. */
  readonly timeZone: string;
}

/**
 * The value of a definition that asks about no patient.
 *
 * @throws ProblemError when a value set is missing; Error when there is no such definition or it cannot be evaluated.
 */
export async function evaluateDefinition(question: DefinitionQuestion): Promise<unknown> {
  const { elm, library, definition, valueSets, asOf, timeZone } = question;
  requireValueSets(library, elm, valueSets);
  const main = elm.find((one) => one.library.identifier.id === library);
  if (main === undefined || !engineIsCorrected) {
    throw new Error(`evaluateDefinition: no ELM for the library '${library}'`);
  }
  const prepared = new Library(main, new Repository([...elm]));
  const expression = prepared.expressions[definition];
  if (expression === undefined) {
    throw new Error(`evaluateDefinition: '${library}' has no definition '${definition}'`);
  }
  const now = instant(asOf, timeZone);
  const context = new UnfilteredContext(prepared, new Results(), codeService(valueSets), {}, now);
  return expression.exec(context);
}
