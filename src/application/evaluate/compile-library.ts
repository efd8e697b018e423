import { ProblemError, problem } from '#core';
import { type CompiledPopulations, compilePopulations, type Measure } from '#cql';
import type { Library, MeasureInUse } from '../library/open-library.ts';

/** A measure as SQL over the flat tables. */
export type PopulationSql = Extract<CompiledPopulations, { kind: 'sql' }>;

/** A measure ready to be asked of the clinical store. */
export interface CompiledMeasure extends MeasureInUse {
  readonly sql: PopulationSql;
  /** The flat tables it reads. */
  readonly tables: readonly string[];
}

const compiledLibraries = new WeakMap<Library, Map<string, readonly CompiledMeasure[]>>();

/** Every measure of the library, compiled once for each calendar. */
export function compiledLibrary(library: Library, timeZone: string): readonly CompiledMeasure[] {
  const byZone = compiledLibraries.get(library) ?? new Map<string, readonly CompiledMeasure[]>();
  const measures = byZone.get(timeZone) ?? compileLibrary(library, timeZone);
  compiledLibraries.set(library, byZone.set(timeZone, measures));
  return measures;
}

/** Compiles every measure of the library; one that cannot be compiled is named with the reason and the place. */
export function compileLibrary(library: Library, timeZone: string): readonly CompiledMeasure[] {
  return library.measures.map((inUse) => {
    const compiled = compileMeasure(library, inUse.measure, timeZone);
    return { ...inUse, sql: compiled, tables: compiled.uses };
  });
}

/** One measure as SQL, or the reason and place why it cannot be. */
export function compileMeasure(
  library: Library,
  measure: Measure,
  timeZone: string,
): PopulationSql {
  const { elm, valueSets } = library;
  const views = [...library.views.values()];
  const compiled = compilePopulations({
    elm,
    measure,
    views,
    valueSets,
    dialect: 'duckdb',
    timeZone,
  });
  // Some records could not be answered in SQL, and nobody would notice: such a measure is asked patient by patient.
  const dependsOnRecords = {
    because: 'whether it can depends on the records',
    where: measure.id,
  };
  if (compiled.kind === 'sql' && compiled.unlessSql === null) return compiled;
  const { because, where } = compiled.kind === 'sql' ? dependsOnRecords : compiled;
  throw new ProblemError(
    problem(
      'measure-not-compilable',
      `The measure '${measure.id}' cannot be asked of a whole population: ${because}.`,
      'Say it in the CQL that docs/methods/clinical-questions.md lists as compiled.',
      where,
    ),
  );
}
