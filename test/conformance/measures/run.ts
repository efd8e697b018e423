import { type GroupCounts, populationCounts } from '#cql';
import { fhirMeasureEvaluator } from '#cql/in-memory';
import { type Difference, differences, differencesOfCounts } from './expected.ts';
import { compilePack, openPackDatabase, type PackDatabase } from './in-one-database.ts';
import { casePeriod, type MeasurePack, type PackCase } from './pack.ts';

export interface PathResult {
  readonly path: 'in memory' | 'SQL' | 'candidates by SQL';
  readonly differences: readonly Difference[];
  readonly error: string | null;
}

export interface CaseResult {
  readonly case: string;
  readonly paths: readonly PathResult[];
}

export interface PackResult {
  readonly name: string;
  readonly cases: readonly CaseResult[];
  /** Why the pack is not answered in SQL; null when it is. */
  readonly notCompiled: string | null;
  /** Cases of a pack that is answered in SQL, which have a record that nothing refers to: only in memory is it found. */
  readonly inMemoryOnly: number;
  /** Whether SQL picks the patients worth evaluating. */
  readonly hasCandidates: boolean;
}

/**
 * Every case of a pack in memory; and with all cases in one database, as SQL where the pack compiles, and whether the
 * candidates that SQL picks leave out nobody who counts.
 */
export async function runPack(
  pack: MeasurePack,
  views: readonly unknown[],
  engine: 'compiled' | 'compiled-only' = 'compiled',
): Promise<PackResult> {
  const evaluate = orFailing(() => fhirMeasureEvaluator({ ...pack, timeZone: 'UTC', engine }));
  const sql = await sqlPath(pack, views);
  try {
    const cases: CaseResult[] = [];
    for (const one of pack.cases) {
      const paths = [
        await inMemory(one, evaluate, sql.candidates),
        ...(sql.database !== null && sql.notCompiled === null && !sql.unreferred.has(one)
          ? [await bySql(one, pack, sql.database)]
          : []),
      ];
      const found = [
        ...paths.flat(),
        ...(sql.trouble === null ? [] : [failed('SQL', sql.trouble)]),
      ];
      cases.push({ case: one.id, paths: found });
    }
    return {
      name: pack.name,
      cases,
      notCompiled: sql.notCompiled,
      inMemoryOnly: sql.unreferred.size,
      hasCandidates: sql.candidates !== null,
    };
  } finally {
    await sql.database?.close();
  }
}

/** A pack of which nothing can be asked fails as one case. */
export const unreadablePack = (name: string, error: unknown): PackResult => ({
  name,
  cases: [{ case: 'the pack as a whole', paths: [failed('in memory', error)] }],
  notCompiled: 'the pack cannot be read',
  inMemoryOnly: 0,
  hasCandidates: false,
});

interface SqlPath {
  /** Null when there is none to ask. */
  readonly database: PackDatabase | null;
  readonly candidates: ReadonlySet<PackCase> | null;
  readonly notCompiled: string | null;
  readonly unreferred: ReadonlySet<PackCase>;
  /** What went wrong that is no refusal: every case then fails. */
  readonly trouble: unknown;
}

async function sqlPath(pack: MeasurePack, views: readonly unknown[]): Promise<SqlPath> {
  let database: PackDatabase | null = null;
  try {
    const compiled = compilePack(pack, views);
    database = await openPackDatabase({ pack, views, compiled });
    const candidates = await database.candidates();
    const notCompiled = compiled.kind === 'sql' ? await database.refusal() : compiled.because;
    const unreferred = notCompiled === null ? await database.unreferred() : new Set<PackCase>();
    return { database, candidates, notCompiled, unreferred, trouble: null };
  } catch (trouble) {
    const none = { candidates: null, unreferred: new Set<PackCase>() };
    return { ...none, database, notCompiled: String(trouble), trouble };
  }
}

/** What cannot be prepared fails each time it is asked, so that every case says why. */
function orFailing(
  prepare: () => ReturnType<typeof fhirMeasureEvaluator>,
): ReturnType<typeof fhirMeasureEvaluator> {
  try {
    return prepare();
  } catch (error) {
    return () => Promise.reject(error);
  }
}

async function inMemory(
  one: PackCase,
  evaluate: ReturnType<typeof fhirMeasureEvaluator>,
  candidates: ReadonlySet<PackCase> | null,
): Promise<readonly PathResult[]> {
  try {
    const { groups } = await evaluate(one.resources, casePeriod(one));
    const found = {
      path: 'in memory',
      differences: differences(one.expected, groups),
      error: null,
    } as const;
    return candidates === null ? [found] : [found, leftOut(one, groups, candidates)];
  } catch (error) {
    return [failed('in memory', error)];
  }
}

/** A patient who is no candidate must not count in anything. */
function leftOut(
  one: PackCase,
  groups: readonly GroupCounts[],
  candidates: ReadonlySet<PackCase>,
): PathResult {
  const counts = candidates.has(one) ? [] : groups.flatMap(populationCounts);
  const error = counts.some((count) => count > 0) ? 'somebody who counts is left out' : null;
  return { path: 'candidates by SQL', differences: [], error };
}

async function bySql(
  one: PackCase,
  { measure }: MeasurePack,
  database: PackDatabase,
): Promise<readonly PathResult[]> {
  try {
    const found: Difference[] = [];
    for (const [index, group] of measure.groups.entries()) {
      const counts = await database.counts(one, group);
      found.push(...differencesOfCounts(one.expected[index] ?? {}, group, counts, index));
    }
    return [{ path: 'SQL', differences: found, error: null }];
  } catch (error) {
    return [failed('SQL', error)];
  }
}

const failed = (path: PathResult['path'], error: unknown): PathResult => ({
  path,
  differences: [],
  error: String(error),
});

export const isFailed = ({ paths }: CaseResult): boolean =>
  paths.some(({ differences: found, error }) => found.length > 0 || error !== null);
