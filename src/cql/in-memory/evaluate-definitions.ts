import { ProblemError, problem } from '#core';
import type { ElmLibrary } from '../elm.ts';
import type { EvaluationPeriod } from '../measures/period.ts';
import { requireValueSets, type ValueSetCodes } from '../measures/value-sets.ts';
import { type CqlParameters, type Engine, libraryAsker } from './ask-library.ts';
import { type ExplainedValue, explainedValue } from './explain-patient.ts';
import type { Json } from './fhir-object.ts';
import { OnePatient } from './patient-source.ts';

export interface DefinitionsOptions {
  /** The library and everything it includes. */
  readonly elm: readonly ElmLibrary[];
  readonly library: string;
  /** Names of the definitions that are asked for; nothing else is evaluated. */
  readonly definitions: readonly string[];
  readonly valueSets: ValueSetCodes;
  /** Whose clocks and calendar count; an IANA name. */
  readonly timeZone: string;
  /** The compiled definitions unless cql-execution is asked for, which they are held against. */
  readonly engine?: Engine;
}

export interface PatientMoment {
  readonly resources: readonly Json[];
  /** The moment that Now() and Today() mean, an ISO instant with offset. */
  readonly asOf: string;
  /** What the parameter "Measurement Period" is. */
  readonly period: EvaluationPeriod;
  /** What other parameters of the CQL are; one that is not named has its default. */
  readonly parameters?: CqlParameters | undefined;
}

export type DefinitionsEvaluator = (
  moment: PatientMoment,
) => Promise<ReadonlyMap<string, ExplainedValue>>;

/**
 * The values of some definitions for one patient at one moment. The library is prepared once.
 *
 * @throws ProblemError when the library, a definition or a value set is missing
 */
export function definitionsEvaluator(options: DefinitionsOptions): DefinitionsEvaluator {
  const { elm, library, definitions, valueSets, timeZone, engine = 'compiled' } = options;
  requireValueSets(library, elm, valueSets);
  const ask = libraryAsker({ question: questionFor(options), elm, valueSets, timeZone, engine });
  return async ({ resources, asOf, period, parameters }) => {
    const patient = new OnePatient(resources, timeZone);
    const answers = await ask(patient, period, { asOf, parameters });
    return new Map(definitions.map((name) => [name, explainedValue(answers[name])]));
  };
}

/** A small library that asks for the definitions by name, so that only what they need is evaluated. */
function questionFor({ elm, library, definitions }: DefinitionsOptions): ElmLibrary {
  const main = elm.find((one) => one.library.identifier.id === library);
  const known = new Set(main?.library.statements?.def?.map(({ name }) => name));
  const missing = definitions.filter((name) => !known.has(name));
  if (main === undefined || missing.length > 0) throw missingDefinition(library, missing);
  const { version } = main.library.identifier;
  return {
    library: {
      identifier: { id: 'DefinitionsQuestion', version: '1' },
      usings: { def: [{ localIdentifier: 'FHIR', uri: 'http://hl7.org/fhir', version: '4.0.1' }] },
      includes: {
        def: [
          {
            localIdentifier: 'Asked',
            path: library,
            ...(version === undefined ? {} : { version }),
          },
        ],
      },
      statements: {
        def: definitions.map((name) => ({
          name,
          context: 'Patient',
          accessLevel: 'Public',
          expression: { type: 'ExpressionRef', name, libraryName: 'Asked' },
        })),
      },
    },
  };
}

const missingDefinition = (library: string, missing: readonly string[]): ProblemError =>
  new ProblemError(
    problem(
      'cql-missing-definition',
      missing.length === 0
        ? `There is no CQL library '${library}'.`
        : `The library '${library}' does not define '${missing.join("', '")}'.`,
      'Correct the name, or write the definition.',
      library,
    ),
  );
