import { DateTime, Executor, Interval, Library, Repository } from 'cql-execution';
import type { ElmLibrary } from '../elm.ts';
import { measurementPeriod } from '../measures/measure.ts';
import type { EvaluationPeriod } from '../measures/period.ts';
import type { ValueSetCodes } from '../measures/value-sets.ts';
import { codeService } from './code-service.ts';
import { compileDefinitions } from './compiled/compile-definitions.ts';
import { NotCompiled, type Session } from './compiled/run.ts';
import { forEngine } from './engine-elm.ts';
import { HashedValueSet } from './hashed-value-set.ts';
import type { OnePatient } from './patient-source.ts';
import { offsetMinutes } from './zone.ts';

/** Compiled definitions, with cql-execution for what they leave to it; those alone; or cql-execution alone. */
export type Engine = 'compiled' | 'compiled-only' | 'cql-execution';

export interface AskedLibrary {
  /** The library whose definitions are asked for, all of them. */
  readonly question: ElmLibrary;
  /** What it includes, directly or through others. */
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  readonly timeZone: string;
  readonly engine: Engine;
}

export type Answers = Readonly<Record<string, unknown>>;
/** Numbers that CQL parameters are set to, by name; one that is not named has its default. */
export type CqlParameters = Readonly<Record<string, number>>;

export interface AskedMoment {
  /** What Now() and Today() mean; the end of the period unless it is given. */
  readonly asOf?: string;
  readonly parameters?: CqlParameters | undefined;
}

export type LibraryAsker = (
  patient: OnePatient,
  period: EvaluationPeriod,
  moment?: AskedMoment,
) => Promise<Answers>;

/**
 * Every definition of a library for one patient and period. The library is prepared once. Where our compiled definitions
 * meet ELM that they leave to cql-execution, it answers, for this patient and every one after.
 */
export function libraryAsker(asked: AskedLibrary): LibraryAsker {
  const byEngine = engineAsker(asked);
  if (asked.engine === 'cql-execution') return byEngine;
  const compiled = compiledAsker(asked);
  let isCompiled = true;
  return async (patient, period, moment) => {
    if (!isCompiled) return byEngine(patient, period, moment);
    try {
      return compiled(patient, period, moment);
    } catch (error) {
      if (!(error instanceof NotCompiled) || asked.engine === 'compiled-only') throw error;
      isCompiled = false;
      return byEngine(patient, period, moment);
    }
  };
}

function compiledAsker({ question, elm, valueSets, timeZone }: AskedLibrary) {
  const hashed = new Map(
    [...valueSets].map(([url, codes]) => [url, new HashedValueSet(url, codes)]),
  );
  const definitions = compileDefinitions(question, elm, hashed);
  const moments = new WeakMap<EvaluationPeriod, Pick<Session, 'parameters' | 'now' | 'fixed'>>();
  const momentOf = (period: EvaluationPeriod) => {
    const held = moments.get(period) ?? {
      parameters: { [measurementPeriod]: periodInterval(period, timeZone) },
      now: instant(period.end, timeZone),
      fixed: [],
    };
    moments.set(period, held);
    return held;
  };
  const sessionAt = (period: EvaluationPeriod, { asOf, parameters }: AskedMoment) => {
    const held = momentOf(period);
    if (asOf === undefined && parameters === undefined) return held;
    // What is the same for every patient of a period is not when anything else is set.
    return {
      parameters: { ...parameters, ...held.parameters },
      now: asOf === undefined ? held.now : instant(asOf, timeZone),
      fixed: [],
    };
  };
  return (patient: OnePatient, period: EvaluationPeriod, moment: AskedMoment = {}): Answers =>
    definitions({
      ...sessionAt(period, moment),
      patient: patient.record,
      definitions: [],
      retrieves: [],
    });
}

function engineAsker({ question, elm, valueSets, timeZone }: AskedLibrary): LibraryAsker {
  let prepared:
    | { readonly library: Library; readonly codes: ReturnType<typeof codeService> }
    | undefined;
  return async (patient, period, { asOf = period.end, parameters: given } = {}) => {
    prepared ??= {
      library: new Library(question, new Repository(elm.map(forEngine))),
      codes: codeService(valueSets),
    };
    const parameters = { ...given, [measurementPeriod]: periodInterval(period, timeZone) };
    const executor = new Executor(prepared.library, prepared.codes, parameters);
    const results = await executor.exec_patient_context(patient, instant(asOf, timeZone));
    return results.patientResults[patient.patientId] ?? {};
  };
}

/** The measurement period with its start included and its end not, in the zone's clock time. */
export function periodInterval({ start, end }: EvaluationPeriod, timeZone: string): Interval {
  return new Interval(instant(start, timeZone), instant(end, timeZone), true, false);
}

export function instant(text: string, timeZone: string): DateTime {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`'${text}' is not an instant`);
  return DateTime.fromJSDate(new Date(ms), offsetMinutes(timeZone, ms) / 60);
}
