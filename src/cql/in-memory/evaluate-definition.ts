import { Library, Repository, Results, UnfilteredContext } from 'cql-execution';
import type { ElmLibrary } from '../elm.ts';
import { requireValueSets, type ValueSetCodes } from '../measures/value-sets.ts';
import { codeService } from './code-service.ts';
import { compileDefinitions } from './compiled/compile-definitions.ts';
import { NotCompiled } from './compiled/run.ts';
import { engineIsCorrected } from './engine-corrections.ts';
import { instant } from './evaluate-patient.ts';
import { HashedValueSet } from './hashed-value-set.ts';
import { OnePatient } from './patient-source.ts';

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

type CompiledAnswer =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'not-compiled'; readonly because: string };

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

/** The same by the compiled definitions, or why they leave it to cql-execution. */
export function evaluateCompiledDefinition(question: DefinitionQuestion): CompiledAnswer {
  const { elm, library, definition, valueSets, asOf, timeZone } = question;
  const hashed = new Map(
    [...valueSets].map(([url, codes]) => [url, new HashedValueSet(url, codes)]),
  );
  try {
    const definitions = compileDefinitions(asking(library, definition), elm, hashed);
    const { record } = new OnePatient([{ resourceType: 'Patient', id: 'nobody' }], timeZone);
    const answers = definitions({
      patient: record,
      parameters: {},
      now: instant(asOf, timeZone),
      definitions: [],
      retrieves: [],
      fixed: [],
    });
    return { kind: 'value', value: answers[definition] };
  } catch (error) {
    if (error instanceof NotCompiled) return { kind: 'not-compiled', because: error.message };
    throw error;
  }
}

/** A library that asks another for one definition. */
const asking = (library: string, name: string): ElmLibrary => ({
  library: {
    identifier: { id: 'DefinitionQuestion', version: '1' },
    includes: { def: [{ localIdentifier: 'Asked', path: library }] },
    statements: {
      def: [
        {
          name,
          context: 'Patient',
          expression: { type: 'ExpressionRef', name, libraryName: 'Asked' },
        },
      ],
    },
  },
});
